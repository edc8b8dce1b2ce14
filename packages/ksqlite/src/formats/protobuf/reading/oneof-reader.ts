import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { DeserializationError } from '../../codec.ts';
import type { FieldType, OneofType } from '../schema/message-type.ts';
import { connectNameOf, isNeverNull, nullIsRefused } from './read-scalar.ts';
import { type FieldReader, type RowReaders, readMessage } from './slot-reader.ts';
import { type ValueReader, valueReader } from './value-reader.ts';

/** What was read of a oneof: the one of its fields that came last. */
interface Chosen {
  readonly field: number;
  readonly raw: unknown;
}

/** Reads the fields of a oneof into one slot: a STRUCT of which one field is not null. */
export class OneofReader {
  readonly fields: readonly FieldReader[];
  /** Why it can never be read as its column. */
  readonly fails: string | undefined;
  readonly #values: readonly ValueReader[];
  /** Of each field the place in the STRUCT; -1: it has none. */
  readonly #places: readonly number[];
  readonly #width: number;
  /** Fields that can't be NULL, though only one of a oneof's fields is not. */
  readonly #neverNull: readonly { readonly index: number; readonly reason: string }[];
  /** Why a STRUCT can't be made once a field came. */
  readonly #failsInside: string | undefined;

  constructor(
    { fields }: OneofType,
    slot: number,
    target: SqlType | undefined,
    path: string,
    readers: RowReaders,
  ) {
    if (target !== undefined && target.kind !== 'STRUCT')
      this.fails = `Cannot deserialize type struct as type ${connectNameOf(target)} for path: ${path}`;
    const columns = target?.kind === 'STRUCT' ? target.fields : [];
    const indexOf = (name: string): number => columns.findIndex((column) => column.name === name);
    this.#places = fields.map(({ name }) => {
      const exact = indexOf(name);
      return exact >= 0 ? exact : indexOf(name.toUpperCase());
    });
    this.#width = columns.length;
    const { nullable } = readers;
    this.#neverNull = fields.flatMap((field, index) =>
      isNeverNull(field, nullable) ? [{ index, reason: nullIsRefused(field) }] : [],
    );
    this.#values = fields.map((field, i) => {
      const column = columns[this.#places[i] ?? -1];
      const name = column === undefined ? path : `${path}->${column.name}`;
      return valueReader(field, column?.type, name, readers);
    });
    this.#failsInside = this.#values.find(({ fails }) => fails !== undefined)?.fails;
    this.fields = fields.map((field, i) => memberReader(field, this.#values[i] as ValueReader, i, slot));
  }

  finish(raw: unknown): SqlValue {
    if (this.#failsInside !== undefined) throw new DeserializationError(this.#failsInside);
    const chosen = raw as Chosen;
    const missing = this.#neverNull.find(({ index }) => index !== chosen.field);
    if (missing !== undefined) throw new DeserializationError(missing.reason);
    const value = this.#values[chosen.field] as ValueReader;
    const held = value.finish === undefined ? (chosen.raw as SqlValue) : value.finish(chosen.raw);
    const row: SqlValue[] = new Array(this.#width).fill(null);
    const place = this.#places[chosen.field] ?? -1;
    if (place >= 0) row[place] = held;
    return row;
  }
}

function memberReader(
  { number }: FieldType,
  { wireType, read, child }: ValueReader,
  field: number,
  slot: number,
): FieldReader {
  const before = (slots: unknown[]): unknown => {
    const chosen = slots[slot] as Chosen | undefined;
    return chosen?.field === field ? chosen.raw : undefined;
  };
  return {
    number,
    wireType,
    packable: false,
    read: (wire, slots) => {
      const raw = child === undefined ? read(wire) : readMessage(wire, child, before(slots));
      if (raw !== undefined) slots[slot] = { field, raw } satisfies Chosen;
    },
  };
}
