import type { CommittedOffset, TopicRecord } from 'ksqlite/topics';
import { type ChildAbort, childAbort } from '../concurrency/linked-abort.ts';
import { createOffsetTracker, type OffsetTracker } from './offset-tracker.ts';

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

export interface Assignments {
  /** Rebuilds the trackers from what is committed. Throws when the notes there are not the sidecar's. */
  readonly assign: (partitions: readonly CommittedOffset[]) => void;
  readonly revoke: (partitions: readonly TopicPartition[]) => void;
  readonly of: (record: TopicRecord) => Assignment | undefined;
  readonly isCurrent: (assignment: Assignment) => boolean;
  /** Cars taken up and not yet handed to a commit. */
  readonly pending: () => number;
}

/** The partitions that are this member's now; all are given back when `life` ends. */
export function createAssignments(life: AbortSignal): Assignments {
  const current = new Map<string, { readonly assignment: Assignment; readonly end: ChildAbort }>();
  const nameOf = ({ topic, partition }: TopicPartition) => `${topic}/${partition}`;

  const drop = (partition: TopicPartition) => {
    const held = current.get(nameOf(partition));
    if (held === undefined) return;
    current.delete(nameOf(partition));
    held.end.abort();
    held.end.release();
  };

  return {
    assign: (partitions) => {
      for (const committed of partitions) {
        drop(committed);
        const { topic, partition } = committed;
        const end = childAbort(life);
        const tracker = createOffsetTracker(committed);
        current.set(nameOf(committed), {
          assignment: { topic, partition, tracker, revoked: end.signal },
          end,
        });
      }
    },
    revoke: (partitions) => {
      for (const partition of partitions) drop(partition);
    },
    of: (record) => current.get(nameOf(record))?.assignment,
    isCurrent: (assignment) => current.get(nameOf(assignment))?.assignment === assignment,
    pending: () =>
      [...current.values()].reduce((sum, { assignment }) => sum + assignment.tracker.pending(), 0),
  };
}
