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
import { receiving, type TaskInput, taskInputs } from './task-inputs.ts';

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

export interface RunningSubTopologyOptions {
  readonly log: TopicLog;
  readonly queryId: string;
  readonly subTopology: SubTopology;
  /** Where a partition begins that this sub-topology has never read. */
  readonly offsetReset: 'earliest' | 'latest';
  /** Its stream time follows the wall clock, so many ms behind it; undefined: records alone move it. */
  readonly closeAfterMs?: number | undefined;
  readonly onUnreadable: OnUnreadable;
  readonly onProblem: OnProblem;
  /** The offsets that the tasks have come to go into the commit under way: so does what is written now. */
  readonly onStage: () => void;
  readonly now: () => number;
}

/** Rows that are made of one record in one go: what is left of it is kept in a changelog, which has its price. */
const LOT_ROWS = 500;

/** What the tasks of a sub-topology share: only one of them is at work at a time. */
interface Shared {
  readonly origin: RecordOrigin;
  readonly boundary: StepBoundary;
  readonly write: TaskContext['write'];
}

/** A sub-topology of a persistent query at work: its tasks, and what they have read. */
export class RunningSubTopology {
  readonly queryId: string;
  readonly inputTopics: readonly string[];
  readonly outputTopic: string;
  readonly closeAfterMs: number | undefined;
  readonly tasks: readonly Task[];
  readonly cursors: readonly Cursor[];
  /** The rows its tasks keep, one a task that does. */
  readonly kept: readonly OutputRows[];
  readonly #options: RunningSubTopologyOptions;
  /** Whose offsets they are, and how the names of their changelogs begin. */
  readonly #group: string;
  readonly #progress: readonly Progress[];
  /** What partitions are asked to keep while the tasks read nothing: what a cursor is behind of. */
  readonly #holds: readonly Hold[];
  /** What partitions are asked to keep for the tasks' state. */
  readonly #needs: Hold[] = [];
  #isHalted = false;
  #hasFailed = false;

  /**
   * Starts it where its offsets and state in the log left it. Throws what its operators throw when they are made; then
   * nothing is left of it but what is on disk.
   */
  constructor(options: RunningSubTopologyOptions) {
    const { log, queryId, subTopology } = options;
    this.queryId = queryId;
    this.inputTopics = subTopology.inputs.map((source) => source.topic);
    this.outputTopic = subTopology.output.topic;
    this.closeAfterMs = options.closeAfterMs;
    this.#options = options;
    this.#group = `${queryId}/${subTopology.name}`;
    const opened: Cursor[] = [];
    const kept: OutputRows[] = [];
    try {
      const shared = sharedBy(options);
      this.#progress = taskInputs(subTopology, this.#partitionsOf).map((read, partition) => {
        const metadata: string[] = [];
        const cursors = read.map((input) => this.#openCursor(input, metadata, opened));
        const own = cursors.map(({ cursor }) => cursor);
        const lots = new LotQueue(LOT_ROWS, true, shared.origin);
        const operators = subTopology.start(this.#contextOf(partition, own, lots, shared));
        if (operators.rows !== undefined) kept.push(operators.rows);
        const graph = receiving(operators, read);
        return { task: new Task(own, graph, metadata, shared.origin, shared.boundary, lots), cursors };
      });
    } catch (error) {
      for (const { release } of this.#needs) release();
      log.detachChangelogs(`${this.#group}/`);
      for (const cursor of opened) cursor.close();
      throw error;
    }
    this.tasks = this.#progress.map(({ task }) => task);
    this.cursors = opened;
    this.kept = kept;
    this.#holds = opened.map((cursor) => holdOf(cursor.log, () => cursor.position));
  }

  /** Notes in the commit under way how far the tasks have read. */
  stageOffsets(): void {
    this.#options.onStage();
    for (const { task, cursors } of this.#progress) {
      let metadata: string | undefined;
      for (const each of cursors) {
        const { position } = each.cursor;
        if (each.staged === position) continue;
        each.staged = position;
        metadata ??= task.metadata();
        each.setOffset(position, metadata);
      }
    }
  }

  /** Reads nothing until `resume`. What it has still to read is kept, on disk alone. */
  pause(): void {
    if (this.#isHalted) return;
    this.#isHalted = true;
    for (const task of this.tasks) task.halt(true);
    for (const { hold } of this.#holds) hold();
    // Records that a cursor is behind of are kept as objects: who does not read needs none.
    for (const cursor of this.cursors) cursor.close();
    for (const cursor of this.cursors) cursor.log.trim();
  }

  resume(): void {
    if (!this.#isHalted || this.#hasFailed) return;
    this.#isHalted = false;
    for (const task of this.tasks) task.halt(false);
    for (const cursor of this.cursors) cursor.open();
    for (const { release } of this.#holds) release();
  }

  /**
   * Reads nothing any more: an operator threw, and its state in memory can't be trusted. All that it needs to be started
   * again, by another process, stays on disk.
   */
  fail(): void {
    this.pause();
    this.#hasFailed = true;
    this.#options.log.detachChangelogs(`${this.#group}/`);
  }

  /** Stops for good: its state is of no use to anyone. */
  close(): void {
    this.detach();
    this.#options.log.dropChangelogs(`${this.#group}/`);
  }

  /** Stops; a sub-topology of the same name that is run next continues over its state. */
  detach(): void {
    for (const cursor of this.cursors) cursor.close();
    for (const { release } of this.#holds) release();
    for (const { release } of this.#needs) release();
  }

  /** @param metadata gets what was committed with the offset; @param opened gets the cursor */
  #openCursor(
    { source, log: partition }: TaskInput<PartitionLog>,
    metadata: string[],
    opened: Cursor[],
  ): CursorProgress {
    const { log, offsetReset, onUnreadable } = this.#options;
    const committed = log.offset(this.#group, source.topic, partition.partition);
    if (committed !== undefined) metadata.push(committed.metadata);
    const atReset = offsetReset === 'earliest' ? partition.logStartOffset : partition.logEndOffset;
    const cursor = new Cursor(partition, source, committed?.offset ?? atReset, onUnreadable);
    opened.push(cursor);
    const setOffset = log.offsetSetter(this.#group, source.topic, partition.partition);
    return { cursor, setOffset, staged: committed?.offset ?? -1 };
  }

  #contextOf(partition: number, cursors: readonly Cursor[], lots: LotQueue, { write }: Shared): TaskContext {
    const { log, subTopology, onProblem, now } = this.#options;
    return {
      lots,
      changelog: (name, state) => log.changelog(`${this.#group}/${partition}/${name}`, state),
      needs: (input, oldest) => {
        const needed = this.#partitionsOf(subTopology.inputs[input] as Source)[partition];
        if (needed !== undefined) this.#keepFor(needed, cursors[input], oldest);
      },
      load: (input, offset) => this.#load(subTopology.inputs[input] as Source, partition, offset),
      limits: log.limits,
      write,
      onProblem,
      now,
    };
  }

  /** Keeps what a task's state refers to. @param oldest the first offset that it refers to now */
  #keepFor(partition: PartitionLog, cursor: Cursor | undefined, oldest: () => number): void {
    let asked = 0;
    // of a state that can't be trusted holds what was true when it was asked last: what it refers to since then was not
    // read before
    const need = holdOf(partition, () => {
      if (!this.#hasFailed) asked = Math.min(oldest(), cursor?.position ?? 0);
      return asked;
    });
    need.hold();
    this.#needs.push(need);
  }

  readonly #partitionsOf = (source: Source): readonly PartitionLog[] =>
    this.#options.log.topics.get(source.topic)?.partitions ?? [];

  #load(source: Source, partition: number, offset: number): StreamRecord {
    const record = this.#partitionsOf(source)[partition]?.load(offset);
    if (record === undefined) throw new Error(`no partition ${partition} of ${source.topic}`);
    return readAgain(source, record, partition);
  }
}

/** Records of a partition that are kept on disk from `hold` to `release`. */
interface Hold {
  hold(): void;
  release(): void;
}

/** @param oldest the first offset that is to be kept now */
const holdOf = ({ needs }: PartitionLog, oldest: () => number): Hold => ({
  hold: () => needs.add(oldest),
  release: () => needs.delete(oldest),
});

function sharedBy({ log, subTopology, onProblem }: RunningSubTopologyOptions): Shared {
  const { output, nullKeys } = subTopology;
  const origin = new RecordOrigin();
  const onError: Parameters<typeof sinkWriter>[2] = (error, where) =>
    onProblem({
      reason: 'failed-expression',
      step: output.name,
      where,
      message:
        error instanceof SerializationError
          ? `Error serializing message to topic: ${output.topic}`
          : 'Failed to extract timestamp from row',
      error,
      record: undefined,
    });
  return {
    origin,
    boundary: { begin: () => log.beginStep(), undo: () => log.undoStep() },
    write: sinkWriter(log, output, onError, origin, nullKeys),
  };
}
