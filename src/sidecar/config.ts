import { CommandError } from 'ksqlite/cli';
import { z } from 'zod';

/** Longer than this and Node's timers fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const milliseconds = z.number().int().min(0).max(LONGEST_TIMER_MS);

const sidecarConfigSchema = z
  .strictObject({
    group: z.string().min(1).default('sidecar'),
    /** Requests in flight over all cars, at most. */
    slots: z.number().int().min(1).max(1000).default(5),
    /** One request, from its slot to the last byte of its answer. */
    attemptTimeoutMs: milliseconds.min(1).default(3_000),
    /** Attempts after the first. */
    retries: z.number().int().min(0).max(100).default(3),
    /** From one attempt's start to the next one's. */
    retryDelayMs: milliseconds.default(10_000),
    /** A lookup ends this long after its first attempt began, whatever happens. */
    lookupTimeoutMs: milliseconds.min(1).default(30_000),
    /** After this long without an answer to any request the price API counts as down, and cars wait for it. */
    outageAfterMs: milliseconds.default(2_000),
    /** Cars under way, at most: what bounds the memory, and how many may wait for a retry. */
    maxCars: z.number().int().min(1).max(1_000_000).default(1_000),
    /** Records held ready to be taken up. */
    pollSize: z.number().int().min(1).max(10_000).default(100),
    /** A longer answer of the price API is cut off and counts as failed. */
    maxAnswerBytes: z.number().int().min(1).default(65_536),
    /** Pause before the topics are subscribed to again after they failed. */
    resubscribeDelayMs: milliseconds.default(1_000),
  })
  .refine((config) => config.attemptTimeoutMs <= config.lookupTimeoutMs, {
    path: ['attemptTimeoutMs'],
    message: 'must not be longer than lookupTimeoutMs',
  });

export type SidecarConfig = z.output<typeof sidecarConfigSchema>;
export type SidecarOptions = z.input<typeof sidecarConfigSchema>;

/** Fills in the defaults. Throws a CommandError USAGE that names every wrong field. */
export function parseSidecarConfig(options: SidecarOptions = {}): SidecarConfig {
  const parsed = sidecarConfigSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new CommandError('USAGE', `The sidecar's configuration is wrong:\n${z.prettifyError(parsed.error)}`);
}
