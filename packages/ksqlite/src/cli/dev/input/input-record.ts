import type { RecordBytes } from '../../../log/topics/log-record.ts';
import { jsonFieldText } from '../../support/json-field-text.ts';
import type { InputPart } from './input-part.ts';

/** A line of an input file, as a record. */
export interface InputRecord {
  readonly key: RecordBytes;
  /** null: a tombstone */
  readonly value: RecordBytes;
  /** ms since the epoch; undefined: when it is sent */
  readonly timestamp: number | undefined;
}

const FIELDS: ReadonlySet<string> = new Set(['key', 'value', 'timestamp']);

/**
 * Reads one line: `{"key": …, "value": …, "timestamp": ms}`, where `key` and `timestamp` may be missing; a line of any other kind is
 * the value itself.
 *
 * @throws Error with one line that says what is wrong
 */
export function inputRecord(line: string, keys: InputPart, values: InputPart): InputRecord {
  const parsed = parseEnvelope(line);
  if (parsed === undefined)
    return { key: null, value: written('value', values.ofLine, line), timestamp: undefined };
  const { timestamp } = parsed;
  if (
    timestamp !== undefined &&
    !(typeof timestamp === 'number' && Number.isInteger(timestamp) && timestamp >= 0)
  )
    throw new Error('"timestamp" must be a whole number of ms since the epoch');
  const field = (name: string, { ofJson }: InputPart): RecordBytes =>
    // numbers keep all their digits
    (parsed[name] ?? null) === null ? null : written(name, ofJson, jsonFieldText(line, name) ?? 'null');
  return { key: field('key', keys), value: field('value', values), timestamp };
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

function written(name: string, write: (text: string) => RecordBytes, text: string): RecordBytes {
  try {
    return write(text);
  } catch (error) {
    throw new Error(`"${name}": ${error instanceof Error ? error.message : String(error)}`);
  }
}
