/**
 * What is done with one record: decoded, given to `handle`, and what comes of it made ready to be written.
 *
 * What must stay true: it is not over before all of its requests are, and what was called off gives nothing: a result that
 * `handle` makes of a request that its signal ended would be committed as if it were the API's word.
 */
import type { TopicRecord } from '../../topics/port.ts';
import { LinkedAbortController } from '../concurrency/linked-abort-controller.ts';
import { unlessAborted } from '../concurrency/unless-aborted.ts';
import { letterOf } from '../dead-letter/dead-letter.ts';
import { type Attempt, failureOf, messageOf, RequestFailure } from '../requests/request-failure.ts';
import type { Ask } from '../requests/request-with-retries.ts';
import type { Prepare } from '../writable-topics.ts';
import { DeadLetter, deadLetter } from './dead-letter-result.ts';
import { type Decoder, decoded, type EnrichRecord } from './decode.ts';
import type { Finished, Reason } from './finished.ts';
import { finishedWith, type Results, type ResultTopics } from './results.ts';
import { withLetterOrNothing, writable } from './writable.ts';

/** What `call`, and the function given to `request`, is given. */
export interface CallContext {
  /** Fires when its time is over, or it is called off: hand it to what asks, so that the slot becomes free. */
  readonly signal: AbortSignal;
  /** 0, then one more with each retry */
  readonly attempt: number;
}

/**
 * A request of `handle`: waits for a slot, is tried again when it fails. Rejects with a RequestFailure when no attempt is left; the
 * record's other requests are called off when `handle` ends.
 */
export type RequestFunction = <T>(ask: (context: CallContext) => Promise<T | RequestFailure>) => Promise<T>;

export interface HandleContext {
  /** Fires when the record is called off. */
  readonly signal: AbortSignal;
  readonly request: RequestFunction;
}

export interface WorkOptions<T> {
  readonly decode: Decoder<T>;
  readonly handle: (record: EnrichRecord<T>, context: HandleContext) => Promise<Results>;
  readonly onFailed: (record: EnrichRecord<T>, failure: RequestFailure) => Results;
  readonly run: <R>(ask: Ask<R>, signal: AbortSignal) => Promise<Attempt<R>>;
  readonly prepare: Prepare;
  readonly topics: ResultTopics;
}

/** Undefined when `signal` fired first. Rejects where nobody can say whether results can be written, as without their Schema Registry. */
export function workOnRecord<T>(
  options: WorkOptions<T>,
  record: TopicRecord,
  signal: AbortSignal,
): Finished | Promise<Finished | undefined> {
  const read = decoded(options.decode, record);
  if (!(read instanceof DeadLetter)) return handled(options, read, signal);
  const written = withLetterOrNothing(options.prepare, {
    outcome: 'unreadable',
    records: [letterOf(options.topics.deadLetters, record, read.reason)],
    reason: { code: 'unreadable', message: read.reason },
  });
  return written instanceof Promise ? unlessAborted(written, signal) : written;
}

async function handled<T>(
  options: WorkOptions<T>,
  record: EnrichRecord<T>,
  signal: AbortSignal,
): Promise<Finished | undefined> {
  const { handle, run, topics } = options;
  const life = new LinkedAbortController(signal);
  const requests: Promise<unknown>[] = [];
  const request: RequestFunction = (ask) => {
    const requested = run(safely(ask), life.signal).then((attempt) => {
      if (attempt.ok) return attempt.value;
      throw attempt;
    });
    requested.catch(() => undefined); // it is no defect of ours when nobody awaits it
    requests.push(requested);
    return requested;
  };
  let finished: Finished;
  try {
    finished = finishedWith(record.raw, await handle(record, { signal: life.signal, request }), topics);
  } catch (error) {
    finished = failedWith(options, record, failureOf(error, signal));
  } finally {
    life.abort();
    await Promise.allSettled(requests);
    life.release();
  }
  const written = writable(finished, {
    prepare: options.prepare,
    failed: (failure) => failedWith(options, record, failure),
    letter: ({ message, code }) => letterOf(topics.deadLetters, record.raw, message, code),
  });
  return unlessAborted(written, signal);
}

/** What `onFailed` makes of a record; a dead letter where it throws, too. */
function failedWith<T>(
  { onFailed, topics }: WorkOptions<T>,
  record: EnrichRecord<T>,
  failure: RequestFailure,
): Finished {
  const reason: Reason = { code: failure.code, message: failure.message };
  try {
    return finishedWith(record.raw, onFailed(record, failure), topics, reason);
  } catch (error) {
    const message = `${failure.message}; and then onFailed failed: ${messageOf(error)}`;
    return finishedWith(record.raw, deadLetter(message), topics, { code: failure.code, message });
  }
}

/** What the function gives, returns as a failure or throws, as an attempt. */
function safely<T>(ask: (context: CallContext) => Promise<T | RequestFailure>): Ask<T> {
  return async (signal, attempt) => {
    try {
      const value = await ask({ signal, attempt });
      return value instanceof RequestFailure ? value : { ok: true, value };
    } catch (error) {
      return failureOf(error, signal);
    }
  };
}
