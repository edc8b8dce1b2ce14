import { INTEGER } from '../../types/sql-type.ts';
import type { StateChanges } from '../state-changes.ts';
import type { Whole } from './numbers/whole.ts';

/**
 * HyperLogLog of 2^14 registers, the estimate behind COUNT_DISTINCT, as stream-lib (which ksqlDB uses) has it, so
 * that both give the same number for the same values.
 *
 * The registers are a Buffer. Few set ones are kept as a sorted list of three bytes each (index, rank), so that the
 * state of a small group is small; past half the dense size, each register is a byte.
 */
const INDEX_BITS = 14;
const REGISTERS = 1 << INDEX_BITS;
const ENTRY = 3;
const MOST_SPARSE = REGISTERS / 2;

export type Registers = Buffer;

export const noRegisters: Registers = Buffer.alloc(0);

const isDense = (registers: Registers): boolean => registers.length === REGISTERS;

/** The registers with a hash taken in; the same Buffer where it changes nothing. */
export function offer(registers: Registers, hash: number): Registers {
  const index = hash >>> (32 - INDEX_BITS);
  const rank = Math.clz32((hash << INDEX_BITS) | ((1 << (INDEX_BITS - 1)) + 1)) + 1;
  return raise(registers, index, rank);
}

function raise(registers: Registers, index: number, rank: number): Registers {
  if (isDense(registers)) {
    if ((registers[index] ?? 0) >= rank) return registers;
    const changed = Buffer.from(registers);
    changed[index] = rank;
    return changed;
  }
  const at = position(registers, index);
  const known = at < registers.length && registers.readUInt16BE(at) === index;
  if (known && (registers[at + 2] ?? 0) >= rank) return registers;
  const entry = Buffer.of(index >> 8, index & 0xff, rank);
  const changed = Buffer.concat([
    registers.subarray(0, at),
    entry,
    registers.subarray(known ? at + ENTRY : at),
  ]);
  return changed.length > MOST_SPARSE ? dense(changed) : changed;
}

/** Where the entry of a register is or would be, by halving. */
function position(registers: Registers, index: number): number {
  let low = 0;
  let high = registers.length / ENTRY;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (registers.readUInt16BE(middle * ENTRY) < index) low = middle + 1;
    else high = middle;
  }
  return low * ENTRY;
}

function dense(registers: Registers): Registers {
  const all = Buffer.alloc(REGISTERS);
  for (const [index, rank] of entries(registers)) all[index] = rank;
  return all;
}

function* entries(registers: Registers): Generator<readonly [index: number, rank: number]> {
  if (isDense(registers)) {
    for (const [index, rank] of registers.entries()) if (rank > 0) yield [index, rank];
    return;
  }
  for (let at = 0; at < registers.length; at += ENTRY)
    yield [registers.readUInt16BE(at), registers[at + 2] ?? 0];
}

/** Ranks are less. */
const RANKS = 256;

/**
 * Changes of registers: the register that a hash has raised, and its rank, as one number. Small registers are written
 * whole, and so is what a union makes.
 */
export const registerChanges: StateChanges = {
  type: INTEGER,
  between: (before, after) => {
    const from = before as Registers;
    const to = after as Registers;
    if (isDense(from) !== isDense(to) || to.length < 8 * ENTRY) return undefined;
    const at = firstDifference(from, to);
    if (at === to.length) return undefined;
    const entry = at - (at % ENTRY);
    const index = isDense(to) ? at : to.readUInt16BE(entry);
    const rank = to[isDense(to) ? at : entry + 2] as number;
    return raise(from, index, rank).equals(to) ? index * RANKS + rank : undefined;
  },
  apply: (before, change) => {
    const raised = change as number;
    return raise(before as Registers, Math.floor(raised / RANKS), raised % RANKS);
  },
};

/** The first byte that two buffers differ in, by halving; the length of the second where there is none. */
function firstDifference(a: Buffer, b: Buffer): number {
  let low = 0;
  let high = b.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const end = Math.min(middle + 1, a.length);
    if (end <= middle || a.compare(b, low, middle + 1, low, end) !== 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What both together have seen. */
export function union(a: Registers, b: Registers): Registers {
  let result = a;
  for (const [index, rank] of entries(b)) result = raise(result, index, rank);
  return result;
}

const ALPHA_MM = (0.7213 / (1 + 1.079 / REGISTERS)) * REGISTERS * REGISTERS;

/** 2^-rank */
const SHARES = Float64Array.from({ length: 256 }, (_, rank) => 2 ** -rank);

/** How many distinct hashes went in, roughly. */
export function cardinality(registers: Registers): number {
  let sum = 0;
  let set = 0;
  // each is a multiple of 2^-31: the sum is exact, in whatever order
  const step = isDense(registers) ? 1 : ENTRY;
  for (let at = step - 1; at < registers.length; at += step) {
    const rank = registers[at] as number;
    if (rank === 0) continue;
    sum += SHARES[rank] as number;
    set++;
  }
  const zeros = REGISTERS - set;
  const estimate = ALPHA_MM / (sum + zeros);
  return Math.round(estimate <= 2.5 * REGISTERS ? REGISTERS * Math.log(REGISTERS / zeros) : estimate);
}

const M = 0x5bd1e995;

/** MurmurHash 2 of bytes. */
export function hashBytes(bytes: Buffer): number {
  let hash = ~bytes.length;
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(bytes.readInt32LE(i), M);
    k = Math.imul(k ^ (k >>> 24), M);
    hash = Math.imul(hash, M) ^ k;
  }
  return finish(tail(bytes, whole, hash));
}

/** The one to three bytes left; they count from the end and with their sign, as stream-lib has them. */
function tail(bytes: Buffer, whole: number, hash: number): number {
  const left = bytes.length - whole;
  if (left === 0) return hash;
  let mixed = hash;
  if (left >= 3) mixed ^= bytes.readInt8(bytes.length - 3) << 16;
  if (left >= 2) mixed ^= bytes.readInt8(bytes.length - 2) << 8;
  return Math.imul(mixed ^ bytes.readInt8(bytes.length - 1), M);
}

/** MurmurHash 2 of the two halves of a 64-bit number. */
export function hashHalves(low: number, high: number): number {
  let k = Math.imul(low, M);
  k ^= k >>> 24;
  let hash = Math.imul(k, M);
  k = Math.imul(high, M);
  k ^= k >>> 24;
  hash = Math.imul(hash, M) ^ Math.imul(k, M);
  return finish(hash);
}

export function hashWhole(value: Whole): number {
  const wide = BigInt(value);
  return hashHalves(Number(BigInt.asIntN(32, wide)), Number(BigInt.asIntN(32, wide >> 32n)));
}

function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 13), M);
  return mixed ^ (mixed >>> 15);
}
