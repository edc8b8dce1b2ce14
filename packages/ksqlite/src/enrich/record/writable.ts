/**
 * What became of a record, in records that can be written: what its call gave; where that is refused the record has failed, and what
 * `onFailed` gives is written; where that is refused too, a dead letter; and where even that is, nothing: it is counted and told.
 */
import { isRefused, type OutgoingRecord, type RefusedRecord } from '../../topics/port.ts';
import { RequestFailure } from '../requests/request-failure.ts';
import type { Prepare, Prepared } from '../writable-topics.ts';
import type { Finished, Reason } from './finished.ts';

export interface Fallbacks {
  readonly prepare: Prepare;
  /** What `onFailed` makes of it. */
  readonly failed: (failure: RequestFailure) => Finished;
  readonly letter: (reason: Reason) => OutgoingRecord;
}

/** Rejects as `prepare`. */
export async function writable(finished: Finished, fallbacks: Fallbacks): Promise<Finished> {
  const { prepare, failed, letter } = fallbacks;
  const prepared = await prepare(finished.records);
  if (!isRefused(prepared)) return { ...finished, records: prepared };
  const reason = withRefusal(finished.reason, prepared);
  if (finished.outcome === 'failed')
    return withLetterOrNothing(prepare, { outcome: 'failed', records: [letter(reason)], reason });
  const failure = new RequestFailure(reason.code, reason.message, { retry: false });
  return writable(failed(failure), fallbacks);
}

/** As it is, or without its dead letter where that is refused. A promise only where `prepare` gives one. */
export function withLetterOrNothing(
  prepare: Prepare,
  finished: Finished & { readonly reason: Reason },
): Finished | Promise<Finished> {
  const settled = (prepared: Prepared): Finished => {
    if (!isRefused(prepared)) return { ...finished, records: prepared };
    const { code, message } = finished.reason;
    const reason = { code, message: `${message}; its dead letter can't be written: ${prepared.message}` };
    return { ...finished, records: [], reason };
  };
  const prepared = prepare(finished.records);
  return prepared instanceof Promise ? prepared.then(settled) : settled(prepared);
}

/** What was wrong with the record, and then with what was to be written for that. */
function withRefusal(reason: Reason | undefined, { refused, message }: RefusedRecord): Reason {
  if (reason === undefined) return { code: refused, message };
  const both = `${reason.message}; what was to be written for that can't be: ${message}`;
  return { code: reason.code, message: both };
}
