import { toJavaScript } from '../../database/values/to-javascript.ts';
import type { Source } from '../../metastore/source.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { FieldDifference } from './difference.ts';
import { valueText } from './value-text.ts';

/** A column's value, as `valueText` shows it. */
export const columnText = (type: SqlType, value: SqlValue): string =>
  valueText((toJavaScript(type) ?? ((same) => same as never))(value));

/** A record of a source in a line. */
export function recordText(source: Source, record: StreamRecord): string {
  const keys = source.keys.map(({ name, type }, i) => `${name} ${columnText(type, record.row[i] ?? null)}`);
  const { window } = record;
  return [
    ...keys,
    ...(window === undefined ? [] : [`WINDOWSTART ${window.start}, WINDOWEND ${window.end}`]),
    record.tombstone ? 'deleted' : valuesText(source, record),
    `ROWTIME ${record.ts}`,
  ].join(', ');
}

const valuesText = ({ keys, values }: Source, { row }: StreamRecord): string =>
  values.map(({ name, type }, i) => `${name} ${columnText(type, row[keys.length + i] ?? null)}`).join(', ');

/** Of a record that is a deletion and must be a row, or the other way round; none where it is as it must be. */
export function deletionFields(
  source: Source,
  actual: StreamRecord | undefined,
  deleted: boolean,
): readonly FieldDifference[] {
  if (actual === undefined ? !deleted : actual.tombstone === deleted) return [];
  const cameAs = actual && (actual.tombstone ? DELETION : valuesText(source, actual));
  return [{ name: 'value', expected: deleted ? DELETION : 'a row', actual: cameAs, isDifferent: true }];
}

const DELETION = 'null: a deletion';
