import type { Header } from '../../../topics/port.ts';
import { jsonFieldText } from '../../support/json-field-text.ts';
import { bytesOfBase64, FIELD_FORMATS, type FieldFormatName, type FieldFormats } from './field-format.ts';
import { headersOf } from './header-fields.ts';

/** A line, as a record. */
export interface LineRecord {
  /** undefined: the line says nothing of it */
  readonly key: Field | undefined;
  readonly value: Field;
  /** ms since the epoch; undefined: when it is sent */
  readonly timestamp: number | undefined;
  readonly partition: number | undefined;
  readonly headers: readonly Header[];
}

export interface Field {
  readonly bytes: Buffer | null;
  /** Whether they are bytes as they go to the topic, whatever the format: of `…Base64`. */
  readonly raw: boolean;
}

/** What the lines are: `auto` takes a line that looks like a record for one, and any other for a value. */
export type LineKind = 'auto' | 'record' | 'value';

const FIELDS: ReadonlySet<string> = new Set([
  'partition',
  'offset',
  'timestamp',
  'key',
  'keyBase64',
  'value',
  'valueBase64',
  'headers',
]);

/**
 * Reads one line: a record as `recordLine` writes it, where all but the value may be missing, or else the value itself. In a record a key or
 * a value that is a string is its text, anything else its JSON, as it stands; `offset` is passed over.
 *
 * @throws Error with one line that says what is wrong
 */
export function lineRecord(line: string, formats: FieldFormats, kind: LineKind = 'auto'): LineRecord {
  const parsed = kind === 'value' ? undefined : parsedRecord(line);
  if (parsed === undefined) {
    if (kind === 'record') throw new Error('is not a record: {"key": …, "value": …}');
    const value = { bytes: FIELD_FORMATS[formats.value].bytesOfLine(line), raw: false };
    return { key: undefined, value, timestamp: undefined, partition: undefined, headers: [] };
  }
  const value = fieldOf(line, parsed, 'value', formats.value) ?? { bytes: null, raw: false };
  return {
    key: fieldOf(line, parsed, 'key', formats.key),
    value,
    timestamp: wholeNumber(parsed, 'timestamp', 'a whole number of ms since the epoch'),
    partition: wholeNumber(parsed, 'partition', 'the number of a partition'),
    headers: headersOf(parsed.headers),
  };
}

type Parsed = Readonly<Record<string, unknown>>;

/** undefined: the line is no record. */
function parsedRecord(line: string): Parsed | undefined {
  if (!/^\s*\{/.test(line)) return undefined;
  let parsed: Parsed;
  try {
    parsed = JSON.parse(line);
  } catch {
    return undefined;
  }
  const hasValue = 'value' in parsed || 'valueBase64' in parsed;
  return hasValue && Object.keys(parsed).every((name) => FIELDS.has(name)) ? parsed : undefined;
}

function fieldOf(
  line: string,
  parsed: Parsed,
  name: 'key' | 'value',
  format: FieldFormatName,
): Field | undefined {
  const base64 = parsed[`${name}Base64`];
  const value = parsed[name];
  if (base64 !== undefined) {
    if (value !== undefined) throw new Error(`has both "${name}" and "${name}Base64"`);
    if (typeof base64 !== 'string') throw new Error(`"${name}Base64" is not a text`);
    return { bytes: named(name, () => bytesOfBase64(base64)), raw: true };
  }
  if (value === undefined) return undefined;
  if (value === null) return { bytes: null, raw: false };
  // numbers keep all their digits
  const text = jsonFieldText(line, name) ?? JSON.stringify(value);
  return { bytes: named(name, () => FIELD_FORMATS[format].bytesOf(text)), raw: false };
}

function named<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`"${name}": ${error instanceof Error ? error.message : String(error)}`);
  }
}

function wholeNumber(parsed: Parsed, name: string, wants: string): number | undefined {
  const value = parsed[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`"${name}" must be ${wants}`);
}
