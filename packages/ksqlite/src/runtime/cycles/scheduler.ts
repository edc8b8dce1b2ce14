import { isLogFailure, KsqlError } from '../../errors/ksql-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import type { PartitionLog } from '../../log/topics/partition-log.ts';
import type { RunningSubTopology } from '../running-sub-topology.ts';
import type { Task } from '../task.ts';
import { drain, hasMore } from './drain.ts';
import { frontier } from './frontier.ts';
import { Schedule, type TaskGroup } from './schedule.ts';

export interface SchedulerOptions {
  readonly log: TopicLog;
  /** The log failed: nothing runs any more. */
  readonly onFailure: (error: unknown) => void;
  /** An operator of a query threw: the query reads nothing any more. The record where it was is unread. */
  readonly onQueryFailure: (queryId: string, where: string, error: unknown) => void;
  /** Records a cycle reads at most, about. */
  readonly cycleRecords?: number;
  /** ms since any moment; default: a clock that stands still, so that no cycle is cut for the time that it takes. */
  readonly clock?: () => number;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  /**
   * Calls what it is given now and then, until what it returns is called: windows that close by the wall clock are looked for then.
   * Default: never.
   */
  readonly ticks?: Ticks | undefined;
}

export type Ticks = (tick: () => void) => () => void;

/** Cycles whose commits may be under way: more would only hold memory. */
const COMMITS_AHEAD = 4;
/**
 * Records that a cycle processes, for each that it reads, before the next one reads fewer: where a record becomes many
 * (EXPLODE), others are to have their turn all the same.
 */
const STEPS_A_RECORD = 20;

/** A cycle is cut that has taken so long: others have to have their turn. ms */
const CYCLE_MS = 20;
/** Then those whose turn is still to come do a little all the same: one busy group must not stop all behind it. ms */
const LEAST_GROUP_MS = 1;

/** Someone who asked when all that was appended so far is durable. */
interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs all statements in cycles. A cycle takes the oldest part of what is unread, runs it through every statement,
 * upstream ones first, and ends with nothing in between left unread; so an input that is empty when its task's turn
 * comes has nothing under way either, and the task need not wait for it. What cycles did is committed together: at
 * once when the disk is idle, else as soon as the commit before is done.
 *
 * What must stay true: a cycle ends, and soon. A group that has much to do, or takes long, is cut: the rest is for the next cycle, which begins
 * upstream again and reads no further than this one, and until then who reads what the group writes reads nothing. So where
 * cycles are cut changes no result. Statements that feed each other in a circle process so many records in one, and the
 * rest in the next. A query that fails ends alone, its record unread, while the others run on. Only a failure of the
 * log ends all.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #log: TopicLog;
  readonly #schedule: Schedule;
  readonly #clock: () => number;
  /** By the topic that is written. */
  readonly #busyMs = new Map<string, number>();
  readonly #now: () => number;
  #stopTicks: (() => void) | undefined;
  readonly #usualBudget: number;
  /** Records that the next cycle reads at most, about. */
  #budget: number;
  /** The frontier of a cycle that was cut: until it is through, none is later. */
  #cutAt = Number.POSITIVE_INFINITY;
  #isScheduled = false;
  /** The last cycle found that all that is left waits for its schema: another one would find the same, until someone calls `wake`. */
  #isStuck = false;
  /** `wake` was called since the last cycle. */
  #isWoken = false;
  /** Of those who wait until it is not stuck. */
  #onReadable: (() => void)[] = [];
  /** Resolves when what was scheduled last has ended. */
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;
  #failure: unknown;
  #waiting: Waiter[] = [];
  /** Commits that are under way: a cycle waits while there are `COMMITS_AHEAD` of them. */
  readonly #outstanding: Promise<void>[] = [];
  /** Ends the task's query, and no other. Throws what the query did not cause. */
  readonly #onTaskFailure = (task: Task, error: unknown): void => {
    const queryId = this.#schedule.queryOf(task);
    if (queryId === undefined || isLogFailure(error)) throw error;
    this.#schedule.halt(queryId);
    for (const each of this.#schedule.of(queryId)) each.fail();
    this.#options.onQueryFailure(queryId, placeOf(task), error);
  };

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#clock = options.clock ?? (() => 0);
    this.#now = options.now;
    this.#usualBudget = options.cycleRecords ?? 500;
    this.#budget = this.#usualBudget;
    this.#schedule = new Schedule(this.#usualBudget);
  }

  add(subTopologies: readonly RunningSubTopology[]): void {
    this.#schedule.add(subTopologies);
    if (subTopologies.some(({ closeAfterMs }) => closeAfterMs !== undefined))
      this.#stopTicks ??= this.#options.ticks?.(() => this.wake());
    this.wake();
  }

  remove(queryId: string): void {
    for (const each of this.#schedule.take(queryId)) each.close();
  }

  /** Removes a query of which offsets and state are kept. */
  detach(queryId: string): void {
    for (const each of this.#schedule.take(queryId)) {
      each.stageOffsets();
      each.detach();
    }
  }

  /** The query reads nothing until `resume`; all others run on. */
  pause(queryId: string): void {
    for (const each of this.#schedule.of(queryId)) each.pause();
    this.#schedule.halt(queryId);
  }

  resume(queryId: string): void {
    for (const each of this.#schedule.of(queryId)) each.resume();
    this.#schedule.resume(queryId);
    this.wake();
  }

  /** There may be something to do or to commit. */
  wake(): void {
    this.#isWoken = true;
    if (this.#isScheduled || this.#isStopped) return;
    this.#isScheduled = true;
    this.#running = new Promise((resolve) => setImmediate(() => void this.#runCycles().finally(resolve)));
  }

  /**
   * Resolves once all that was appended so far is durable, together with what statements made of the oldest part of
   * it: they may still be behind, see `backlog`. Rejects when the log failed.
   */
  settled(): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#isStopped) return Promise.reject(stoppedError());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.wake();
    });
  }

  /** How long cycles have worked for what is written to a topic, ms since the start. */
  busyMs(topic: string): number {
    return this.#busyMs.get(topic) ?? 0;
  }

  /** Records that the statements have not read yet, those left out that are paused or have failed. */
  backlog(): number {
    return this.#schedule.backlog();
  }

  /** Resolves when statements can read, or have read, more: at once, but where all that is left waits for a schema. */
  readable(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#isStuck && !this.#isStopped) this.#onReadable.push(resolve);
      else resolve();
    });
  }

  /** Runs one cycle at once, without a commit: for drivers that move time by hand. Returns records processed. */
  cycle(): number {
    this.#isWoken = false;
    const { groups, inputs } = this.#schedule;
    const budget = this.#budget;
    const next = budget === Number.POSITIVE_INFINITY ? budget : frontier(inputs, budget);
    const limit = Math.min(next, this.#cutAt);
    const { processed, isCut } = this.#runAll(groups, limit);
    this.#cutAt = isCut ? limit : Number.POSITIVE_INFINITY;
    if (this.#schedule.isTimed && this.backlog() === 0) this.#closeByClock(groups);
    this.#endCycle(inputs);
    this.#isStuck = processed === 0 && limit === Number.POSITIVE_INFINITY && this.#schedule.waits;
    if (!this.#isStuck) this.#tellReaders();
    const most = this.#usualBudget * STEPS_A_RECORD;
    // timestamps out of all order can leave nothing up to the frontier: then look further
    if (processed === 0 && limit !== Number.POSITIVE_INFINITY) this.#budget *= 8;
    else if (processed > most)
      this.#budget = Math.max(1, Math.floor((Math.min(budget, this.#usualBudget) * most) / processed));
    else this.#budget = Math.min(this.#usualBudget, budget * 2);
    return processed;
  }

  /**
   * Moves the stream time of every task without a record, upstream first, and runs what that makes: windows of EMIT FINAL
   * close, unmatched records of outer joins leave. What is unread is processed before. Without a commit, as `cycle`. A
   * record that comes later with an earlier time may be late.
   *
   * @param streamTime ms since the epoch
   * @returns records processed
   */
  advance(streamTime: number): number {
    const { groups, inputs } = this.#schedule;
    let processed = 0;
    for (const group of groups) {
      processed += this.#run(group, Number.POSITIVE_INFINITY, mostOf(group));
      for (const task of group.tasks)
        try {
          task.advance(streamTime);
        } catch (error) {
          this.#onTaskFailure(task, error);
        }
    }
    // where topics form a circle, upstream ones may have got something to read
    for (const group of groups) processed += this.#run(group, Number.POSITIVE_INFINITY, mostOf(group));
    this.#endCycle(inputs);
    return processed;
  }

  /** All is read: what waits for its time in tasks that follow the wall clock leaves when it has come. */
  #closeByClock(groups: readonly TaskGroup[]): void {
    const now = this.#now();
    for (const group of groups) {
      // upstream ones may have written something just now
      if (group.timed.length > 0) this.#run(group, Number.POSITIVE_INFINITY, mostOf(group));
      for (const { task, afterMs } of group.timed)
        try {
          task.advanceDue(now - afterMs);
        } catch (error) {
          this.#onTaskFailure(task, error);
        }
    }
  }

  /** Stops between two cycles and commits what was done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#tellReaders();
    this.#stopTicks?.();
    await this.#running;
    if (this.#failure === undefined && this.#log.dirty()) await this.#log.commit();
    await Promise.allSettled(this.#outstanding);
    for (const { reject } of this.#waiting) reject(stoppedError());
    this.#waiting = [];
  }

  /** Runs groups, upstream first. @returns records processed, and whether a group was cut */
  #runAll(
    groups: readonly TaskGroup[],
    upTo: number,
  ): { readonly processed: number; readonly isCut: boolean } {
    let processed = 0;
    /** Topics to which something is still to be written, up to the frontier; undefined: none. */
    let unfinished: Set<string> | undefined;
    const clock = this.#clock;
    const end = clock() + CYCLE_MS;
    let groupEnd = end;
    const isSpent = (): boolean => clock() > groupEnd;
    for (const group of groups) {
      let isCut = unfinished !== undefined && group.inputTopics.some((topic) => unfinished?.has(topic));
      if (!isCut) {
        const begun = clock();
        groupEnd = Math.max(end, begun + LEAST_GROUP_MS);
        const own = this.#run(group, upTo, group.most, isSpent);
        if (own > 0) this.#addBusy(group, clock() - begun);
        processed += own;
        isCut = (own >= group.most || isSpent()) && canBeCut(group) && this.#hasMore(group, upTo);
      }
      if (!isCut) continue;
      unfinished ??= new Set();
      for (const topic of group.outputTopics) unfinished.add(topic);
    }
    return { processed, isCut: unfinished !== undefined };
  }

  #addBusy({ outputTopics: [topic = ''] }: TaskGroup, ms: number): void {
    this.#busyMs.set(topic, (this.#busyMs.get(topic) ?? 0) + ms);
  }

  /** @param isSpent it has had its time; default: never */
  #run(group: TaskGroup, upTo: number, most: number, isSpent?: () => boolean): number {
    const limits = isSpent === undefined || most === Number.POSITIVE_INFINITY ? {} : { isSpent };
    return drain(group.tasks, { frontier: upTo, most, ...limits, onFailure: this.#onTaskFailure });
  }

  #hasMore(group: TaskGroup, upTo: number): boolean {
    return hasMore(group.tasks, { frontier: upTo, onFailure: this.#onTaskFailure });
  }

  /** @param inputs those of the cycle: a query that failed in it reads none any more */
  #endCycle(inputs: ReadonlySet<PartitionLog>): void {
    for (const each of this.#schedule.subTopologies) each.stageOffsets();
    for (const partition of inputs) partition.trim();
  }

  async #runCycles(): Promise<void> {
    let served: readonly Waiter[] = [];
    try {
      do {
        served = this.#waiting;
        this.#waiting = [];
        this.cycle();
        if (this.#log.dirty() || served.length > 0) this.#commit(served);
        served = [];
        if (this.#outstanding.length >= COMMITS_AHEAD) await this.#outstanding[0];
        await new Promise((resolve) => setImmediate(resolve));
      } while (!this.#isStopped && this.#hasWork());
    } catch (error) {
      this.#waiting.push(...served);
      this.#fail(error);
    } finally {
      this.#isScheduled = false;
    }
  }

  #hasWork(): boolean {
    return (
      this.#waiting.length > 0 ||
      this.#log.dirty() ||
      ((!this.#isStuck || this.#isWoken) && this.backlog() > 0)
    );
  }

  #tellReaders(): void {
    if (this.#onReadable.length > 0) for (const resolve of this.#onReadable.splice(0)) resolve();
  }

  #commit(served: readonly Waiter[]): void {
    const outstanding = this.#outstanding;
    const durable = this.#log.dirty() ? this.#log.commit() : Promise.all(outstanding).then(() => undefined);
    outstanding.push(durable);
    durable.then(
      () => {
        outstanding.splice(outstanding.indexOf(durable), 1);
        for (const { resolve } of served) resolve();
      },
      (error: unknown) => {
        for (const { reject } of served) reject(error);
        this.#fail(error);
      },
    );
  }

  #fail(error: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#isStopped = true;
    this.#tellReaders();
    for (const { reject } of this.#waiting) reject(error);
    this.#waiting = [];
    this.#options.onFailure(error);
  }
}

/** What it leaves is for the next cycle, and so is what depends on it. */
const canBeCut = ({ isCyclic, most }: TaskGroup): boolean => !isCyclic && most !== Number.POSITIVE_INFINITY;

/** Where a cycle must not be cut. */
const mostOf = ({ isCyclic, most }: TaskGroup): number => (isCyclic ? most : Number.POSITIVE_INFINITY);

function placeOf({ failedAt }: Task): string {
  if (failedAt === undefined) return 'when time moved on';
  return `topic ${failedAt.topic}, partition ${failedAt.partition}, offset ${failedAt.offset}`;
}

function stoppedError(): KsqlError {
  return new KsqlError('LOG_CLOSED', 'the engine was stopped');
}
