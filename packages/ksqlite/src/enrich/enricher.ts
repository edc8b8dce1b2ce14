/**
 * An enrichment: reads records, asks for each of them, and writes what comes of it, each exactly once, with at most
 * `concurrency` requests in flight over all records.
 *
 * It runs sessions (session/), one after another: each reads records, makes their requests (requests/: slots, retries, a
 * circuit breaker), makes results of them (record/) and commits results and offsets in one transaction (offsets/). What can't be written
 * is found before (writable-topics.ts), and fails its record alone. A session that fails is over, and the next begins from what is
 * committed.
 */
import { type Clock, systemClock } from '../clock/index.ts';
import { LinkedAbortController } from './concurrency/linked-abort-controller.ts';
import { Notifier } from './concurrency/notifier.ts';
import { waitAtMost } from './concurrency/wait-at-most.ts';
import { type FailureCounts, FailureTally } from './failure-tally.ts';
import { type EnrichOptions, type Settings, settingsOf } from './options.ts';
import { deadLetter } from './record/dead-letter-result.ts';
import { type Decoder, json } from './record/decode.ts';
import type { Finished, Outcome } from './record/finished.ts';
import type { Results } from './record/results.ts';
import { type WorkOptions, workOnRecord } from './record/work-on-record.ts';
import { messageOf } from './requests/request-failure.ts';
import { type RequestStats, Requests } from './requests/requests.ts';
import { EnrichSession, type Work } from './session/enrich-session.ts';
import { staySubscribed } from './session/stay-subscribed.ts';
import { checkTopics } from './topics-there.ts';
import { WritableTopics } from './writable-topics.ts';

const STOP_MS = 1_900;

export interface EnrichStats extends RequestStats {
  readonly group: string;
  readonly concurrency: number;
  /** records that were taken up, and whose results are not committed yet */
  readonly underWay: number;
  /** records by what became of them, committed since the start */
  readonly records: Readonly<Record<Outcome, number>>;
  /** records that were written, committed since the start */
  readonly written: number;
  /** requests that failed, by code: those that were tried again, too */
  readonly failedRequests: FailureCounts;
  /** records that failed, were dead-lettered or unreadable, by code, committed since the start */
  readonly failures: FailureCounts;
}

export class Enricher {
  readonly #group: string;
  readonly #clock: Clock;
  readonly #settings: Settings;
  readonly #life: LinkedAbortController;
  readonly #finish = new AbortController();
  readonly #requests: Requests;
  readonly #failedRequests: FailureTally;
  readonly #failures: FailureTally;
  readonly #records: Record<Outcome, number> = {
    enriched: 0,
    dropped: 0,
    failed: 0,
    'dead-lettered': 0,
    unreadable: 0,
  };
  #written = 0;
  #underWay = 0;
  readonly #ended: Promise<void>;

  /** Starts it. Throws a CommandError USAGE when an option is wrong. */
  constructor(options: EnrichOptions<never>) {
    const { group, clock = systemClock, release } = options;
    this.#group = group;
    this.#clock = clock;
    this.#settings = settingsOf(options);
    const log = logOf(options);
    this.#life = new LinkedAbortController(...(options.signal ? [options.signal] : []));
    this.#failedRequests = new FailureTally(clock, log, ['a request', 'requests']);
    this.#failures = new FailureTally(clock, log, ['a record', 'records']);
    const notifier = new Notifier();
    this.#requests = this.#newRequests(options, notifier, log);
    const session = this.#sessions(options, notifier);
    this.#ended = staySubscribed({
      session: (stop) => session(stop),
      stop: this.#life.signal,
      finish: this.#finish.signal,
      clock,
      pauseMs: this.#settings.resubscribeDelayMs,
      onError: options.onError ?? ((error) => log(messageOf(error))),
    }).finally(() => {
      this.#life.release();
      return release?.();
    });
  }

  stats(): EnrichStats {
    return {
      ...this.#requests.stats(),
      group: this.#group,
      concurrency: this.#settings.concurrency,
      underWay: this.#underWay,
      records: { ...this.#records },
      written: this.#written,
      failedRequests: this.#failedRequests.counts(),
      failures: this.#failures.counts(),
    };
  }

  /** Resolves when it has ended: after `stop`, `finish` or its signal. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Stops within two seconds, in the middle of anything: what is not committed by then is as if never begun. */
  stop(): Promise<void> {
    this.#life.abort();
    return waitAtMost(this.#clock, STOP_MS, this.#ended);
  }

  /**
   * Takes nothing more up, and ends when all that is under way is done and committed, however long its requests take: while the API is
   * away that is until it is back. `stop` ends that, too.
   */
  finish(): Promise<void> {
    this.#finish.abort();
    return this.#ended;
  }

  #newRequests(
    { clock = systemClock, random = Math.random }: EnrichOptions<never>,
    notifier: Notifier,
    log: (line: string) => void,
  ): Requests {
    const { concurrency, retry, timeout, circuit } = this.#settings;
    return new Requests({
      concurrency,
      policy: { ...retry, attemptTimeoutMs: timeout.attemptMs, totalTimeoutMs: timeout.totalMs },
      outageAfterMs: circuit === false ? Number.POSITIVE_INFINITY : circuit.afterMs,
      clock,
      random,
      signal: this.#life.signal,
      onChange: notifier.notify,
      // what is lost on its way is usually better at the next attempt; what was answered usually is not
      onFailedAttempt: (failure) => this.#failedRequests.add(failure, failure.reach === 'answered'),
      onIgnored: () =>
        log(
          'a request still runs 5 s after its signal fired, and keeps its slot: hand the signal to what asks',
        ),
    });
  }

  #sessions(options: EnrichOptions<never>, notifier: Notifier): (stop: AbortSignal) => Promise<void> {
    const { topics, group, to, deadLetters = `${group}-dead-letter`, clock = systemClock } = options;
    const from = typeof options.from === 'string' ? [options.from] : options.from;
    const { pollSize, maxUnderWay, order } = this.#settings;
    const working: Omit<WorkOptions<never>, 'prepare'> = {
      decode: options.decode ?? (json() as Decoder<never>),
      handle: handleOf(options),
      onFailed: options.onFailed ?? ((_, failure) => deadLetter(failure.message, failure.code)),
      run: (ask, signal) => this.#requests.run(ask, signal),
      topics: { to, deadLetters },
    };
    return async (stop) => {
      const { prepare } = new WritableTopics(topics, await checkTopics(topics, from, to, deadLetters));
      const all = { ...working, prepare };
      const work: Work = (record, signal) => workOnRecord(all, record, signal);
      const session = new EnrichSession(
        {
          topics,
          from,
          group,
          pollSize,
          maxUnderWay,
          keepsKeyOrder: order === 'key',
          clock,
          work,
          hasRoom: () => this.#requests.hasRoom(),
          notifier,
          finish: this.#finish.signal,
          onUnderWay: (records) => {
            this.#underWay = records;
          },
          onCommitted: (done) => this.#committed(done),
        },
        stop,
      );
      await session.run();
    };
  }

  #committed(done: readonly Finished[]): void {
    for (const { outcome, records, reason } of done) {
      this.#records[outcome]++;
      this.#written += records.length;
      if (reason !== undefined) this.#failures.add(reason);
    }
  }
}

/** `call` is a `handle` of one request. */
function handleOf({ call, handle }: EnrichOptions<never>): WorkOptions<never>['handle'] {
  if (handle !== undefined) return handle;
  return (record, { request }) => request<Results>((context) => call(record, context));
}

function logOf({ log, group }: EnrichOptions<never>): (line: string) => void {
  return log ?? ((line) => void process.stderr.write(`${group}: ${line}\n`));
}
