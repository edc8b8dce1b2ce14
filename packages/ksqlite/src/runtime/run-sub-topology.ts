import { SerializationError } from '../formats/codec.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { PartitionLog } from '../log/topics/partition-log.ts';
import { readAgain } from '../metastore/read-source.ts';
import type { Source } from '../metastore/source.ts';
import type { OutputRows } from '../operators/operator.ts';
import type { OnProblem } from '../topology/step-problem.ts';
import type { SubTopology, TaskContext } from '../topology/sub-topology.ts';
import { Cursor, type OnUnreadable } from './cursor.ts';
import { LotQueue } from './lot-queue.ts';
import { RecordOrigin } from './record-origin.ts';
import { sinkWriter } from './sink-writer.ts';
import type { StreamRecord } from './stream-record.ts';
import { type StepBoundary, Task } from './task.ts';
import { receiving, taskInputs } from './task-inputs.ts';

/** A sub-topology of a persistent query at work: its tasks, and what they have read. */
export interface RunningSubTopology {
  readonly queryId: string;
  readonly inputTopics: readonly string[];
  readonly outputTopic: string;
  readonly tasks: readonly Task[];
  readonly cursors: readonly Cursor[];
  /** The rows its tasks keep, one a task that does. */
  readonly kept: readonly OutputRows[];
  /** Notes in the commit under way how far the tasks have read. */
  stageOffsets(): void;
  /** Reads nothing until `resume`. What it has still to read is kept, on disk alone. */
  pause(): void;
  resume(): void;
  /**
   * Reads nothing any more: an operator threw, and its state in memory can't be trusted. All that it needs to be started
   * again, by another process, stays on disk.
   */
  fail(): void;
  /** Stops for good: its state is of no use to anyone. */
  close(): void;
  /** Stops; a sub-topology of the same name that is run next continues over its state. */
  detach(): void;
}

/** How far a task's cursors were when their offsets were last noted. */
interface Progress {
  readonly task: Task;
  readonly cursors: readonly CursorProgress[];
}

interface CursorProgress {
  readonly cursor: Cursor;
  readonly setOffset: (offset: number, metadata: string) => void;
  staged: number;
}

export interface RunSubTopologyOptions {
  readonly log: TopicLog;
  readonly queryId: string;
  readonly subTopology: SubTopology;
  /** Where a partition begins that this sub-topology has never read. */
  readonly offsetReset: 'earliest' | 'latest';
  readonly onUnreadable: OnUnreadable;
  readonly onProblem: OnProblem;
  /** The offsets that the tasks have come to go into the commit under way: so does what is written now. */
  readonly onStage: () => void;
  readonly now: () => number;
}

/** Rows that are made of one record in one go: what is left of it is kept in a changelog, which has its price. */
const LOT_ROWS = 500;

/**
 * Starts a sub-topology where its offsets and state in the log left it. Throws what its operators throw when they are made;
 * then nothing is left of it but what is on disk.
 */
export function runSubTopology(options: RunSubTopologyOptions): RunningSubTopology {
  const undo: (() => void)[] = [];
  try {
    return startSubTopology(options, undo);
  } catch (error) {
    for (const each of undo) each();
    throw error;
  }
}

function startSubTopology(options: RunSubTopologyOptions, undo: (() => void)[]): RunningSubTopology {
  const { log, queryId, subTopology } = options;
  const group = `${queryId}/${subTopology.name}`;
  // one for all tasks: only one of them is at work at a time
  const origin = new RecordOrigin();
  const write = sinkWriter(
    log,
    subTopology.output,
    (error, where) =>
      options.onProblem({
        reason: 'failed-expression',
        step: subTopology.output.name,
        where,
        message:
          error instanceof SerializationError
            ? `Error serializing message to topic: ${subTopology.output.topic}`
            : 'Failed to extract timestamp from row',
        error,
        record: undefined,
      }),
    origin,
    subTopology.nullKeys,
  );
  const partitionsOf = (source: Source): readonly PartitionLog[] =>
    log.topics.get(source.topic)?.partitions ?? [];
  const progress: Progress[] = [];
  const kept: OutputRows[] = [];
  const released: (() => void)[] = [];
  undo.push(() => {
    for (const release of released) release();
    log.detachChangelogs(`${group}/`);
  });
  let isHalted = false;
  let hasFailed = false;
  const boundary: StepBoundary = { begin: () => log.beginStep(), undo: () => log.undoStep() };

  const tasks = taskInputs(subTopology, partitionsOf).map((read, partition) => {
    const metadata: string[] = [];
    const own: CursorProgress[] = [];
    const cursors = read.map(({ source, log: partitionLog }) => {
      const committedOffset = log.offset(group, source.topic, partitionLog.partition);
      const known = committedOffset?.offset;
      if (committedOffset !== undefined) metadata.push(committedOffset.metadata);
      const start =
        known ??
        (options.offsetReset === 'earliest' ? partitionLog.logStartOffset : partitionLog.logEndOffset);
      const cursor = new Cursor(partitionLog, source, start, options.onUnreadable);
      undo.push(() => cursor.close());
      const setOffset = log.offsetSetter(group, source.topic, partitionLog.partition);
      own.push({ cursor, setOffset, staged: known ?? -1 });
      return cursor;
    });
    const lots = new LotQueue(LOT_ROWS, true, origin);
    const context: TaskContext = {
      lots,
      changelog: (name, state) => log.changelog(`${group}/${partition}/${name}`, state),
      needs: (input, oldest) => {
        const partitionLog = partitionsOf(subTopology.inputs[input] as Source)[partition];
        if (partitionLog === undefined) return;
        const own = cursors[input];
        let asked = 0;
        // of a state that can't be trusted holds what was true when it was asked last: what it refers to since then was
        // not read before
        const needed = (): number => {
          if (!hasFailed) asked = Math.min(oldest(), own?.position ?? 0);
          return asked;
        };
        partitionLog.needs.add(needed);
        released.push(() => partitionLog.needs.delete(needed));
      },
      load: (input, offset) => load(subTopology.inputs[input] as Source, partitionsOf, partition, offset),
      limits: log.limits,
      write,
      onProblem: options.onProblem,
      now: options.now,
    };
    const operators = subTopology.start(context);
    if (operators.rows !== undefined) kept.push(operators.rows);
    const task = new Task(cursors, receiving(operators, read), metadata, origin, boundary, lots);
    progress.push({ task, cursors: own });
    return task;
  });
  const cursors = tasks.flatMap((task) => task.cursors);
  const holds = cursors.map(({ log: partition }, i) => {
    const position = (): number => (cursors[i] as Cursor).position;
    return { hold: () => partition.needs.add(position), release: () => partition.needs.delete(position) };
  });
  /** Records that a cursor is behind of are kept as objects: who does not read needs none. */
  const halt = (): void => {
    if (isHalted) return;
    isHalted = true;
    for (const task of tasks) task.halt(true);
    for (const { hold } of holds) hold();
    for (const cursor of cursors) cursor.close();
    for (const cursor of cursors) cursor.log.trim();
  };
  const detach = (): void => {
    for (const cursor of cursors) cursor.close();
    for (const { release } of holds) release();
    for (const release of released) release();
  };

  return {
    queryId,
    inputTopics: subTopology.inputs.map((source) => source.topic),
    outputTopic: subTopology.output.topic,
    tasks,
    cursors,
    kept,
    stageOffsets: () => {
      options.onStage();
      for (const { task, cursors: own } of progress) {
        let metadata: string | undefined;
        for (const each of own) {
          const { position } = each.cursor;
          if (each.staged === position) continue;
          each.staged = position;
          metadata ??= task.metadata();
          each.setOffset(position, metadata);
        }
      }
    },
    pause: halt,
    resume: () => {
      if (!isHalted || hasFailed) return;
      isHalted = false;
      for (const task of tasks) task.halt(false);
      for (const cursor of cursors) cursor.open();
      for (const { release } of holds) release();
    },
    fail: () => {
      halt();
      hasFailed = true;
      log.detachChangelogs(`${group}/`);
    },
    close: () => {
      detach();
      log.dropChangelogs(`${group}/`);
    },
    detach,
  };
}

function load(
  source: Source,
  partitionsOf: (source: Source) => readonly PartitionLog[],
  partition: number,
  offset: number,
): StreamRecord {
  const record = partitionsOf(source)[partition]?.load(offset);
  if (record === undefined) throw new Error(`no partition ${partition} of ${source.topic}`);
  return readAgain(source, record, partition);
}
