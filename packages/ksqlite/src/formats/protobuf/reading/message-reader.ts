/**
 * Reads messages as rows. A message is read twice, as Connect's converter does it: first its bytes into slots, a field each, in which later
 * bytes replace earlier ones or are added to them; then the slots become values.
 *
 * The first slots are the columns' own, so that the array of a message's slots becomes its row. Fields that no column has are read as
 * well: what can't be read in them is an error there, too. A field belongs to the column of its name, or of its name in capitals.
 */
import type { StructField } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { DeserializationError } from '../../codec.ts';
import { type Nullable, oneofName } from '../schema/connect-type.ts';
import type { FieldType, MessageType } from '../schema/message-type.ts';
import { OneofReader } from './oneof-reader.ts';
import { isNeverNull, nullIsRefused } from './read-scalar.ts';
import {
  type FieldReader,
  type RowReader,
  type RowReaders,
  readMessage,
  type SlotReader,
} from './slot-reader.ts';
import { type ValueReader, valueReader } from './value-reader.ts';
import { BLOCK, type WireReader } from './wire-reader.ts';

/** A field, or a oneof: what becomes of its slot. */
interface Member {
  readonly slot: number;
  readonly absent: SqlValue;
  readonly finish: ((raw: unknown) => SqlValue) | undefined;
  /** Why it can never be read as its column. */
  readonly fails: string | undefined;
  /** Of a message in a MAP's entry: an absent one is an empty one. */
  readonly empty?: SlotReader | undefined;
}

/** Fields of up to this number are found by it. */
const DENSE = 128;

class MessageReader implements RowReader {
  readonly #dense: (FieldReader | undefined)[] = [];
  readonly #sparse = new Map<number, FieldReader>();
  readonly #members: Member[] = [];
  readonly #required: { readonly slot: number; readonly reason: string }[] = [];
  /** Columns that the message has no field for. */
  readonly #missing: number[] = [];
  /** Of several fields for one column the last counts. */
  readonly #copies: { readonly from: number; readonly to: number }[] = [];
  #fails: string | undefined;
  readonly #width: number;
  #size: number;

  /** @param columns where the fields go; none: they are only read */
  constructor(
    message: MessageType,
    columns: readonly StructField[],
    path: string,
    readers: Readers,
    isEntry: boolean,
  ) {
    this.#width = columns.length;
    this.#size = columns.length;
    if (columns.length === 0) readers.opened(message, isEntry, this);
    const places = new Map(columns.map(({ name }, index) => [name, index]));
    const taken = new Set<number>();
    const placeOf = (name: string): { slot: number; column: StructField | undefined } => {
      const index = places.get(name) ?? places.get(name.toUpperCase());
      if (index === undefined) return { slot: this.#size++, column: undefined };
      const slot = taken.has(index) ? this.#size++ : index;
      if (slot !== index) this.#copies.push({ from: slot, to: index });
      taken.add(index);
      return { slot, column: columns[index] };
    };
    message.oneofs.forEach((oneof, i) => {
      const { slot, column } = placeOf(oneofName(oneof, i));
      const union = new OneofReader(oneof, slot, column?.type, pathTo(path, column, isEntry), readers);
      for (const field of union.fields) this.#addField(field);
      this.#addMember({ slot, absent: null, finish: (raw) => union.finish(raw), fails: union.fails });
    });
    for (const field of message.fields) {
      const { slot, column } = placeOf(field.name);
      const value = valueReader(field, column?.type, pathTo(path, column, isEntry), readers);
      if (field.presence === 'required')
        this.#required.push({ slot, reason: `Message missing required fields: ${field.name}` });
      else if (path !== '' && field.presence === 'optional' && isNeverNull(field, readers.nullable))
        this.#required.push({ slot, reason: nullIsRefused(field) });
      this.#addField(fieldReader(field, value, slot));
      const empty = isEntry ? value.child : undefined;
      this.#addMember({ slot, ...value, empty });
    }
    columns.forEach((_, index) => {
      if (!taken.has(index)) this.#missing.push(index);
    });
  }

  get size(): number {
    return this.#size;
  }

  #addField(field: FieldReader): void {
    if (field.number < DENSE) this.#dense[field.number] = field;
    else this.#sparse.set(field.number, field);
  }

  #addMember(member: Member): void {
    this.#fails ??= member.fails;
    this.#members.push(member);
  }

  readInto(wire: WireReader, slots: unknown[]): void {
    const dense = this.#dense;
    while (wire.at < wire.end) {
      const tag = wire.tag();
      const number = tag >>> 3;
      const field = number < DENSE ? dense[number] : this.#sparse.get(number);
      if (field === undefined) wire.skip(tag);
      else if ((tag & 7) === field.wireType) field.read(wire, slots);
      else if ((tag & 7) === BLOCK && field.packable) readBlock(wire, field, slots);
      else wire.skip(tag);
    }
  }

  finish(slots: unknown[]): SqlValue[] {
    for (const { slot, reason } of this.#required)
      if (slots[slot] === undefined) throw new DeserializationError(reason);
    if (this.#fails !== undefined) throw new DeserializationError(this.#fails);
    for (const { slot, absent, finish, empty } of this.#members) {
      const raw = slots[slot] ?? (empty === undefined ? undefined : new Array(empty.size).fill(undefined));
      if (raw === undefined) slots[slot] = absent;
      else if (finish !== undefined) slots[slot] = finish(raw);
    }
    for (const index of this.#missing) slots[index] = null;
    for (const { from, to } of this.#copies) slots[to] = slots[from];
    if (this.#size > this.#width) slots.length = this.#width;
    return slots as SqlValue[];
  }
}

function pathTo(path: string, column: StructField | undefined, isEntry: boolean): string {
  if (column === undefined) return `${path}->`;
  return `${path}->${isEntry ? ENTRY_NAMES[column.name] : column.name}`;
}

const ENTRY_NAMES: Readonly<Record<string, string>> = { key: 'MAP_KEY', value: 'MAP_VAL' };

function readBlock(wire: WireReader, field: FieldReader, slots: unknown[]): void {
  const around = wire.end;
  wire.end = wire.length() + wire.at;
  while (wire.at < wire.end) field.read(wire, slots);
  wire.end = around;
}

function fieldReader(field: FieldType, value: ValueReader, slot: number): FieldReader {
  const { wireType, read, child } = value;
  const isMany = field.presence === 'repeated';
  const list = (slots: unknown[]): unknown[] => (slots[slot] as unknown[] | undefined) ?? [];
  let readInto: FieldReader['read'];
  if (child !== undefined)
    readInto = isMany
      ? (wire, slots) => {
          const items = list(slots);
          items.push(readMessage(wire, child, undefined));
          slots[slot] = items;
        }
      : (wire, slots) => {
          slots[slot] = readMessage(wire, child, slots[slot]);
        };
  else
    readInto = isMany
      ? (wire, slots) => {
          const item = read(wire);
          if (item === undefined) return;
          const items = list(slots);
          items.push(item);
          slots[slot] = items;
        }
      : (wire, slots) => {
          slots[slot] = read(wire) ?? slots[slot];
        };
  return { number: field.number, wireType, packable: isMany && wireType !== BLOCK, read: readInto };
}

/** Makes readers; those of messages that no column reads are made once each: a message may hold itself. */
class Readers implements RowReaders {
  readonly nullable: Nullable;
  readonly #unread = { message: new Map<MessageType, RowReader>(), entry: new Map<MessageType, RowReader>() };

  constructor(nullable: Nullable) {
    this.nullable = nullable;
  }

  reader(message: MessageType, columns: readonly StructField[] | undefined, path: string): RowReader {
    return this.#find(message, columns, path, false);
  }

  entries(message: MessageType, columns: readonly StructField[] | undefined, path: string): RowReader {
    return this.#find(message, columns, path, true);
  }

  #find(
    message: MessageType,
    columns: readonly StructField[] | undefined,
    path: string,
    isEntry: boolean,
  ): RowReader {
    const known =
      columns === undefined ? this.#unread[isEntry ? 'entry' : 'message'].get(message) : undefined;
    return known ?? new MessageReader(message, columns ?? [], path, this, isEntry);
  }

  /** Told of a reader of no columns before it makes those of the messages in it. */
  opened(message: MessageType, isEntry: boolean, reader: RowReader): void {
    const known = this.#unread[isEntry ? 'entry' : 'message'];
    if (!known.has(message)) known.set(message, reader);
  }
}

/** Reads messages as rows of these columns. */
export const messageReader = (
  message: MessageType,
  columns: readonly StructField[],
  nullable: Nullable,
): RowReader => new Readers(nullable).reader(message, columns, '');
