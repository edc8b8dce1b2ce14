/**
 * One subscription, from joining the group until `stop` fires or something fails: takes records up just ahead of the slots,
 * has them worked on and commits the results with the offsets.
 *
 * What must stay true: what is not committed at the session's end is as if never begun, so the next session begins from
 * what is committed; a record of a partition that was revoked is dropped, and nothing of it is committed. Where the order of
 * a key is kept, no record is begun before the results of the one before it are with the committer, which keeps their order.
 */
import type { Clock } from '../../clock/index.ts';
import type { Subscription, TopicRecord, Topics } from '../../topics/port.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import type { Notifier } from '../concurrency/notifier.ts';
import { waitAtMost } from '../concurrency/wait-at-most.ts';
import { type Assignment, Assignments } from '../offsets/assignments.ts';
import { Committer } from '../offsets/committer.ts';
import type { Finished } from '../record/finished.ts';
import { KeyOrder } from './key-order.ts';
import { subscribeUntil } from './subscribe-until.ts';
import { takeUpInOrder } from './take-up-in-order.ts';

/** How long an ending session waits for its last commit, and for the topics to let it go. */
const LAST_COMMIT_MS = 1_000;
const CLOSE_MS = 500;

/** What is done with a record: at once, or later; undefined when `signal` fired first. A rejection ends the session. */
export type Work = (record: TopicRecord, signal: AbortSignal) => Finished | Promise<Finished | undefined>;

export interface SessionOptions {
  readonly topics: Topics;
  readonly from: readonly string[];
  readonly group: string;
  /** records of one poll, at most */
  readonly pollSize: number;
  /** records under way, at most */
  readonly maxUnderWay: number;
  /** whether records of one key are worked on one after the other */
  readonly keepsKeyOrder: boolean;
  readonly clock: Clock;
  readonly work: Work;
  /** Whether there is room for another record besides; asked last, a yes is counted. */
  readonly hasRoom: () => boolean;
  /** Notified when there may be room. */
  readonly notifier: Notifier;
  /** Fires when nothing more is to be taken up: what is under way is finished and committed, then the session ends. */
  readonly finish: AbortSignal;
  readonly onUnderWay: (records: number) => void;
  readonly onCommitted: (done: readonly Finished[]) => void;
}

export class EnrichSession {
  readonly #options: SessionOptions;
  readonly #life: LinkedAbortController;
  /** fires when nothing more is to be taken up */
  readonly #taking: LinkedAbortController;
  readonly #assignments: Assignments;
  readonly #committer: Committer;
  readonly #keys = new KeyOrder();
  readonly #underWay = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];
  #subscription: Subscription | undefined;

  constructor(options: SessionOptions, stop: AbortSignal) {
    this.#options = options;
    this.#life = new LinkedAbortController(stop);
    this.#taking = new LinkedAbortController(this.#life.signal, options.finish);
    this.#assignments = new Assignments(this.#life.signal);
    this.#committer = new Committer({
      commit: async (records, offsets) => this.#subscription?.commit(records, offsets),
      isCurrent: (assignment) => this.#assignments.isCurrent(assignment),
      onCommitted: (results) => {
        options.onCommitted(results);
        this.#changed();
      },
      onError: (error) => this.#fail(error),
    });
  }

  /** Runs it to its end; once. Throws what failed first. */
  async run(): Promise<void> {
    const { clock, notifier, onUnderWay } = this.#options;
    this.#taking.signal.addEventListener('abort', notifier.notify);
    try {
      this.#subscription = await this.#subscribe();
      if (this.#subscription !== undefined) {
        await this.#takeUpFrom(this.#subscription);
        if (!this.#life.signal.aborted) await this.#finishUnderWay();
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#life.abort();
      await Promise.all(this.#underWay);
      await waitAtMost(clock, LAST_COMMIT_MS, this.#committer.settled());
      if (this.#subscription !== undefined) await waitAtMost(clock, CLOSE_MS, this.#subscription.close());
      this.#taking.release();
      this.#life.release();
      onUnderWay(0);
    }
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  #subscribe(): Promise<Subscription | undefined> {
    const { topics, group, from } = this.#options;
    return subscribeUntil(
      topics,
      {
        group,
        topics: from,
        from: 'earliest',
        onAssigned: (partitions) => {
          try {
            this.#assignments.assign(partitions);
          } catch (error) {
            this.#fail(error);
          }
        },
        onRevoked: (partitions) => {
          this.#assignments.revoke(partitions);
          this.#changed();
        },
      },
      this.#taking.signal,
    );
  }

  #takeUpFrom(subscription: Subscription): Promise<void> {
    const { pollSize, notifier } = this.#options;
    const { signal } = this.#taking;
    return takeUpInOrder({
      poll: () => subscription.poll(pollSize, signal),
      assignmentOf: (record) => this.#assignments.of(record),
      hasRoom: (assignment, record) => this.#hasRoom(assignment, record),
      takeUp: (assignment, record) => this.#takeUp(assignment, record),
      notifier,
      signal,
    });
  }

  async #finishUnderWay(): Promise<void> {
    await Promise.all(this.#underWay);
    await this.#committer.settled();
  }

  #hasRoom({ tracker }: Assignment, { offset }: TopicRecord): boolean {
    const { maxUnderWay, hasRoom } = this.#options;
    return this.#countUnderWay() < maxUnderWay && tracker.fits(offset) && hasRoom();
  }

  #takeUp(assignment: Assignment, record: TopicRecord): void {
    const { keepsKeyOrder, work } = this.#options;
    if (!assignment.tracker.take(record.offset)) return;
    const before = keepsKeyOrder ? this.#keys.before(record) : undefined;
    const begin = () => work(record, assignment.revoked);
    const finished = before === undefined ? begin() : before.then(begin);
    if (!(finished instanceof Promise)) {
      this.#finish(assignment, record, finished);
      return;
    }
    const done = finished
      .then((result) => {
        if (result !== undefined) this.#finish(assignment, record, result);
      })
      .catch((error) => this.#fail(error))
      .finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
    if (keepsKeyOrder) this.#keys.add(record, done);
    this.#changed();
  }

  #finish(assignment: Assignment, { offset }: TopicRecord, finished: Finished): void {
    this.#committer.add({ ...finished, assignment, offset });
    this.#changed();
  }

  #fail(error: unknown): void {
    this.#failures.push(error);
    this.#life.abort();
  }

  #countUnderWay(): number {
    return this.#assignments.pending() + this.#committer.committing();
  }

  #changed(): void {
    this.#options.onUnderWay(this.#countUnderWay());
    this.#options.notifier.notify();
  }
}
