import type { Clock } from 'ksqlite/clock';
import type { Subscription, TopicRecord, Topics } from 'ksqlite/topics';
import { TOPICS } from '../../contracts/topic-names.ts';
import { childAbort } from '../concurrency/linked-abort.ts';
import type { Bell } from '../concurrency/notifier.ts';
import { within } from '../concurrency/wait-at-most.ts';
import type { SidecarConfig } from '../config.ts';
import { deadLetter } from '../dead-letter/dead-letter.ts';
import { type Assignment, createAssignments } from '../offsets/assignments.ts';
import { createCommitter, type Outcome, type Result } from '../offsets/committer.ts';
import { readAwaitingCar } from '../pricing/awaiting-car.ts';
import { type LookUp, priceCar } from '../pricing/price-car.ts';
import { subscribeUntil } from './subscribe-until.ts';
import { takeUpInOrder } from './take-up-in-order.ts';

/** How long an ending session waits for its last commit, and for the topics to let it go. */
const LAST_COMMIT_MS = 1_000;
const CLOSE_MS = 500;

export interface SessionDeps {
  readonly topics: Topics;
  readonly config: SidecarConfig;
  readonly clock: Clock;
  readonly lookUp: LookUp;
  /** Whether the price API is in a state to take up a car for; asked last. */
  readonly admits: () => boolean;
  /** Lookups that wait for a slot. */
  readonly waiting: () => number;
  /** Rung when a slot or a place for a car may have become free. */
  readonly bell: Bell;
  readonly onCarsUnderWay: (cars: number) => void;
  readonly onCommitted: (outcomes: readonly Outcome[]) => void;
}

/**
 * One subscription, from joining the group until `stop` fires or something fails, which it throws. Takes cars up just
 * ahead of the slots, prices them and commits the results; what is not committed at its end is as if never begun.
 */
export async function runSession(deps: SessionDeps, stop: AbortSignal): Promise<void> {
  const { topics, config, clock, bell } = deps;
  const life = childAbort(stop);
  const failures: unknown[] = [];
  const fail = (error: unknown) => {
    failures.push(error);
    life.abort();
  };
  const assignments = createAssignments(life.signal);
  const cars = new Set<Promise<void>>();
  let subscription: Subscription | undefined;

  const committer = createCommitter({
    commit: async (records, offsets) => subscription?.commit(records, offsets),
    isCurrent: assignments.isCurrent,
    onCommitted: (results) => {
      deps.onCommitted(results.map(({ outcome }) => outcome));
      changed();
    },
    onError: fail,
  });
  const underWay = () => assignments.pending() + committer.committing();
  const changed = () => {
    deps.onCarsUnderWay(underWay());
    bell.ring();
  };
  const finish = (result: Result) => {
    committer.add(result);
    changed();
  };
  const hasRoom = ({ tracker }: Assignment, { offset }: TopicRecord) =>
    deps.waiting() < 2 * config.slots && underWay() < config.maxCars && tracker.fits(offset) && deps.admits();

  const takeUp = (assignment: Assignment, record: TopicRecord) => {
    const { tracker, revoked } = assignment;
    if (!tracker.take(record.offset)) return;
    const { offset, timestamp } = record;
    const { car, reason } = readAwaitingCar(record.value);
    if (car === undefined) {
      finish({ assignment, offset, outcome: 'unreadable', record: deadLetter(record, reason) });
      return;
    }
    const pricing = priceCar(deps.lookUp, car, revoked)
      .then((priced) => {
        if (priced === undefined) return;
        const outcome = priced.situation === 'COMPLETE' ? 'priced' : 'failed';
        const value = JSON.stringify(priced);
        finish({
          assignment,
          offset,
          outcome,
          record: { topic: TOPICS.priced, key: priced.sku, value, timestamp },
        });
      })
      .catch(fail)
      .finally(() => cars.delete(pricing));
    cars.add(pricing);
    changed();
  };

  life.signal.addEventListener('abort', bell.ring);
  try {
    subscription = await subscribeUntil(
      topics,
      {
        group: config.group,
        topics: [TOPICS.awaitingPrice],
        from: 'earliest',
        onAssigned: (partitions) => {
          try {
            assignments.assign(partitions);
          } catch (error) {
            fail(error);
          }
        },
        onRevoked: (partitions) => {
          assignments.revoke(partitions);
          changed();
        },
      },
      stop,
    );
    const joined = subscription;
    if (joined !== undefined)
      await takeUpInOrder({
        poll: () => joined.poll(config.pollSize, life.signal),
        assignmentOf: assignments.of,
        hasRoom,
        takeUp,
        bell,
        signal: life.signal,
      });
  } catch (error) {
    fail(error);
  } finally {
    life.abort();
    await Promise.all(cars);
    await within(clock, LAST_COMMIT_MS, committer.settled());
    if (subscription !== undefined) await within(clock, CLOSE_MS, subscription.close());
    life.release();
    deps.onCarsUnderWay(0);
  }
  if (failures.length > 0) throw failures[0];
}
