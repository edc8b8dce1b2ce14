import type { Engine } from '../engine/engine.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { KsqlError } from '../errors/ksql-error.ts';
import { rowTime } from '../metastore/row-time.ts';
import { type Source, writtenColumns } from '../metastore/source.ts';
import { insertRow } from '../statements/insert/insert-row.ts';
import { BIGINT } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { ConversionError, findName, fromJavaScript } from './values/from-javascript.ts';

interface ReadyRow {
  readonly values: readonly SqlValue[];
  /** ms since the epoch; undefined: the clock's */
  readonly timestamp: number | undefined;
}

/**
 * Appends rows to a source's topic, all or none; they become durable with the next commit.
 *
 * @throws KsqlError SQL_INVALID, SQL_TYPE or SQL_UNKNOWN_COLUMN, which says of which row
 */
export function insertRows(engine: Engine, source: Source, rows: Iterable<object>): void {
  const write = insertRow(engine, source);
  const read = rowReader(source);
  const ready = Array.from(rows, read);
  for (const { values, timestamp } of ready) write(values, timestamp);
}

function rowReader(source: Source): (row: object, index: number) => ReadyRow {
  const columns = writtenColumns(source);
  const names = columns.map(({ name }) => name);
  const converts = columns.map(({ name, type }) => fromJavaScript(type, name));
  const readRowTime = fromJavaScript(BIGINT, 'ROWTIME');
  return (row, index) => {
    const refuse = (code: ErrorCode, why: string): KsqlError =>
      new KsqlError(code, `Failed to insert values into '${source.name}': row ${index + 1}: ${why}`);
    const values: SqlValue[] = names.map(() => null);
    const given: (string | undefined)[] = names.map(() => undefined);
    let timestamp: number | undefined;
    for (const [name, value] of Object.entries(row)) {
      const at = findName(names, name);
      try {
        if (at >= 0) values[at] = converts[at]?.(value) ?? null;
        else if (name.toUpperCase() === 'ROWTIME') timestamp = Number(readRowTime(value) ?? Number.NaN);
        else throw refuse('SQL_UNKNOWN_COLUMN', `there is no column ${name}, but ${names.join(', ')}`);
      } catch (error) {
        throw error instanceof ConversionError ? refuse('SQL_TYPE', error.message) : error;
      }
      if (at >= 0 && given[at] !== undefined)
        throw refuse('SQL_INVALID', `column ${names[at]} is given twice: as ${given[at]} and as ${name}`);
      if (at >= 0) given[at] = name;
    }
    if (timestamp !== undefined && !(timestamp >= 0))
      throw refuse('SQL_INVALID', 'ROWTIME holds no time: it must be 0 or later');
    if (source.timestampColumn !== undefined && !(rowTime(source, values) >= 0))
      throw refuse('SQL_INVALID', 'the TIMESTAMP column holds no time: it must be 0 or later');
    if (source.kind === 'TABLE' && values.slice(0, source.keys.length).includes(null))
      throw refuse(
        'SQL_INVALID',
        `the primary key ${source.keys.map(({ name }) => name).join(', ')} can not be null`,
      );
    return { values, timestamp };
  };
}
