/**
 * A column of a source's own row. Several statements over one source make the same STRUCT of its columns: it is made once a
 * record, kept with the record's row, and what is the same array is also written once (see the JSON format's writer).
 *
 * What must stay true: a STRUCT is kept under a key of the very rows it is made of, so that a place in the rows of one source
 * never reads the rows of another. Only a layout makes these columns, and the place is nobody else's.
 */
import type { Evaluate, SharedColumn } from '../expressions/compiled.ts';
import type { Source } from '../metastore/source.ts';
import { formatType, type StructType } from '../types/sql-type.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';

/** All rows of one source: key columns, then value columns. */
class RowKind {
  readonly #structs = new Map<string, symbol>();

  /** What a STRUCT is kept under. */
  structKey(what: string): symbol {
    const known = this.#structs.get(what);
    if (known !== undefined) return known;
    const made = Symbol(what);
    this.#structs.set(what, made);
    return made;
  }
}

const kinds = new WeakMap<Source, RowKind>();

function kindOf(source: Source): RowKind {
  const known = kinds.get(source);
  if (known !== undefined) return known;
  const made = new RowKind();
  kinds.set(source, made);
  return made;
}

export class RowColumn implements SharedColumn {
  readonly #kind: RowKind;
  readonly #index: number;

  constructor(source: Source, index: number) {
    this.#kind = kindOf(source);
    this.#index = index;
  }

  structOf(type: StructType, columns: readonly SharedColumn[]): Evaluate | undefined {
    const indexes: number[] = [];
    for (const column of columns) {
      if (!(column instanceof RowColumn) || column.#kind !== this.#kind) return undefined;
      indexes.push(column.#index);
    }
    return structReader(this.#kind.structKey(`${formatType(type)} of ${indexes.join()}`), indexes);
  }
}

function structReader(key: symbol, indexes: readonly number[]): Evaluate {
  const count = indexes.length;
  return ({ row }) => {
    const made = row as Row & { [key: symbol]: Row | undefined };
    const known = made[key];
    if (known !== undefined) return known;
    const values = new Array<SqlValue>(count);
    for (let i = 0; i < count; i++) values[i] = row[indexes[i] as number] as SqlValue;
    made[key] = values;
    return values;
  };
}
