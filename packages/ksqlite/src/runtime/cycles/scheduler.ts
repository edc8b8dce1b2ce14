import { isLogFailure, KsqlError } from '../../errors/ksql-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import type { RunningSubTopology } from '../running-sub-topology.ts';
import type { Task } from '../task.ts';
import { Cycles } from './cycles.ts';
import { Schedule } from './schedule.ts';

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

/** Someone who asked when all that was appended so far is durable. */
interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs all statements in cycles while there is work. What cycles did is committed together: at once when the disk is idle,
 * else as soon as the commit before is done. A query that fails ends alone, its record unread, while the others run on. Only
 * a failure of the log ends all.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #log: TopicLog;
  readonly #schedule: Schedule;
  readonly #cycles: Cycles;
  #stopTicks: (() => void) | undefined;
  #isScheduled = false;
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
    const { cycleRecords = 500, clock = () => 0, now } = options;
    this.#schedule = new Schedule(cycleRecords);
    this.#cycles = new Cycles({
      schedule: this.#schedule,
      cycleRecords,
      clock,
      now,
      onFailure: this.#onTaskFailure,
    });
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
    return this.#cycles.busyMs(topic);
  }

  /** Records that the statements have not read yet, those left out that are paused or have failed. */
  backlog(): number {
    return this.#schedule.backlog();
  }

  /** Resolves when statements can read, or have read, more: at once, but where all that is left waits for a schema. */
  readable(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#cycles.isStuck && !this.#isStopped) this.#onReadable.push(resolve);
      else resolve();
    });
  }

  /** Runs one cycle at once, without a commit: for drivers that move time by hand. @returns records processed */
  cycle(): number {
    this.#isWoken = false;
    const processed = this.#cycles.run();
    if (!this.#cycles.isStuck) this.#tellReaders();
    return processed;
  }

  /** See Cycles.advance. @param streamTime ms since the epoch @returns records processed */
  advance(streamTime: number): number {
    return this.#cycles.advance(streamTime);
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
      ((!this.#cycles.isStuck || this.#isWoken) && this.backlog() > 0)
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

function placeOf({ failedAt }: Task): string {
  if (failedAt === undefined) return 'when time moved on';
  return `topic ${failedAt.topic}, partition ${failedAt.partition}, offset ${failedAt.offset}`;
}

function stoppedError(): KsqlError {
  return new KsqlError('LOG_CLOSED', 'the engine was stopped');
}
