import { entriesOf, isObject, type Json } from '../../formats/json/json-tree.ts';
import type { Difference, FieldDifference } from '../difference/difference.ts';
import { jsonText } from './json-text.ts';
import { fieldOf, sameJson } from './same-json.ts';
import type { FileHeader, FileRecord } from './triple.ts';

/** How records are compared. */
export interface ComparisonRules {
  /** Numbers digit by digit: of formats that are text. */
  readonly isExact: boolean;
  /** INSERTs gave the records: an expected time of 0 stands for the clock's. */
  readonly isInserted: boolean;
}

/** The first record of a topic that is not as it is expected; undefined: all are. */
export function compareRecords(
  topic: string,
  actual: readonly FileRecord[],
  expected: readonly FileRecord[],
  rules: ComparisonRules,
): Difference | undefined {
  for (const [at, wanted] of expected.entries()) {
    const got = actual[at];
    const place = { where: `topic ${topic}`, record: at + 1 };
    if (got === undefined)
      return {
        ...place,
        reason: 'missing',
        fields: fieldsOf(undefined, wanted, rules),
        came: actual.slice(-3).map(recordText),
      };
    const fields = fieldsOf(got, wanted, rules);
    if (fields.some(({ isDifferent }) => isDifferent))
      return { ...place, reason: 'different', fields, came: [] };
  }
  if (actual.length === expected.length) return undefined;
  return {
    where: `topic ${topic}`,
    record: expected.length + 1,
    reason: 'unexpected',
    fields: [],
    came: actual.slice(expected.length).map(recordText),
  };
}

function fieldsOf(
  actual: FileRecord | undefined,
  expected: FileRecord,
  { isExact, isInserted }: ComparisonRules,
): readonly FieldDifference[] {
  const field = (name: string, wanted: string | undefined, got: string | undefined, same: boolean) => ({
    name,
    expected: wanted,
    actual: actual === undefined ? undefined : got,
    isDifferent: actual === undefined || !same,
  });
  const windows = [expected.window, actual?.window].map(windowText);
  const headers = [expected.headers, actual?.headers ?? []].map(headersText);
  const { timestamp } = expected;
  return [
    field(
      'key',
      jsonText(expected.key),
      jsonText(actual?.key ?? null),
      sameJson(actual?.key, expected.key, isExact),
    ),
    ...valueFields(actual?.value ?? null, expected.value, isExact, field),
    ...(windows.some((text) => text !== 'none')
      ? [field('window', windows[0], windows[1], windows[0] === windows[1])]
      : []),
    ...(timestamp === undefined || (isInserted && timestamp === 0)
      ? []
      : [field('timestamp', String(timestamp), String(actual?.timestamp), timestamp === actual?.timestamp)]),
    ...(headers.some((text) => text !== 'none')
      ? [field('headers', headers[0], headers[1], headers[0] === headers[1])]
      : []),
  ];
}

type Field = (
  name: string,
  wanted: string | undefined,
  got: string | undefined,
  same: boolean,
) => FieldDifference;

/** Of two objects each field, of others the value as a whole. */
function valueFields(
  actual: Json,
  expected: Json,
  isExact: boolean,
  field: Field,
): readonly FieldDifference[] {
  if (actual === null || expected === null || !isObject(actual) || !isObject(expected))
    return [field('value', jsonText(expected), jsonText(actual), sameJson(actual, expected, isExact))];
  const fields = new Map(entriesOf(actual));
  const wanted = new Map(entriesOf(expected));
  const known = new Set([...wanted.keys()].flatMap((name) => [name, name.toUpperCase()]));
  return [
    ...[...wanted].map(([name, value]) => {
      const got = fieldOf(fields, name);
      return field(
        name,
        jsonText(value),
        got === undefined ? undefined : jsonText(got),
        sameJson(got, value, isExact),
      );
    }),
    ...[...fields]
      .filter(([name]) => !known.has(name))
      .map(([name, value]) => field(name, undefined, jsonText(value), false)),
  ];
}

const windowText = (window: FileRecord['window']): string =>
  window === undefined ? 'none' : `${window.type} from ${window.start} to ${window.end}`;

const headersText = (headers: readonly FileHeader[]): string =>
  headers.length === 0 ? 'none' : headers.map(({ key, value }) => `${key}: ${value}`).join(', ');

/** A record in a line. */
const recordText = ({ key, value, window, timestamp }: FileRecord): string =>
  [
    `key ${jsonText(key)}`,
    `value ${jsonText(value)}`,
    ...(window === undefined ? [] : [`window ${windowText(window)}`]),
    `timestamp ${timestamp}`,
  ].join(', ');
