import { inHashOrder } from '../../../functions/values/java/hash-map.ts';
import type { SqlType, StructField } from '../../../types/sql-type.ts';
import { STRING } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { DeserializationError } from '../../codec.ts';
import { type ConnectType, connectType } from '../schema/connect-type.ts';
import { type FieldType, isMessage, type MessageType } from '../schema/message-type.ts';
import { LOGICAL_READERS } from './logical-values.ts';
import { conversion, mismatch, scalarReader } from './read-scalar.ts';
import type { RowReaders, SlotReader } from './slot-reader.ts';
import { BLOCK, type WireReader } from './wire-reader.ts';

/** How a field is read. */
export interface ValueReader {
  readonly wireType: number;
  /** Of a scalar. */
  readonly read: (wire: WireReader) => SqlValue | undefined;
  /** Of a message. */
  readonly child: SlotReader | undefined;
  /** From what was read (of a message: its slots; of a repeated field: a list) to the value. */
  readonly finish: ((raw: unknown) => SqlValue) | undefined;
  /** What the field is where it is not there. */
  readonly absent: SqlValue;
  /** Why the field can never be read as its column. */
  readonly fails: string | undefined;
}

const NEVER = (): undefined => undefined;

/** @param target of the column; undefined: the field is read, and forgotten */
export function valueReader(
  field: FieldType,
  target: SqlType | undefined,
  path: string,
  readers: RowReaders,
): ValueReader {
  const source = connectType(field);
  const fails = target && mismatch(source, target, path);
  const wanted = fails === undefined ? target : undefined;
  switch (source.name) {
    case 'array':
      return { ...arrayReader(source.element, wanted, path, readers), fails };
    case 'map':
      return { ...mapReader(field, wanted, path, readers), fails };
    case 'struct':
      return { ...structReader(source.message, wanted, path, readers), fails };
    default:
      return { ...singleReader(field, source, wanted, path, readers), fails };
  }
}

type Readable = Omit<ValueReader, 'fails'>;

/** A scalar, an enum, or a message that is one value. */
function singleReader(
  field: FieldType,
  source: ConnectType,
  target: SqlType | undefined,
  path: string,
  readers: RowReaders,
): Readable {
  const convert = conversion(source.name, target);
  if (isMessage(field.type)) {
    const logical = 'logical' in source ? source.logical : undefined;
    if (logical === undefined) return wrapperReader(field.type, target, path, readers);
    const child = LOGICAL_READERS[logical];
    const finish = (raw: unknown): SqlValue => {
      const value = child.finish(raw as unknown[]);
      return convert === undefined ? value : convert(value);
    };
    return { wireType: BLOCK, read: NEVER, child, finish, absent: null };
  }
  const reader = scalarReader(field);
  if (reader === undefined) throw new TypeError(`${field.name} is no scalar`);
  const { wireType, read, zero } = reader;
  const absent = field.presence === 'optional' ? null : convert === undefined ? zero : convert(zero);
  return {
    wireType,
    read,
    child: undefined,
    finish: convert && ((raw) => convert(raw as SqlValue)),
    absent,
  };
}

/** A message around a scalar, for the scalar. */
function wrapperReader(
  message: MessageType,
  target: SqlType | undefined,
  path: string,
  readers: RowReaders,
): Readable {
  const columns = target && [{ name: 'value', type: target }];
  const child = readers.reader(message, columns, path);
  return {
    wireType: BLOCK,
    read: NEVER,
    child,
    finish: (raw) => child.finish(raw as unknown[])[0] ?? null,
    absent: null,
  };
}

function structReader(
  message: MessageType,
  target: SqlType | undefined,
  path: string,
  readers: RowReaders,
): Readable {
  const child = readers.reader(message, target?.kind === 'STRUCT' ? target.fields : undefined, path);
  return {
    wireType: BLOCK,
    read: NEVER,
    child,
    finish: (raw) => child.finish(raw as unknown[]),
    absent: null,
  };
}

const NO_ITEMS: readonly SqlValue[] = Object.freeze([]);

function arrayReader(
  element: FieldType,
  target: SqlType | undefined,
  path: string,
  readers: RowReaders,
): Readable {
  const wanted = target?.kind === 'ARRAY' ? target.element : undefined;
  const { fails, finish, ...reader } = valueReader(element, wanted, `${path}->ARRAY`, readers);
  const finishAll = (raw: unknown): SqlValue => {
    const items = raw as unknown[];
    if (fails !== undefined) throw new DeserializationError(fails);
    if (finish !== undefined) for (let i = 0; i < items.length; i++) items[i] = finish(items[i]);
    return items as SqlValue[];
  };
  const isPlain = finish === undefined && fails === undefined;
  return { ...reader, finish: isPlain ? undefined : finishAll, absent: NO_ITEMS };
}

const NO_ENTRIES: ReadonlyMap<string, SqlValue> = new Map();

/** The entries in the order of a Java HashMap. An absent key or value is its default, of a message an empty one. */
function mapReader(
  { type }: FieldType,
  target: SqlType | undefined,
  path: string,
  readers: RowReaders,
): Readable {
  const columns: readonly StructField[] | undefined =
    target?.kind === 'MAP'
      ? [
          { name: 'key', type: STRING },
          { name: 'value', type: target.value },
        ]
      : undefined;
  const child = readers.entries(type as MessageType, columns, path);
  const finish = (raw: unknown): SqlValue => {
    const map = new Map<string, SqlValue>();
    for (const slots of raw as unknown[][]) {
      const [key, value] = child.finish(slots);
      map.set(key as string, value ?? null);
    }
    return inHashOrder(map);
  };
  return { wireType: BLOCK, read: NEVER, child, finish, absent: NO_ENTRIES };
}
