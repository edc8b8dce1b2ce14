import type { Random } from '../../random.ts';
import { BYTES } from './pieces.ts';

export type ByteStep = (input: Buffer, other: Buffer) => Buffer;

/** Mutations that know nothing of the input. */
export function byteSteps(random: Random, piece: () => string): readonly ByteStep[] {
  const place = (input: Buffer): number => random.int(0, input.length);
  const range = (input: Buffer): readonly [number, number] => {
    const from = place(input);
    return [from, Math.min(input.length, from + 1 + Math.floor(2 ** (random.next() * 8) * random.next()))];
  };
  const replaced = (input: Buffer, from: number, to: number, by: Buffer): Buffer =>
    Buffer.concat([input.subarray(0, from), by, input.subarray(to)]);
  const changed = (input: Buffer, change: (byte: number) => number): Buffer => {
    const copy = Buffer.from(input);
    if (copy.length > 0) {
      const at = random.int(0, copy.length - 1);
      copy[at] = change(copy[at] ?? 0);
    }
    return copy;
  };

  const flipBit: ByteStep = (input) => changed(input, (byte) => byte ^ (1 << random.int(0, 7)));
  const setByte: ByteStep = (input) => changed(input, () => random.int(0, 255));
  const addToByte: ByteStep = (input) => changed(input, (byte) => byte + random.int(-9, 9));
  const knownBytes: ByteStep = (input) => {
    const at = place(input);
    const bytes = random.oneOf(BYTES);
    return replaced(input, at, random.chance(0.5) ? at : Math.min(input.length, at + bytes.length), bytes);
  };
  const remove: ByteStep = (input) => replaced(input, ...range(input), Buffer.alloc(0));
  const cut: ByteStep = (input) => input.subarray(0, place(input));
  const repeat: ByteStep = (input) => {
    const [from, to] = range(input);
    const at = place(input);
    return replaced(input, at, at, input.subarray(from, to));
  };
  const insert: ByteStep = (input) => {
    const at = place(input);
    return replaced(input, at, at, Buffer.from(piece()));
  };
  const crossOver: ByteStep = (input, other) =>
    Buffer.concat([input.subarray(0, place(input)), other.subarray(place(other))]);
  const splice: ByteStep = (input, other) => {
    const [from, to] = range(other);
    const at = place(input);
    return replaced(input, at, at, other.subarray(from, to));
  };
  return [flipBit, setByte, addToByte, knownBytes, remove, cut, repeat, insert, crossOver, splice];
}
