import { ConversionError, findName, fromJavaScript } from '../../database/values/from-javascript.ts';
import type { Engine } from '../../engine/engine.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import { type Source, writtenColumns } from '../../metastore/source.ts';
import { sinkWriter } from '../../runtime/sink-writer.ts';
import { refuseRow } from '../../statements/insert/insert-row.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { DeletedRow } from './deleted.ts';

/** Writes a table's deletion of a row. Throws KsqlError. */
export function deleteRow(engine: Engine, source: Source, { key }: DeletedRow): void {
  const refuse = (why: string): KsqlError =>
    new KsqlError('SQL_INVALID', `Failed to delete from '${source.name}': ${why}`);
  if (source.kind === 'STREAM') throw refuse('it is a stream: its records stay');
  if (source.window !== undefined) throw refuse('its key has a window');
  const names = source.keys.map(({ name }) => name);
  const row: SqlValue[] = writtenColumns(source).map(() => null);
  let timestamp = engine.now();
  for (const [name, value] of Object.entries(key)) {
    const at = findName(names, name);
    if (at < 0 && name.toUpperCase() === 'ROWTIME') timestamp = Number(value);
    else if (at < 0) throw refuse(`${name} is no key column: the key is ${names.join(', ')}`);
    else row[at] = converted(source, at, value, refuse);
  }
  if (row.slice(0, names.length).includes(null)) throw refuse(`the whole key is wanted: ${names.join(', ')}`);
  sinkWriter(engine.log, source, refuseRow)(row, true, timestamp, 0, undefined);
}

function converted(
  { keys }: Source,
  at: number,
  value: unknown,
  refuse: (why: string) => KsqlError,
): SqlValue {
  const column = keys[at];
  try {
    return column === undefined ? null : fromJavaScript(column.type, column.name)(value);
  } catch (error) {
    throw error instanceof ConversionError ? refuse(error.message) : error;
  }
}
