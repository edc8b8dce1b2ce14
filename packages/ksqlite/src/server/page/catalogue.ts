import { listFunctions } from '../../inspect/functions/list-functions.ts';
import type { Inspected } from '../../inspect/inspected.ts';
import type { Catalogue, ColumnRole } from '../../inspect/live/page-answers.ts';
import { columnsOf } from '../../metastore/source.ts';
import { formatType } from '../../types/sql-type.ts';

export const catalogue = (engine: Inspected): Catalogue => ({
  sources: engine.sources().map((source) => ({
    name: source.name,
    kind: source.kind,
    topic: source.topic,
    keyFormat: source.keyFormat,
    valueFormat: source.valueFormat,
    windowed: source.window !== undefined,
    sql: source.sql,
    columns: columnsOf(source).map(({ name, type }, i) => ({
      name,
      type: formatType(type),
      role: roleAt(i, source.keys.length, source.values.length),
    })),
  })),
  functions: listFunctions(engine.functions).map(({ name, type }) => ({ name, type })),
});

const roleAt = (i: number, keys: number, values: number): ColumnRole => {
  if (i < keys) return 'key';
  return i < keys + values ? 'value' : 'header';
};
