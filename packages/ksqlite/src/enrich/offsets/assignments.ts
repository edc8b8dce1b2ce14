import type { CommittedOffset, TopicRecord } from '../../topics/port.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import { OffsetTracker } from './offset-tracker.ts';

interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** One partition for as long as it is ours; assigned again it is another assignment. */
export interface Assignment extends TopicPartition {
  readonly tracker: OffsetTracker;
  /** fires when the partition is revoked */
  readonly revoked: AbortSignal;
}

/** The partitions that are this member's now; all are given back when `life` ends. */
export class Assignments {
  readonly #life: AbortSignal;
  readonly #current = new Map<
    string,
    { readonly assignment: Assignment; readonly end: LinkedAbortController }
  >();

  constructor(life: AbortSignal) {
    this.#life = life;
  }

  /** Rebuilds the trackers from what is committed. Throws when the metadata there was not written by an OffsetTracker. */
  assign(partitions: readonly CommittedOffset[]): void {
    for (const committed of partitions) {
      this.#drop(committed);
      const { topic, partition } = committed;
      const end = new LinkedAbortController(this.#life);
      const assignment = { topic, partition, tracker: new OffsetTracker(committed), revoked: end.signal };
      this.#current.set(nameOf(committed), { assignment, end });
    }
  }

  revoke(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.#drop(partition);
  }

  of(record: TopicRecord): Assignment | undefined {
    return this.#current.get(nameOf(record))?.assignment;
  }

  isCurrent(assignment: Assignment): boolean {
    return this.#current.get(nameOf(assignment))?.assignment === assignment;
  }

  /** Records taken up and not yet handed to a commit. */
  pending(): number {
    let pending = 0;
    for (const { assignment } of this.#current.values()) pending += assignment.tracker.pending();
    return pending;
  }

  #drop(partition: TopicPartition): void {
    const held = this.#current.get(nameOf(partition));
    if (held === undefined) return;
    this.#current.delete(nameOf(partition));
    held.end.abort();
    held.end.release();
  }
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
