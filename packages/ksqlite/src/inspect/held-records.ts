import type { TopicLog } from '../log/topic-log.ts';
import type { RunningQuery } from '../queries/persistent-queries.ts';
import type { QueryState } from '../queries/query-status.ts';
import { lagOn } from './query-offsets.ts';

/** The latest time that a Date holds. ms */
const LATEST = 8.64e15;

/**
 * What an operator should know of a query that does not run: the log keeps what it has not read, and all segments from the
 * oldest such record on, beyond their retention, until it runs again or is terminated. undefined: it runs.
 */
export function heldRecords(log: TopicLog, query: RunningQuery): string | undefined {
  const { state } = query.status();
  if (state === 'RUNNING') return undefined;
  const topics = [...new Set(query.subTopologies.flatMap(({ inputs }) => inputs.map(({ topic }) => topic)))];
  let unread = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (const topic of topics) {
    const lag = lagOn(log, [query], topic);
    unread += lag.unread;
    oldest = Math.min(oldest, lag.oldestUnread ?? oldest);
  }
  const records =
    unread === 0
      ? 'what comes'
      : `${unread} record${unread === 1 ? '' : 's'} that it has not read (from ${new Date(Math.min(oldest, LATEST)).toISOString()} on), and what comes`;
  return `${query.id} is in state ${state}. The log keeps ${records}, beyond all retention. ${wayOut(query.id, state)}`;
}

/** How the log is let go of what a query holds. */
export const wayOut = (id: string, state: QueryState): string =>
  state === 'PAUSED' ? `RESUME ${id}; or TERMINATE ${id}; ends that.` : `TERMINATE ${id}; ends that.`;
