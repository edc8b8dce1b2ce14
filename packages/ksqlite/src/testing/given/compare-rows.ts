/**
 * What came of a source against the rows that a test expects: the same number, in the same order; of each row the columns that
 * are named.
 */
import { ConversionError, findName, fromJavaScript } from '../../database/values/from-javascript.ts';
import { toJavaScript } from '../../database/values/to-javascript.ts';
import { columnsOf, type Source } from '../../metastore/source.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import { equalValues } from '../../types/equal-values.ts';
import { BIGINT, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { AssertionFailure } from '../difference/assertion-failure.ts';
import { type Difference, type FieldDifference, SHOWN_RECORDS } from '../difference/difference.ts';
import { columnText, deletionFields, recordText } from '../difference/record-text.ts';
import { DeletedRow } from './deleted.ts';

/** Columns by name, in any case. A value may be a matcher of a test framework, such as `expect.any(Number)`. */
export type ExpectedRow = Readonly<Record<string, unknown>> | DeletedRow;

/** @returns the first difference; undefined: there is none. Throws AssertionFailure for a row that the source can't have. */
export function compareRows(
  source: Source,
  came: readonly StreamRecord[],
  expected: readonly ExpectedRow[],
): Difference | undefined {
  const shown = (records: readonly StreamRecord[]) => records.map((record) => recordText(source, record));
  for (const [i, row] of expected.entries()) {
    const place = { where: source.name, record: i + 1 };
    const fields = fieldsOf(source, row, came[i], i + 1);
    if (came[i] === undefined)
      return { ...place, reason: 'missing', fields, came: shown(came.slice(-SHOWN_RECORDS)) };
    if (fields.some(({ isDifferent }) => isDifferent))
      return { ...place, reason: 'different', fields, came: [] };
  }
  if (came.length === expected.length) return undefined;
  const record = expected.length + 1;
  const more = shown(came.slice(expected.length));
  return { where: source.name, record, reason: 'unexpected', fields: [], came: more };
}

function fieldsOf(
  source: Source,
  row: ExpectedRow,
  actual: StreamRecord | undefined,
  number: number,
): readonly FieldDifference[] {
  const isDeletion = row instanceof DeletedRow;
  const readable = readableColumns(source);
  const fields = Object.entries(isDeletion ? row.key : row).map(([written, wanted]) => {
    const names = readable.map(({ name }) => name);
    const column = readable[findName(names, written)];
    if (column === undefined)
      throw new AssertionFailure(
        `${source.name}: expected row ${number}: there is no column ${written}, but ${names.join(', ')}`,
      );
    const isGone = actual === undefined || (actual.tombstone && column.isValue);
    return fieldOf(column, wanted, isGone ? undefined : column.read(actual), `expected row ${number}`);
  });
  return [...fields, ...deletionFields(source, actual, isDeletion)];
}

interface ReadableColumn {
  readonly name: string;
  readonly type: SqlType;
  /** It is part of the value: a deletion has none. */
  readonly isValue: boolean;
  readonly read: (record: StreamRecord) => SqlValue;
}

function readableColumns(source: Source): readonly ReadableColumn[] {
  const { keys, values } = source;
  const columns = columnsOf(source).map(
    ({ name, type }, at): ReadableColumn => ({
      name,
      type,
      isValue: at >= keys.length && at < keys.length + values.length,
      read: ({ row }) => row[at] ?? null,
    }),
  );
  const pseudo = (name: string, read: (record: StreamRecord) => number | undefined): ReadableColumn => ({
    name,
    type: BIGINT,
    isValue: false,
    read: (record) => read(record) ?? null,
  });
  const bounds = [
    pseudo('WINDOWSTART', ({ window }) => window?.start),
    pseudo('WINDOWEND', ({ window }) => window?.end),
  ];
  const known = new Set(columns.map(({ name }) => name));
  const others = [...(source.window === undefined ? [] : bounds), pseudo('ROWTIME', ({ ts }) => ts)];
  return [...columns, ...others.filter(({ name }) => !known.has(name))];
}

/** @param actual undefined: it is not there */
function fieldOf(
  { name, type }: ReadableColumn,
  wanted: unknown,
  actual: SqlValue | undefined,
  where: string,
): FieldDifference {
  const cameAs = actual === undefined ? undefined : columnText(type, actual);
  if (isMatcher(wanted)) {
    const value = actual === undefined ? undefined : (toJavaScript(type) ?? asItIs)(actual);
    const isDifferent = actual === undefined || !wanted.asymmetricMatch(value);
    return { name, expected: wanted.toAsymmetricMatcher?.() ?? String(wanted), actual: cameAs, isDifferent };
  }
  try {
    const value = fromJavaScript(type, name)(wanted);
    const isDifferent = actual === undefined || !equalValues(type)(value, actual);
    return { name, expected: columnText(type, value), actual: cameAs, isDifferent };
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw new AssertionFailure(`${where}: ${error.message}`);
  }
}

const asItIs = (value: SqlValue): unknown => value;

/** What Jest and Vitest have for values that a test does not know. */
interface Matcher {
  asymmetricMatch(value: unknown): boolean;
  /** Its name. */
  toAsymmetricMatcher?(): string;
}

const isMatcher = (value: unknown): value is Matcher =>
  typeof value === 'object' &&
  value !== null &&
  'asymmetricMatch' in value &&
  typeof value.asymmetricMatch === 'function';
