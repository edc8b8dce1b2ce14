import { listFunctions } from '../../inspect/functions/list-functions.ts';
import type { Inspected } from '../../inspect/inspected.ts';
import { columnsOf } from '../../metastore/source.ts';
import { formatType } from '../../types/sql-type.ts';

/** What statements can name: for completion, and to read the records of topics by. */
export interface Catalogue {
  readonly sources: readonly {
    readonly name: string;
    readonly kind: 'STREAM' | 'TABLE';
    readonly topic: string;
    readonly keyFormat: string;
    readonly valueFormat: string;
    readonly windowed: boolean;
    readonly sql: string;
    readonly columns: readonly { readonly name: string; readonly type: string; readonly role: ColumnRole }[];
  }[];
  readonly functions: readonly { readonly name: string; readonly type: string }[];
}

type ColumnRole = 'key' | 'value' | 'header';

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
