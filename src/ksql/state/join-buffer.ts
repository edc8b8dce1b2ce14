import type { ByteReader } from '../log/byte-reader.ts';
import type { ByteWriter } from '../log/byte-writer.ts';
import { type Rec, rec } from '../runtime/rec.ts';
import { type ExpiryQueue, expiryQueue } from './expiry-queue.ts';
import type { MapKey } from './map-key.ts';
import { readMapKey, writeMapKey } from './map-key-codec.ts';
import type { StateContext } from './state-context.ts';

/** A record that one side of a windowed join keeps for the other side to find. */
export interface BufferedRec {
  readonly key: MapKey;
  readonly ts: number;
  /** undefined after a restart, until it is needed: the topics still have it */
  rec: Rec | undefined;
  readonly offsets: readonly number[];
  /** No match was found yet, and the join's kind wants it reported when its window closes. */
  pending: boolean;
}

export interface JoinBuffer {
  put(key: MapKey, record: Rec, pending: boolean): BufferedRec;
  /** Matched, or reported as not matched. */
  settle(entry: BufferedRec): void;
  /** The entries of the key with `from` ≤ ts ≤ `to`, by time, then by arrival. */
  find(key: MapKey, from: number, to: number): readonly BufferedRec[];
  record(entry: BufferedRec): Rec;
  /** What was pending when the process last stopped, in no order. */
  readonly pendingAtStart: readonly BufferedRec[];
  /** The largest ts ever put, or -1. */
  readonly observedTs: () => number;
}

const PUT = 1;
const PUT_PENDING = 2;
const SETTLE = 3;
const NO_ENTRIES: readonly BufferedRec[] = Object.freeze([]);

/**
 * One side of a windowed join. Entries point at topic offsets, so that a change costs a few bytes and a restart reads
 * back only what is asked for: the topics are this store's changelog.
 *
 * @param inputs which inputs of the statement the records' sides are, in order
 * @param retentionMs entries this much older than the newest are dropped, as Kafka Streams' window stores do
 */
export function joinBuffer(
  context: StateContext,
  name: string,
  inputs: readonly number[],
  retentionMs: number,
): JoinBuffer {
  const byKey = new Map<MapKey, BufferedRec[]>();
  const expiry: ExpiryQueue<BufferedRec> = expiryQueue();
  let observed = -1;

  const insert = (entry: BufferedRec): void => {
    if (entry.ts > observed) {
      observed = entry.ts;
      expiry.expire(observed - retentionMs, drop);
    }
    const entries = byKey.get(entry.key);
    if (entries === undefined) {
      byKey.set(entry.key, [entry]);
    } else {
      let at = entries.length;
      while (at > 0 && (entries[at - 1]?.ts ?? 0) > entry.ts) at--;
      entries.splice(at, 0, entry);
    }
    expiry.add(entry.ts, entry);
  };
  const drop = (entry: BufferedRec): void => {
    const entries = byKey.get(entry.key);
    if (entries === undefined) return;
    if (entries.length === 1) byKey.delete(entry.key);
    else entries.splice(entries.indexOf(entry), 1);
  };

  const changelog = context.changelog(name, (change) => {
    const kind = change.u8();
    const key = readMapKey(change);
    const ts = change.f64();
    const offsets = readOffsets(change, inputs.length);
    if (kind !== SETTLE) {
      insert({ key, ts, rec: undefined, offsets, pending: kind === PUT_PENDING });
      return;
    }
    const settled = byKey.get(key)?.find((entry) => entry.ts === ts && sameOffsets(entry.offsets, offsets));
    if (settled !== undefined) settled.pending = false;
  });
  const pendingAtStart: BufferedRec[] = [];
  for (const entries of byKey.values())
    for (const entry of entries) if (entry.pending) pendingAtStart.push(entry);

  const log = (kind: number, entry: BufferedRec): void =>
    changelog.change((writer) => {
      writer.u8(kind);
      writeMapKey(writer, entry.key);
      writer.f64(entry.ts);
      writeOffsets(writer, entry.offsets);
    });

  const record = (entry: BufferedRec): Rec => {
    entry.rec ??= load(context, inputs, entry);
    return entry.rec;
  };

  return {
    put: (key, buffered, pending) => {
      const entry = { key, ts: buffered.ts, rec: buffered, offsets: offsetsOf(buffered), pending };
      insert(entry);
      log(pending ? PUT_PENDING : PUT, entry);
      return entry;
    },
    settle: (entry) => {
      if (!entry.pending) return;
      entry.pending = false;
      log(SETTLE, entry);
    },
    find: (key, from, to) => {
      const entries = byKey.get(key);
      if (entries === undefined) return NO_ENTRIES;
      const alive = Math.max(from, observed - retentionMs + 1);
      return entries.filter((entry) => entry.ts >= alive && entry.ts <= to);
    },
    record,
    pendingAtStart,
    observedTs: () => observed,
  };
}

const MISSING = -1;

const offsetsOf = (record: Rec): readonly number[] =>
  record.sides.length === 0
    ? [record.offset]
    : record.sides.map((side) => (side === null ? MISSING : side.offset));

function load(context: StateContext, inputs: readonly number[], entry: BufferedRec): Rec {
  const sides = entry.offsets.map((offset, i) =>
    offset === MISSING ? null : context.load(inputs[i] ?? 0, offset),
  );
  const [only] = sides;
  if (inputs.length === 1 && only !== null && only !== undefined) return only;
  return rec(entry.ts, only?.partition ?? 0, MISSING, [], false, undefined, undefined, sides);
}

function writeOffsets(writer: ByteWriter, offsets: readonly number[]): void {
  for (const offset of offsets) writer.f64(offset);
}

const readOffsets = (reader: ByteReader, count: number): number[] =>
  Array.from({ length: count }, () => reader.f64());

const sameOffsets = (a: readonly number[], b: readonly number[]): boolean =>
  a.every((offset, i) => offset === b[i]);
