import type { PartitionLog } from '../../log/topics/partition-log.ts';
import type { Task } from '../task.ts';
import { drain, hasMore } from './drain.ts';
import { frontier } from './frontier.ts';
import type { Schedule, TaskGroup } from './schedule.ts';

export interface CyclesOptions {
  readonly schedule: Schedule;
  /** Records that a cycle reads at most, about. */
  readonly cycleRecords: number;
  /** ms since any moment */
  readonly clock: () => number;
  /** wall clock, ms since the epoch */
  readonly now: () => number;
  /** A task threw. It ends that task's query, or throws what the query did not cause. */
  readonly onFailure: (task: Task, error: unknown) => void;
}

/**
 * Records that a cycle processes, for each that it reads, before the next one reads fewer: where a record becomes many
 * (EXPLODE), others are to have their turn all the same.
 */
const STEPS_A_RECORD = 20;

/** A cycle is cut that has taken so long: others have to have their turn. ms */
const CYCLE_MS = 20;
/** Then those whose turn is still to come do a little all the same: one busy group must not stop all behind it. ms */
const LEAST_GROUP_MS = 1;

/**
 * One cycle after the other, each in one turn of the event loop. A cycle takes the oldest part of what is unread, runs it
 * through every statement, upstream ones first, and ends with nothing in between left unread; so an input that is empty
 * when its task's turn comes has nothing under way either, and the task need not wait for it.
 *
 * What must stay true: a cycle ends, and soon. A group that has much to do, or takes long, is cut: the rest is for the next
 * cycle, which begins upstream again and reads no further than this one, and until then who reads what the group writes
 * reads nothing. So where cycles are cut changes no result. Statements that feed each other in a circle process so many
 * records in one, and the rest in the next.
 */
export class Cycles {
  readonly #schedule: Schedule;
  readonly #clock: () => number;
  readonly #now: () => number;
  readonly #onFailure: (task: Task, error: unknown) => void;
  readonly #usualBudget: number;
  /** Records that the next cycle reads at most, about. */
  #budget: number;
  /** The frontier of a cycle that was cut: until it is through, none is later. */
  #cutAt = Number.POSITIVE_INFINITY;
  #isStuck = false;
  /** By the topic that is written. */
  readonly #busyMs = new Map<string, number>();

  constructor({ schedule, cycleRecords, clock, now, onFailure }: CyclesOptions) {
    this.#schedule = schedule;
    this.#clock = clock;
    this.#now = now;
    this.#onFailure = onFailure;
    this.#usualBudget = cycleRecords;
    this.#budget = cycleRecords;
  }

  /** The last cycle found that all that is left waits for its schema: another one would find the same. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  /** How long cycles have worked for what is written to a topic, ms since the start. */
  busyMs(topic: string): number {
    return this.#busyMs.get(topic) ?? 0;
  }

  /** Runs one cycle, without a commit. @returns records processed */
  run(): number {
    const { groups, inputs } = this.#schedule;
    const budget = this.#budget;
    const next = budget === Number.POSITIVE_INFINITY ? budget : frontier(inputs, budget);
    const limit = Math.min(next, this.#cutAt);
    const { processed, isCut } = this.#runAll(groups, limit);
    this.#cutAt = isCut ? limit : Number.POSITIVE_INFINITY;
    if (this.#schedule.isTimed && this.#schedule.backlog() === 0) this.#closeByClock(groups);
    this.#end(inputs);
    this.#isStuck = processed === 0 && limit === Number.POSITIVE_INFINITY && this.#schedule.waits;
    this.#budget = this.#nextBudget(processed, limit);
    return processed;
  }

  #nextBudget(processed: number, limit: number): number {
    const budget = this.#budget;
    const usual = this.#usualBudget;
    const most = usual * STEPS_A_RECORD;
    // timestamps out of all order can leave nothing up to the frontier: then look further
    if (processed === 0 && limit !== Number.POSITIVE_INFINITY) return budget * 8;
    if (processed > most) return Math.max(1, Math.floor((Math.min(budget, usual) * most) / processed));
    return Math.min(usual, budget * 2);
  }

  /**
   * Moves the stream time of every task without a record, upstream first, and runs what that makes: windows of EMIT FINAL
   * close, unmatched records of outer joins leave. What is unread is processed before. Without a commit, as `run`. A
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
          this.#onFailure(task, error);
        }
    }
    // where topics form a circle, upstream ones may have got something to read
    for (const group of groups) processed += this.#run(group, Number.POSITIVE_INFINITY, mostOf(group));
    this.#end(inputs);
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
          this.#onFailure(task, error);
        }
    }
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
    return drain(group.tasks, { frontier: upTo, most, ...limits, onFailure: this.#onFailure });
  }

  #hasMore(group: TaskGroup, upTo: number): boolean {
    return hasMore(group.tasks, { frontier: upTo, onFailure: this.#onFailure });
  }

  /** @param inputs those of the cycle: a query that failed in it reads none any more */
  #end(inputs: ReadonlySet<PartitionLog>): void {
    for (const each of this.#schedule.subTopologies) each.stageOffsets();
    for (const partition of inputs) partition.trim();
  }
}

/** What it leaves is for the next cycle, and so is what depends on it. */
const canBeCut = ({ isCyclic, most }: TaskGroup): boolean => !isCyclic && most !== Number.POSITIVE_INFINITY;

/** Where a cycle must not be cut. */
const mostOf = ({ isCyclic, most }: TaskGroup): number => (isCyclic ? most : Number.POSITIVE_INFINITY);
