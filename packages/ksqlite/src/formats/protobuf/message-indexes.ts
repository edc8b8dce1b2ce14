/**
 * Which message of its schema a record is: the place of the message in the text, and of the one in it, and so on. How many there are
 * and each of them is a zigzag varint; a single 0 stands for the first message (`MessageIndexes`).
 */
import { DeserializationError } from '../codec.ts';
import type { WireReader } from './reading/wire-reader.ts';
import type { LinkedFile } from './schema/link-messages.ts';
import type { MessageType } from './schema/message-type.ts';

/** The places that a payload begins with. Throws DeserializationError. */
export function readIndexes(wire: WireReader): readonly number[] {
  const count = wire.sint32();
  if (count === 0) return [0];
  if (count < 0 || count > wire.end - wire.at)
    throw new DeserializationError(`Invalid number of message indexes: ${count}`);
  const indexes: number[] = [];
  for (let i = 0; i < count; i++) indexes.push(wire.sint32());
  return indexes;
}

export function writeIndexes(indexes: readonly number[]): Buffer {
  if (indexes.length === 1 && indexes[0] === 0) return Buffer.from([0]);
  return Buffer.from([indexes.length, ...indexes].flatMap((value) => varint(value * 2)));
}

function varint(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

export function messageAt({ messages }: LinkedFile, indexes: readonly number[]): MessageType | undefined {
  let among = messages;
  let found: MessageType | undefined;
  for (const index of indexes) {
    found = among[index];
    if (found === undefined) return undefined;
    among = found.nested;
  }
  return found;
}

/** The places of a message of the file; undefined: it is not in it. */
export function indexesOf(
  among: readonly MessageType[],
  message: MessageType,
): readonly number[] | undefined {
  for (const [index, each] of among.entries()) {
    if (each === message) return [index];
    const inner = indexesOf(each.nested, message);
    if (inner !== undefined) return [index, ...inner];
  }
  return undefined;
}
