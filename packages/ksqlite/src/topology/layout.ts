/**
 * Where the columns of a schema lie in the records that one operator gives out: the only place that knows indexes.
 *
 * What must stay true: an expression is compiled against the layout of the operator whose records it reads. A column of one
 * layout can't be given to another one: fields are private, so a copy of a layout is no layout, and a layout is asked by
 * (alias, name), never by place.
 */

import type { Schema, SchemaColumn } from '../analysis/names/schema.ts';
import type { Compiled, Evaluate, Scope, SharedColumn } from '../expressions/compiled.ts';
import { columnsOf, type Source } from '../metastore/source.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { ColumnReference } from '../sql/ast/expression.ts';
import type { SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { RowColumn } from './row-column.ts';

/** A column's value in a record: at a place of the record's own row, or what the record says of itself. */
interface Slot {
  readonly column: SchemaColumn;
  readonly index: number | undefined;
  readonly read: Evaluate;
  readonly shared: SharedColumn | undefined;
}

export class Layout {
  readonly #slots: ReadonlyMap<string, Slot>;
  /** Of the values of a record's own row. */
  readonly #types: readonly SqlType[];

  private constructor(slots: readonly Slot[], types: readonly SqlType[]) {
    this.#slots = new Map(slots.map((slot) => [keyOf(slot.column), slot]));
    this.#types = types;
  }

  /**
   * Records that were read from a source.
   *
   * @param nameOf a column's name in the source; undefined: it is not stored, the record says it of itself
   */
  static ofSource(
    source: Source,
    schema: Schema,
    nameOf: (column: SchemaColumn) => string | undefined = ({ name }) => name,
  ): Layout {
    const names = new Map(columnsOf(source).map(({ name }, index) => [name, index]));
    const slots = schema.map((column): Slot => {
      const index = names.get(nameOf(column) ?? '');
      return index === undefined ? ofRecord(column) : rowSlot(column, index, new RowColumn(source, index));
    });
    return new Layout(
      slots,
      columnsOf(source).map(({ type }) => type),
    );
  }

  /** Records whose own row is the schema's columns, in order; what is a pseudo column the record says of itself. */
  static ofRows(schema: Schema): Layout {
    const stored = schema.filter((column) => !isOfRecord(column));
    const slots = schema.map((column) =>
      isOfRecord(column) ? ofRecord(column) : rowSlot(column, stored.indexOf(column), undefined),
    );
    return new Layout(
      slots,
      stored.map(({ type }) => type),
    );
  }

  /** Rows that went through a topic as one value: each column at its place, pseudo columns too. */
  static ofValues(schema: Schema): Layout {
    return new Layout(
      schema.map((column, index) => rowSlot(column, index, undefined)),
      schema.map(({ type }) => type),
    );
  }

  /** Joined records: one record of each layout, null where an outer side is missing. */
  static joined(layouts: readonly Layout[]): Layout {
    const slots = layouts.flatMap((layout, input) =>
      [...layout.#slots.values()].map((slot): Slot => ({ ...slot, ...throughInput(slot, input) })),
    );
    return new Layout(slots, []);
  }

  /** The same records, with one more column that is computed. */
  withComputed(column: SchemaColumn, read: Evaluate): Layout {
    const slot: Slot = { column, index: undefined, read, shared: undefined };
    return new Layout([...this.#slots.values(), slot], this.#types);
  }

  /** The same records, with more values behind their own row. */
  extended(columns: Schema): Layout {
    const types = this.#types;
    const added = columns.map((column, i) => rowSlot(column, types.length + i, undefined));
    return new Layout([...this.#slots.values(), ...added], [...types, ...columns.map(({ type }) => type)]);
  }

  /** Of the values of a record's own row: for keeping records. */
  get types(): readonly SqlType[] {
    return this.#types;
  }

  /** Reads a column. */
  read(column: Pick<SchemaColumn, 'alias' | 'name'>): Evaluate {
    return this.#find(column.alias, column.name).read;
  }

  /** For compiling bound expressions. */
  get scope(): Scope {
    return {
      column: ({ source, name }: ColumnReference): Compiled & { readonly type: SqlType } => {
        const { column, read, shared } = this.#find(source?.text ?? '', name.text);
        return { type: column.type, evaluate: read, ...(shared === undefined ? {} : { shared }) };
      },
    };
  }

  #find(alias: string, name: string): Slot {
    const slot = this.#slots.get(keyOf({ alias, name }));
    if (slot === undefined) throw new Error(`the plan names ${alias}.${name}, which no record here has`);
    return slot;
  }
}

const keyOf = ({ alias, name }: Pick<SchemaColumn, 'alias' | 'name'>): string => `${alias}\n${name}`;

const rowSlot = (column: SchemaColumn, index: number, shared: SharedColumn | undefined): Slot => ({
  column,
  index,
  read: (record) => record.row[index] as SqlValue,
  shared,
});

/** What a record says of itself. */
const OF_RECORD: Readonly<Record<string, Evaluate>> = {
  ROWTIME: (record) => record.ts,
  ROWPARTITION: (record) => record.partition,
  ROWOFFSET: (record) => record.offset,
  WINDOWSTART: (record) => record.window?.start ?? null,
  WINDOWEND: (record) => record.window?.end ?? null,
};

const isOfRecord = ({ role, name }: SchemaColumn): boolean => role === 'pseudo' && name in OF_RECORD;

function ofRecord(column: SchemaColumn): Slot {
  const read = isOfRecord(column) ? OF_RECORD[column.name] : undefined;
  if (read === undefined) throw new Error(`${column.alias}.${column.name} is nowhere in the record`);
  return { column, index: undefined, read, shared: undefined };
}

/** One reader for values of a row, and one for all others: a call less for each column of a joined record. */
function throughInput({ index, read }: Slot, input: number): Pick<Slot, 'index' | 'read' | 'shared'> {
  const through: Evaluate =
    index === undefined
      ? (record) => {
          const own = record.inputs[input];
          return own === null || own === undefined ? null : read(own as StreamRecord);
        }
      : (record) => {
          const own = record.inputs[input];
          return own === null || own === undefined ? null : (own.row[index] as SqlValue);
        };
  return { index: undefined, read: through, shared: undefined };
}
