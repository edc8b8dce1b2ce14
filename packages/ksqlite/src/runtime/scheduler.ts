import { isLogFailure, KsqlError } from '../errors/ksql-error.ts';
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
  /** The query reads nothing until `resume`; all others run on. */
  pause(queryId: string): void;
  resume(queryId: string): void;
  /** Removes a query of which offsets and state are kept. */
  detach(queryId: string): void;
  /** There may be something to do or to commit. */
  wake(): void;
  /**
   * Resolves once all that was appended so far is durable, together with what statements made of the oldest part of
   * it: they may still be behind, see `backlog`. Rejects when the log failed.
   */
  settled(): Promise<void>;
  /** Records that the statements have not read yet, those left out that are paused or have failed. */
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
  /** The log failed: nothing runs any more. */
  readonly onFailure: (error: unknown) => void;
  /** An operator of a query threw: the query reads nothing any more. The record where it was is unread. */
  readonly onQueryFailure: (queryId: string, where: string, error: unknown) => void;
  /** Records a cycle reads at most, about. */
  readonly cycleRecords?: number;
}

/** Cycles whose commits may be under way: more would only hold memory. */
const COMMITS_AHEAD = 4;
/**
 * Records that a cycle processes, for each that it reads, before the next one reads fewer: where a record becomes many
 * (EXPLODE), others are to have their turn all the same.
 */
const STEPS_A_RECORD = 20;

/** Tasks that write to one topic. */
interface Group {
  readonly tasks: readonly Task[];
  /** Records that they process in one cycle. */
  readonly most: number;
}

function placeOf({ failedAt }: Task): string {
  if (failedAt === undefined) return 'when time moved on';
  return `topic ${failedAt.topic}, partition ${failedAt.partition}, offset ${failedAt.offset}`;
}

/**
 * Runs all statements in cycles. A cycle takes the oldest part of what is unread, runs it through every statement,
 * upstream ones first, and ends with nothing in between left unread; so an input that is empty when its task's turn
 * comes has nothing under way either, and the task need not wait for it. What cycles did is committed together: at
 * once when the disk is idle, else as soon as the commit before is done.
 *
 * What must stay true: a cycle ends. Statements that feed each other in a circle process so many records in one, and the
 * rest in the next; and a query that fails ends alone, its record unread, while the others run on. Only a failure of the
 * log ends all.
 */
export function scheduler(options: SchedulerOptions): Scheduler {
  const { log } = options;
  const usualBudget = options.cycleRecords ?? 500;
  let budget = usualBudget;
  let subTopologies: RunningSubTopology[] = [];
  /** `groups` and `inputs` are not of `subTopologies` yet. */
  let changed = false;
  let groups: readonly Group[] = [];
  /** Ids of queries that are paused or have failed. */
  const halted = new Set<string>();
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
    const running = subTopologies.filter(({ queryId }) => !halted.has(queryId));
    groups = orderSubTopologies(running).map(({ members, isCyclic }) => ({
      tasks: members.flatMap(({ tasks }) => tasks),
      most: isCyclic ? usualBudget : Number.POSITIVE_INFINITY,
    }));
    inputs = new Set(running.flatMap((each) => each.cursors.map((cursor) => cursor.log)));
  };
  const take = (queryId: string): readonly RunningSubTopology[] => {
    const taken = subTopologies.filter((each) => each.queryId === queryId);
    subTopologies = subTopologies.filter((each) => each.queryId !== queryId);
    halted.delete(queryId);
    changed = true;
    return taken;
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

  const onTaskFailure = (task: Task, error: unknown): void => {
    const queryId = subTopologies.find(({ tasks }) => tasks.includes(task))?.queryId;
    if (queryId === undefined || isLogFailure(error)) throw error;
    halted.add(queryId);
    changed = true;
    for (const each of subTopologies) if (each.queryId === queryId) each.fail();
    options.onQueryFailure(queryId, placeOf(task), error);
  };
  const run = (group: Group, upTo: number): number =>
    drain(group.tasks, { frontier: upTo, most: group.most, onFailure: onTaskFailure });
  const endCycle = (): void => {
    for (const each of subTopologies) each.stageOffsets();
    for (const partition of inputs) partition.trim();
  };
  const cycle = (): number => {
    sort();
    const limit = budget === Number.POSITIVE_INFINITY ? budget : frontier(inputs, budget);
    let processed = 0;
    for (const group of groups) processed += run(group, limit);
    endCycle();
    const most = usualBudget * STEPS_A_RECORD;
    // timestamps out of all order can leave nothing up to the frontier: then look further
    if (processed === 0 && limit !== Number.POSITIVE_INFINITY) budget *= 8;
    else if (processed > most)
      budget = Math.max(1, Math.floor((Math.min(budget, usualBudget) * most) / processed));
    else budget = Math.min(usualBudget, budget * 2);
    return processed;
  };

  const advance = (streamTime: number): number => {
    sort();
    let processed = 0;
    for (const group of groups) {
      processed += run(group, Number.POSITIVE_INFINITY);
      for (const task of group.tasks)
        try {
          task.advance(streamTime);
        } catch (error) {
          onTaskFailure(task, error);
        }
    }
    // where topics form a circle, upstream ones may have got something to read
    for (const group of groups) processed += run(group, Number.POSITIVE_INFINITY);
    endCycle();
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

  const runCycles = async (): Promise<void> => {
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
    running = new Promise((resolve) => setImmediate(() => void runCycles().finally(resolve)));
  };

  return {
    add: (added) => {
      subTopologies = [...subTopologies, ...added];
      changed = true;
      wake();
    },
    remove: (queryId) => {
      for (const each of take(queryId)) each.close();
    },
    detach: (queryId) => {
      for (const each of take(queryId)) {
        each.stageOffsets();
        each.detach();
      }
    },
    pause: (queryId) => {
      for (const each of subTopologies) if (each.queryId === queryId) each.pause();
      halted.add(queryId);
      changed = true;
    },
    resume: (queryId) => {
      for (const each of subTopologies) if (each.queryId === queryId) each.resume();
      halted.delete(queryId);
      changed = true;
      wake();
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
