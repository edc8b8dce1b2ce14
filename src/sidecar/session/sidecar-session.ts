/**
 * One subscription, from joining the group until `stop` fires or something fails: takes cars up just ahead of the slots,
 * prices them and commits the results with the offsets.
 *
 * What must stay true: what is not committed at the session's end is as if never begun, so the next session begins from
 * what is committed; a car of a partition that was revoked is dropped, and nothing of it is committed.
 */
import type { Clock } from 'ksqlite/clock';
import type { Subscription, TopicRecord, Topics } from 'ksqlite/topics';
import { TOPICS } from '../../contracts/topic-names.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import type { Notifier } from '../concurrency/notifier.ts';
import { waitAtMost } from '../concurrency/wait-at-most.ts';
import type { SidecarConfig } from '../config.ts';
import { deadLetter } from '../dead-letter/dead-letter.ts';
import { type Assignment, Assignments } from '../offsets/assignments.ts';
import { Committer, type Outcome, type Result } from '../offsets/committer.ts';
import { readAwaitingCar } from '../pricing/awaiting-car.ts';
import { type LookUp, priceCar } from '../pricing/price-car.ts';
import { subscribeUntil } from './subscribe-until.ts';
import { takeUpInOrder } from './take-up-in-order.ts';

/** How long an ending session waits for its last commit, and for the topics to let it go. */
const LAST_COMMIT_MS = 1_000;
const CLOSE_MS = 500;

export interface SessionOptions {
  readonly topics: Topics;
  readonly config: SidecarConfig;
  readonly clock: Clock;
  readonly lookUp: LookUp;
  /** Whether the price API is in a state to take up a car for; asked last. */
  readonly allowsCar: () => boolean;
  /** Lookups that wait for a slot. */
  readonly waiting: () => number;
  /** Notified when a slot or a place for a car may have become free. */
  readonly notifier: Notifier;
  readonly onCarsUnderWay: (cars: number) => void;
  readonly onCommitted: (outcomes: readonly Outcome[]) => void;
}

export class SidecarSession {
  readonly #options: SessionOptions;
  readonly #stop: AbortSignal;
  readonly #life: LinkedAbortController;
  readonly #assignments: Assignments;
  readonly #committer: Committer;
  readonly #cars = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];
  #subscription: Subscription | undefined;

  constructor(options: SessionOptions, stop: AbortSignal) {
    this.#options = options;
    this.#stop = stop;
    this.#life = new LinkedAbortController(stop);
    this.#assignments = new Assignments(this.#life.signal);
    this.#committer = new Committer({
      commit: async (records, offsets) => this.#subscription?.commit(records, offsets),
      isCurrent: (assignment) => this.#assignments.isCurrent(assignment),
      onCommitted: (results) => {
        options.onCommitted(results.map(({ outcome }) => outcome));
        this.#changed();
      },
      onError: (error) => this.#fail(error),
    });
  }

  /** Runs it to its end; once. Throws what failed first. */
  async run(): Promise<void> {
    const { clock, notifier, onCarsUnderWay } = this.#options;
    this.#life.signal.addEventListener('abort', notifier.notify);
    try {
      this.#subscription = await this.#subscribe();
      if (this.#subscription !== undefined) await this.#takeUpFrom(this.#subscription);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#life.abort();
      await Promise.all(this.#cars);
      await waitAtMost(clock, LAST_COMMIT_MS, this.#committer.settled());
      if (this.#subscription !== undefined) await waitAtMost(clock, CLOSE_MS, this.#subscription.close());
      this.#life.release();
      onCarsUnderWay(0);
    }
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  #subscribe(): Promise<Subscription | undefined> {
    const { topics, config } = this.#options;
    return subscribeUntil(
      topics,
      {
        group: config.group,
        topics: [TOPICS.awaitingPrice],
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
      this.#stop,
    );
  }

  #takeUpFrom(subscription: Subscription): Promise<void> {
    const { config, notifier } = this.#options;
    const { signal } = this.#life;
    return takeUpInOrder({
      poll: () => subscription.poll(config.pollSize, signal),
      assignmentOf: (record) => this.#assignments.of(record),
      hasRoom: (assignment, record) => this.#hasRoom(assignment, record),
      takeUp: (assignment, record) => this.#takeUp(assignment, record),
      notifier,
      signal,
    });
  }

  #hasRoom({ tracker }: Assignment, { offset }: TopicRecord): boolean {
    const { config, waiting, allowsCar } = this.#options;
    return (
      waiting() < 2 * config.slots && this.#underWay() < config.maxCars && tracker.fits(offset) && allowsCar()
    );
  }

  #takeUp(assignment: Assignment, record: TopicRecord): void {
    const { tracker, revoked } = assignment;
    const { offset, timestamp } = record;
    if (!tracker.take(offset)) return;
    const { car, reason } = readAwaitingCar(record.value);
    if (car === undefined) {
      this.#finish({ assignment, offset, outcome: 'unreadable', record: deadLetter(record, reason) });
      return;
    }
    const pricing = priceCar(this.#options.lookUp, car, revoked)
      .then((priced) => {
        if (priced === undefined) return;
        this.#finish({
          assignment,
          offset,
          outcome: priced.situation === 'COMPLETE' ? 'priced' : 'failed',
          record: { topic: TOPICS.priced, key: priced.sku, value: JSON.stringify(priced), timestamp },
        });
      })
      .catch((error) => this.#fail(error))
      .finally(() => this.#cars.delete(pricing));
    this.#cars.add(pricing);
    this.#changed();
  }

  #finish(result: Result): void {
    this.#committer.add(result);
    this.#changed();
  }

  #fail(error: unknown): void {
    this.#failures.push(error);
    this.#life.abort();
  }

  #underWay(): number {
    return this.#assignments.pending() + this.#committer.committing();
  }

  #changed(): void {
    this.#options.onCarsUnderWay(this.#underWay());
    this.#options.notifier.notify();
  }
}
