import { KsqlError } from '../errors/ksql-error.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { PartitionLog } from '../log/topics/partition-log.ts';
import { drain } from './drain.ts';
import { frontier } from './frontier.ts';
import type { RunningSubTopology } from './run-sub-topology.ts';
import { orderSubTopologies } from './sub-topology-order.ts';
import type { Task } from './task.ts';

export interface Scheduler {
  add(subTopologies: readonly RunningSubTopology[]): void;
  remove(queryId: string): void;
  /** There may be something to do or to commit. */
  wake(): void;
  /**
   * Resolves once all that was appended so far is durable, together with what statements made of the oldest part of
   * it: they may still be behind, see `backlog`. Rejects when the log failed.
   */
  settled(): Promise<void>;
  /** Records that the statements have not read yet. */
  readonly backlog: () => number;
  /** Runs one cycle at once, without a commit: for drivers that move time by hand. Returns records processed. */
  cycle(): number;
  /**
   * Moves the stream time of every task without a record, upstream first, and runs what that makes: windows of EMIT FINAL
   * close, unmatched records of outer joins leave. What is unread is processed before. Without a commit, as `cycle`. A
   * record that comes later with an earlier time may be late.
   *
   * @param streamTime ms since the epoch
   * @returns records processed
   */
  advance(streamTime: number): number;
  /** Stops between two cycles and commits what was done. */
  stop(): Promise<void>;
}

export interface SchedulerOptions {
  readonly log: TopicLog;
  /** The log or a statement failed: nothing runs any more. */
  readonly onFailure: (error: unknown) => void;
  /** Records a cycle reads at most, about. */
  readonly cycleRecords?: number;
}

/** Cycles whose commits may be under way: more would only hold memory. */
const COMMITS_AHEAD = 4;

/**
 * Runs all statements in cycles. A cycle takes the oldest part of what is unread, runs it through every statement,
 * upstream ones first, and ends with nothing in between left unread; so an input that is empty when its task's turn
 * comes has nothing under way either, and the task need not wait for it. What cycles did is committed together: at
 * once when the disk is idle, else as soon as the commit before is done.
 */
export function scheduler(options: SchedulerOptions): Scheduler {
  const { log } = options;
  const usualBudget = options.cycleRecords ?? 500;
  let budget = usualBudget;
  let subTopologies: RunningSubTopology[] = [];
  /** `groups` and `inputs` are not of `subTopologies` yet. */
  let changed = false;
  let groups: readonly (readonly Task[])[] = [];
  let inputs = new Set<PartitionLog>();
  let scheduled = false;
  /** Resolves when what was scheduled last has ended. */
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let failure: unknown;
  let waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  /** Commits that are under way: a cycle waits while there are `COMMITS_AHEAD` of them. */
  const outstanding: Promise<void>[] = [];

  /** Many statements come one after the other when an engine opens: they are put in order once, when it is asked for. */
  const sort = (): void => {
    if (!changed) return;
    changed = false;
    groups = orderSubTopologies(subTopologies).map((group) => group.members.flatMap(({ tasks }) => tasks));
    inputs = new Set(subTopologies.flatMap((each) => each.cursors.map((cursor) => cursor.log)));
  };
  const backlog = (): number => {
    sort();
    let total = 0;
    for (const partition of inputs) {
      let from = partition.logEndOffset;
      for (const cursor of partition.cursors) if (cursor.position < from) from = cursor.position;
      total += partition.logEndOffset - from;
    }
    return total;
  };
  const fail = (error: unknown): void => {
    if (failure !== undefined) return;
    failure = error;
    stopped = true;
    for (const { reject } of waiting) reject(error);
    waiting = [];
    options.onFailure(error);
  };

  const cycle = (): number => {
    sort();
    const limit = budget === Number.POSITIVE_INFINITY ? budget : frontier(inputs, budget);
    let processed = 0;
    for (const tasks of groups) processed += drain(tasks, limit);
    for (const each of subTopologies) each.stageOffsets();
    for (const partition of inputs) partition.trim();
    // timestamps out of all order can leave nothing up to the frontier: then look further
    if (processed === 0 && limit !== Number.POSITIVE_INFINITY) budget *= 8;
    else budget = usualBudget;
    return processed;
  };

  const advance = (streamTime: number): number => {
    sort();
    let processed = 0;
    for (const tasks of groups) {
      processed += drain(tasks, Number.POSITIVE_INFINITY);
      for (const task of tasks) task.advance(streamTime);
    }
    // where topics form a circle, upstream ones may have got something to read
    for (const tasks of groups) processed += drain(tasks, Number.POSITIVE_INFINITY);
    for (const each of subTopologies) each.stageOffsets();
    for (const partition of inputs) partition.trim();
    return processed;
  };

  const commit = (served: typeof waiting): void => {
    const durable = log.dirty() ? log.commit() : Promise.all(outstanding).then(() => undefined);
    outstanding.push(durable);
    durable.then(
      () => {
        outstanding.splice(outstanding.indexOf(durable), 1);
        for (const { resolve } of served) resolve();
      },
      (error: unknown) => {
        for (const { reject } of served) reject(error);
        fail(error);
      },
    );
  };

  const run = async (): Promise<void> => {
    let served: typeof waiting = [];
    try {
      do {
        served = waiting;
        waiting = [];
        cycle();
        if (log.dirty() || served.length > 0) commit(served);
        served = [];
        if (outstanding.length >= COMMITS_AHEAD) await outstanding[0];
        await new Promise((resolve) => setImmediate(resolve));
      } while (!stopped && (waiting.length > 0 || log.dirty() || backlog() > 0));
    } catch (error) {
      waiting.push(...served);
      fail(error);
    } finally {
      scheduled = false;
    }
  };
  const wake = (): void => {
    if (scheduled || stopped) return;
    scheduled = true;
    running = new Promise((resolve) => setImmediate(() => void run().finally(resolve)));
  };

  return {
    add: (added) => {
      subTopologies = [...subTopologies, ...added];
      changed = true;
      wake();
    },
    remove: (queryId) => {
      for (const each of subTopologies) if (each.queryId === queryId) each.close();
      subTopologies = subTopologies.filter((each) => each.queryId !== queryId);
      changed = true;
    },
    wake,
    settled: () => {
      if (failure !== undefined) return Promise.reject(failure);
      if (stopped) return Promise.reject(new KsqlError('LOG_CLOSED', 'the engine was stopped'));
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        wake();
      });
    },
    backlog,
    cycle,
    advance,
    stop: async () => {
      stopped = true;
      await running;
      if (failure === undefined && log.dirty()) await log.commit();
      await Promise.allSettled(outstanding);
      for (const { reject } of waiting) reject(new KsqlError('LOG_CLOSED', 'the engine was stopped'));
      waiting = [];
    },
  };
}
