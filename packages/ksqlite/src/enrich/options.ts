import { z } from 'zod';
import type { Clock } from '../clock/index.ts';
import { CommandError } from '../errors/command-error.ts';
import type { Topics } from '../topics/port.ts';
import type { Decoder, EnrichRecord } from './record/decode.ts';
import type { Results } from './record/results.ts';
import type { CallContext, HandleContext } from './record/work-on-record.ts';
import type { RequestFailure } from './requests/request-failure.ts';

/** Longer than this and Node's timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const milliseconds = z.number().int().min(0).max(LONGEST_TIMER_MS);

/** What can be set with numbers and words; all have defaults. */
const settingsSchema = z
  .strictObject({
    concurrency: z.number().int().min(1).max(1_000).default(5),
    retry: z
      .strictObject({
        retries: z.number().int().min(0).max(100).default(3),
        delayMs: milliseconds.default(1_000),
        factor: z.number().min(1).max(100).default(2),
        longestDelayMs: milliseconds.default(30_000),
        jitter: z.number().min(0).max(1).default(0.2),
      })
      .prefault({}),
    timeout: z
      .strictObject({
        attemptMs: milliseconds.min(1).default(10_000),
        totalMs: milliseconds.min(1).default(60_000),
      })
      .prefault({}),
    circuit: z
      .union([z.literal(false), z.strictObject({ afterMs: milliseconds.default(2_000) })])
      .prefault({}),
    order: z.enum(['key', 'none']).default('key'),
    maxUnderWay: z.number().int().min(1).max(1_000_000).default(1_000),
    pollSize: z.number().int().min(1).max(10_000).default(100),
    resubscribeDelayMs: milliseconds.default(1_000),
  })
  .refine(({ timeout }) => timeout.attemptMs <= timeout.totalMs, {
    path: ['timeout', 'attemptMs'],
    message: 'must not be longer than totalMs',
  });

export type Settings = z.output<typeof settingsSchema>;

export interface EnrichSettings {
  /** Requests in flight over all records, at most; default 5. */
  readonly concurrency?: number;
  readonly retry?: {
    /** attempts after the first; default 3 */
    readonly retries?: number;
    /** from the start of the first attempt to the start of the second; default 1,000 */
    readonly delayMs?: number;
    /** how many times longer each further delay is; default 2 */
    readonly factor?: number;
    /** no delay is longer; default 30,000 */
    readonly longestDelayMs?: number;
    /** share of a delay that chance may take off it, 0 to 1; default 0.2 */
    readonly jitter?: number;
  };
  readonly timeout?: {
    /** of one attempt, from its slot on; default 10,000 */
    readonly attemptMs?: number;
    /** of all attempts of a request, from the start of the first; default 60,000 */
    readonly totalMs?: number;
  };
  /**
   * After this long without an answer to any request the API counts as away: records wait for it instead of failing;
   * default 2,000. false: they fail.
   */
  readonly circuit?: { readonly afterMs?: number } | false;
  /** `key`, the default: records of one key and partition one after the other, in their order; `none`: as they come. */
  readonly order?: 'key' | 'none';
  /** Records under way, at most: what bounds the memory, and how many may wait for a retry; default 1,000. */
  readonly maxUnderWay?: number;
  /** Records of one poll, at most; default 100. */
  readonly pollSize?: number;
  /** Pause before the topics are subscribed to again after they failed; doubles while they do. Default 1,000. */
  readonly resubscribeDelayMs?: number;
}

interface CommonOptions<T> extends EnrichSettings {
  /** of a database, of Kafka (`ksqlite/kafka`), or such topics with schemas (`ksqlite/schemas`); the caller closes them */
  readonly topics: Topics;
  /** the topics to read */
  readonly from: string | readonly string[];
  /** the topic that results go to, where they name no other */
  readonly to: string;
  /** of all processes that share the work; the records of a group are each done once */
  readonly group: string;
  /** the topic of dead letters; default: `GROUP-dead-letter`. It is created where there is none. */
  readonly deadLetters?: string;
  /** Makes of a record what `call` is given; default: its value as JSON, unchecked. */
  readonly decode?: Decoder<T>;
  /**
   * What becomes of a record whose request has no attempt left, whose `call` or `handle` failed otherwise, or of which a result can't be
   * written; its records get the headers `reason` and `reason.code`. Default: a dead letter.
   */
  readonly onFailed?: (record: EnrichRecord<T>, failure: RequestFailure) => Results;
  /** Stops it, as `stop` does. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** 0 to 1, for jitter */
  readonly random?: () => number;
  /** Takes lines for a person: the first failure of each kind, and how many there were since. Default: stderr. */
  readonly log?: (line: string) => void;
  /** What the topics threw; it subscribes again after a pause, until it is stopped. Default: `log` is told. */
  readonly onError?: (error: unknown) => void;
  /** Closes what the calls use; called once the last of them is over. */
  readonly release?: () => Promise<void>;
}

export type EnrichOptions<T> = CommonOptions<T> &
  (
    | {
        /** One request for each record: what it gives is written. What it throws, or a RequestFailure that it gives, is a failed attempt. */
        readonly call: (record: EnrichRecord<T>, context: CallContext) => Promise<Results | RequestFailure>;
        readonly handle?: undefined;
      }
    | {
        /** Several requests for a record, each made with `request`, which waits for a slot and tries again; nothing else is tried again. */
        readonly handle: (record: EnrichRecord<T>, context: HandleContext) => Promise<Results>;
        readonly call?: undefined;
      }
  );

const NAMES = Object.keys(settingsSchema.shape) as (keyof Settings)[];

/** Fills in the defaults. Throws a CommandError USAGE that names every wrong field. */
export function settingsOf(options: EnrichSettings): Settings {
  const given = Object.fromEntries(
    NAMES.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new CommandError('USAGE', `enrich: the options are wrong:\n${z.prettifyError(parsed.error)}`);
}
