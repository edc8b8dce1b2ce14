import { jsonFieldText } from 'ksqlite/cli';
import { z } from 'zod';
import { PART_TOPICS, type PartTopic } from '../../contracts/topic-names.ts';

/** A record as a line of an input file describes it. */
export interface InputLine {
  readonly topic: PartTopic;
  readonly key: string | null;
  readonly value: string | null;
  /** ms after the start; undefined: as soon as the lines before are sent */
  readonly at: number | undefined;
}

const inputLineSchema = z.object(
  {
    topic: z.enum(PART_TOPICS, `"topic" must be one of ${PART_TOPICS.join(', ')}`),
    key: z.string('"key" must be a string or null').nullable(),
    value: z.unknown().optional(),
    raw: z.string('"raw" must be a string').optional(),
    at: z.number('"at" must be a number of ms').min(0, '"at" must not be negative').optional(),
  },
  'must be an object {topic, key, value, at}',
);

/**
 * Reads one line `{topic, key, value, at}`, with `raw` (a string, sent as it is) in the place of `value` at will.
 *
 * @throws Error with one line that says what is wrong
 */
export function parseInputLine(text: string): InputLine {
  const line = inputLineSchema.safeParse(parseJson(text));
  if (!line.success) throw new Error(line.error.issues.map((issue) => issue.message).join('; '));
  const { topic, key, value, raw, at } = line.data;
  if (raw !== undefined && value !== undefined) throw new Error('has both "value" and "raw": leave one out');
  if (raw !== undefined) return { topic, key, value: raw, at };
  if (value === undefined) throw new Error('"value" is missing (or "raw", a string to send as it is)');
  return { topic, key, value: value === null ? null : (jsonFieldText(text, 'value') ?? null), at };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/[\s\p{Cc}]+/gu, ' ');
    throw new Error(`is not JSON (${why})`, { cause: error });
  }
}
