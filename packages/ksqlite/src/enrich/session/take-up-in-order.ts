import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TopicRecord } from '../../topics/port.ts';
import type { Notifier } from '../concurrency/notifier.ts';
import type { Assignment } from '../offsets/assignments.ts';

/**
 * Takes records up as they come, each as soon as there is room for it; a record of a partition that is no longer ours
 * is left to its new owner. Ends when `signal` fires. Throws as `poll` does, and when the subscription is closed.
 */
export async function takeUpInOrder(options: {
  readonly poll: () => Promise<readonly TopicRecord[]>;
  readonly assignmentOf: (record: TopicRecord) => Assignment | undefined;
  readonly hasRoom: (assignment: Assignment, record: TopicRecord) => boolean;
  readonly takeUp: (assignment: Assignment, record: TopicRecord) => void;
  /** Notified when there may be room, and when `signal` fires. */
  readonly notifier: Notifier;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { poll, assignmentOf, hasRoom, takeUp, notifier, signal } = options;

  const takeUpOne = async (record: TopicRecord) => {
    while (!signal.aborted) {
      const assignment = assignmentOf(record);
      if (assignment === undefined) return;
      if (hasRoom(assignment, record)) {
        takeUp(assignment, record);
        return;
      }
      await notifier.notified();
    }
  };

  while (!signal.aborted) {
    const records = await poll();
    if (records.length === 0 && !signal.aborted) throw new Error('the subscription was closed');
    await nextTurn(); // others get their turn even if every record is skipped
    for (const record of records) await takeUpOne(record);
  }
}
