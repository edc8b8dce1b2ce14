import { KsqlError } from '../../errors/ksql-error.ts';
import type { Topic, TopicLog } from '../../log/topic-log.ts';
import { logRecord } from '../../log/topics/log-record.ts';
import { partitionFor } from '../../log/topics/murmur2.ts';
import type { Source } from '../../metastore/source.ts';
import type { WriteRow } from '../../operators/operator.ts';
import type { PushPlan } from '../../plan/plan-push.ts';
import type { QueryProblems } from '../../problems/query-problems.ts';
import type { ReadablePartition } from '../../runtime/cursor.ts';
import { frontier } from '../../runtime/cycles/frontier.ts';
import { streamRecord } from '../../runtime/stream-record.ts';
import type { SubTopology, TransientTopology } from '../../topology/sub-topology.ts';
import type { Row } from '../../types/sql-value.ts';
import { committedPartition } from './committed-partition.ts';
import { deletedRow } from './deleted-row.ts';
import { type MemoryPartition, memoryPartition } from './memory-partition.ts';
import { stepOldest } from './step-oldest.ts';
import { type TransientSubTopology, transientSubTopology } from './transient-sub-topology.ts';
import { TurnLimit } from './turn-limit.ts';

/** A query at work, without its reader (differs: scalable-push). */
export interface PushRun {
  /** Continues with what is committed: at most about `budget` records, or until `isFull`. */
  turn(budget: number): 'full' | 'more' | 'at the end';
}

export interface PushRunOptions {
  readonly log: TopicLog;
  readonly topology: TransientTopology;
  /** How far back joins look at records again, at most. ms */
  readonly lookBackMs: number;
  /** undefined: deletions are left out */
  readonly deleted: PushPlan['deleted'];
  /** undefined: streams at their ends, tables at their beginnings */
  readonly offsetReset: 'earliest' | 'latest' | undefined;
  /** Reads what is committed now, and nothing that comes later. */
  readonly isSnapshot: boolean;
  readonly onRow: (row: Row) => void;
  readonly isFull: () => boolean;
  readonly problems: QueryProblems;
  readonly now: () => number;
  /** ms since any moment */
  readonly clock: () => number;
}

/** Makes a query's tasks. They read the log, committed records only, and write nothing to it. */
export function pushRun(options: PushRunOptions): PushRun {
  const { log, topology, lookBackMs, deleted, onRow, isFull, now, clock } = options;
  const views = new Map<string, readonly ReadablePartition[]>();
  const topics: Topic[] = [];
  const internal = new Map<string, readonly MemoryPartition[]>();
  for (const { output } of topology.before)
    internal.set(
      output.topic,
      Array.from({ length: output.partitions }, (_, p) => memoryPartition(output.topic, p, lookBackMs)),
    );
  const partitionsOf = ({ topic }: Source): readonly ReadablePartition[] => {
    const own = internal.get(topic) ?? views.get(topic);
    if (own !== undefined) return own;
    const known = log.topics.get(topic);
    if (known !== undefined) topics.push(known);
    const made = (known?.partitions ?? []).map((partition) =>
      committedPartition(partition, options.isSnapshot),
    );
    views.set(topic, made);
    return made;
  };
  const startOf = ({ kind, topic }: Source, { logEndOffset: end, keptFrom }: ReadablePartition): number => {
    if (internal.has(topic)) return 0;
    return (options.offsetReset ?? (kind === 'TABLE' ? 'earliest' : 'latest')) === 'earliest'
      ? keptFrom
      : end;
  };
  const started = (
    subTopology: Pick<SubTopology, 'inputs' | 'gathers' | 'start'>,
    write: WriteRow,
  ): TransientSubTopology =>
    transientSubTopology({
      subTopology,
      partitionsOf,
      startOf,
      write,
      limits: log.limits,
      now,
      onUnreadable: (...record) => options.problems.unreadable(...record),
      onProblem: (problem) => options.problems.atStep(problem, subTopology.inputs),
    });

  const before = topology.before.map((each) =>
    started(each, memoryWriter(each.output, internal.get(each.output.topic) ?? [])),
  );
  const main = started(topology.main, (row, tombstone, _ts, _partition, window) => {
    if (!tombstone) onRow(row);
    else if (deleted !== undefined) onRow(deletedRow(deleted, row, window));
  });
  const read = [...views.values()].flat();
  const intermediate = [...internal.values()].flat();
  const positionOf = (partition: ReadablePartition): number => {
    let from = partition.logEndOffset;
    for (const { position } of partition.cursors) if (position < from) from = position;
    return Math.max(from, partition.keptFrom);
  };
  const behind = (): boolean =>
    [...read, ...intermediate].some((partition) => positionOf(partition) < partition.logEndOffset);

  const hasUnfinished = (): boolean => main.tasks.some((task) => task.peek() === Number.NEGATIVE_INFINITY);

  const checkTopics = (): void => {
    const gone = topics.find((topic) => log.topics.get(topic.name) !== topic);
    if (gone !== undefined) throw new KsqlError('TOPIC_UNKNOWN', `topic ${gone.name} was deleted`);
  };

  return {
    turn: (budget) => {
      checkTopics();
      const end = clock() + TURN_MS;
      const isLate = (): boolean => clock() > end;
      let wider = budget;
      for (;;) {
        const limit = frontier(read, wider);
        const most = budget * MAX_OVERDRAFT;
        let processed = 0;
        for (const { tasks } of before) {
          const turn = new TurnLimit(most, isLate);
          processed += stepOldest(tasks, limit, () => turn.take());
          // what comes next must not run ahead of what this has not written yet
          if (turn.isReached) return 'more';
          for (const task of tasks) task.settle();
        }
        const turn = new TurnLimit(most, isLate);
        processed += stepOldest(main.tasks, limit, () => isFull() || turn.take());
        if (!isFull()) for (const task of main.tasks) task.settle();
        for (const partition of intermediate) partition.trim();
        if (isFull()) return 'full';
        if (processed > 0 || limit === Number.POSITIVE_INFINITY)
          return behind() || hasUnfinished() ? 'more' : 'at the end';
        // timestamps out of all order can leave nothing up to the frontier: then look further
        wider *= 8;
      }
    },
  };
}

/**
 * A turn takes at most this many times its budget. It is planned by timestamps, so that inputs stay in order of time; many
 * records of the same time go over it.
 */
const MAX_OVERDRAFT = 4;

/** … and not longer than this, but for what one record needs. ms */
const TURN_MS = 20;

/** Rows are passed on as they are: nobody else reads the topic, so nothing is encoded but the key that chooses the partition. */
function memoryWriter(source: Source, partitions: readonly MemoryPartition[]): WriteRow {
  const keyCount = source.keys.length;
  const { keyCodec } = source;
  return (row, tombstone, ts, fromPartition) => {
    const key = keyCount === 0 ? null : keyCodec.encode(row, 0);
    const target = key === null ? fromPartition % partitions.length : partitionFor(key, partitions.length);
    const partition = partitions[target] as MemoryPartition;
    const record = logRecord(partition.logEndOffset, ts, null, null);
    record.decodedBy = source;
    record.isOriginal = true;
    record.decoded = streamRecord(ts, target, record.offset, row, tombstone);
    partition.append(record);
  };
}
