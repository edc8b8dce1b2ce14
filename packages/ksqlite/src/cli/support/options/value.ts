import { z } from 'zod';
import { CommandError } from '../../../errors/command-error.ts';

/** How one kind of option value is read from its text, and what to tell the person when it can't be. */
export interface Value<T> {
  readonly schema: z.ZodType<T, string>;
  /** completes the sentence "wants …" */
  readonly wants: string;
}

/**
 * The value of `name`, or undefined where it is not given.
 *
 * @throws CommandError USAGE, one line: the option, what was given, what is wanted
 */
export function readValue<T>(name: string, value: Value<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  const read = value.schema.safeParse(text);
  if (read.success) return read.data;
  throw new CommandError('USAGE', `${name}: got ${JSON.stringify(text)}, wants ${value.wants}`);
}

/** A whole number without a sign, both ends included. @param what it is, for the message */
export function wholeNumber(min: number, max: number, what: string): Value<number> {
  return {
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(min).max(max)),
    wants: `${what}, a whole number from ${min} to ${max}`,
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DECIMAL = /^(\d+(?:\.\d*)?|\.\d+)$/;

export const VALUES = {
  path: {
    // "--input --json" has forgotten the file; taking "--json" for its name would hide that.
    schema: z.string().regex(/^[^-]/),
    wants: 'a path (one that begins with "-" as ./-name)',
  },
  cars: wholeNumber(1, 100_000_000, 'the number of cars'),
  rate: {
    schema: z.union([
      z
        .string()
        .regex(/^(max|0)$/)
        .transform(() => 'max' as const),
      z.string().regex(DECIMAL).transform(Number).pipe(z.number().min(0.01).max(10_000_000)),
    ]),
    wants: 'parts per second from 0.01 to 10000000, or max (as fast as the line takes them)',
  },
  seed: { schema: z.string().regex(/^[A-Za-z0-9_-]{1,24}$/), wants: '1 to 24 letters, digits, "_" or "-"' },
  share: {
    schema: z.string().regex(DECIMAL).transform(Number).pipe(z.number().max(1)),
    wants: 'a share of the cars from 0 to 1, such as 0.15',
  },
  slots: wholeNumber(1, 100, 'price requests in flight at most'),
  delay: {
    schema: z
      .string()
      .regex(/^\d{1,6}(-\d{1,6})?$/)
      .transform((text) => text.split('-').map(Number))
      .transform(([minMs = 0, maxMs = minMs]) => ({ minMs, maxMs }))
      .refine(({ minMs, maxMs }) => minMs <= maxMs),
    wants: 'milliseconds as MIN-MAX, such as 0-800',
  },
  url: {
    schema: z.url({ protocol: /^https?$/ }).refine(isPlainUrl),
    wants:
      'the http(s) address before /price/{id}, without user, query or fragment, such as http://localhost:8080',
  },
  retention: {
    schema: z
      .string()
      .regex(/^([1-9]\d{0,5}[smhd]|ever)$/)
      .transform((text) =>
        text === 'ever' ? -1 : Number(text.slice(0, -1)) * (UNIT_MS[text.at(-1) ?? ''] ?? Number.NaN),
      ),
    wants: 'how long records are kept, such as 90s, 30m, 12h or 7d, or ever',
  },
  waitSeconds: wholeNumber(0, 86_400, 'seconds'),
  host: {
    schema: z.string().regex(/^[A-Za-z0-9.:-]*[A-Za-z0-9:]$/),
    wants: 'an address or a name of this machine, such as 0.0.0.0',
  },
  port: wholeNumber(1, 65_535, 'a port'),
  anyPort: wholeNumber(0, 65_535, 'a port, or 0 for any that is free'),
  everyMs: wholeNumber(50, 60_000, 'milliseconds'),
  retries: wholeNumber(0, 100, 'how often a failed lookup is tried again'),
  delayMs: wholeNumber(0, 3_600_000, 'milliseconds'),
  timeoutMs: wholeNumber(1, 3_600_000, 'milliseconds'),
} as const satisfies Record<string, Value<unknown>>;

function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false; // asked even where the check before said no
  const url = new URL(text);
  return url.search === '' && url.hash === '' && url.username === '' && url.password === '';
}
