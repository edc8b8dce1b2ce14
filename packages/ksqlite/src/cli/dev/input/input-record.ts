import { jsonFieldText } from '../../support/json-field-text.ts';

/** A line of an input file, as a record. */
export interface InputRecord {
  readonly key: string | null;
  /** null: a tombstone */
  readonly value: string | null;
  /** ms since the epoch; undefined: when it is sent */
  readonly timestamp: number | undefined;
}

const FIELDS: ReadonlySet<string> = new Set(['key', 'value', 'timestamp']);

/**
 * Reads one line: `{"key": …, "value": …, "timestamp": ms}`, where `key` and `timestamp` may be missing; a line of any other kind is
 * the value itself, as it stands. A key or a value that is a JSON string is its text, everything else is the JSON text.
 *
 * @throws Error with one line that says what is wrong
 */
export function inputRecord(line: string): InputRecord {
  const parsed = parseEnvelope(line);
  if (parsed === undefined) return { key: null, value: line, timestamp: undefined };
  const { timestamp } = parsed;
  if (
    timestamp !== undefined &&
    !(typeof timestamp === 'number' && Number.isInteger(timestamp) && timestamp >= 0)
  )
    throw new Error('"timestamp" must be a whole number of ms since the epoch');
  return { key: textOf(line, 'key', parsed.key), value: textOf(line, 'value', parsed.value), timestamp };
}

/** undefined: the line is a value. */
function parseEnvelope(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.trimStart().startsWith('{')) return undefined;
  let parsed: Readonly<Record<string, unknown>>;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  return 'value' in parsed && Object.keys(parsed).every((name) => FIELDS.has(name)) ? parsed : undefined;
}

/** Numbers keep all their digits. */
function textOf(line: string, name: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : (jsonFieldText(line, name) ?? null);
}
