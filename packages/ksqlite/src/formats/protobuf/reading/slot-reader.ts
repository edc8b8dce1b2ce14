import type { StructField } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import type { Nullable } from '../schema/connect-type.ts';
import type { MessageType } from '../schema/message-type.ts';
import type { WireReader } from './wire-reader.ts';

/** Reads messages of one kind into slots, and makes a value of those. */
export interface SlotReader {
  /** How many slots there are. */
  readonly size: number;
  /** Reads the fields of a message up to the reader's end. Fields that come again replace those that are there, or are added. */
  readInto(wire: WireReader, slots: unknown[]): void;
  /** Throws DeserializationError. The slots may become the value. */
  finish(slots: unknown[]): SqlValue;
}

/** Of messages with fields: a value for each column. */
export interface RowReader extends SlotReader {
  finish(slots: unknown[]): SqlValue[];
}

/** What reads one field's bytes into the slots. */
export interface FieldReader {
  readonly number: number;
  readonly wireType: number;
  /** Several values may come in one block. */
  readonly packable: boolean;
  /** Reads one value. */
  read(wire: WireReader, slots: unknown[]): void;
}

/** Gives the readers of the messages in a message. */
export interface RowReaders {
  readonly nullable: Nullable;
  /** @param columns where the fields go; undefined: they are only read */
  reader(message: MessageType, columns: readonly StructField[] | undefined, path: string): RowReader;
  /** Of a MAP's entries: a key and a value, of which an absent one is its default. */
  entries(message: MessageType, columns: readonly StructField[] | undefined, path: string): RowReader;
}

/** Reads a message that follows, into the slots of one that was read before it, if any. */
export function readMessage(wire: WireReader, child: SlotReader, before: unknown): unknown[] {
  const length = wire.length();
  const slots = (before as unknown[] | undefined) ?? wire.slots(child.size);
  const around = wire.enter(length);
  child.readInto(wire, slots);
  wire.leave(around);
  return slots;
}
