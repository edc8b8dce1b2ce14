import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import { directMappedCache } from '../caches/direct-mapped-cache.ts';
import { growingCache } from '../caches/growing-cache.ts';
import { hashKey, type MapKey } from '../codecs/map-key.ts';
import type { StateContext } from '../state-context.ts';
import { entryDeque } from './entry-deque.ts';

/**
 * One side of a windowed join: what it keeps for the other side to find. An entry is a number; it holds a record's
 * time and its place in the topics, so that it costs a few bytes, a change of it as little, and a restart reads back
 * only what is asked for. Records that wait for a match, and those that were settled last, are kept in memory
 * as well: most are matched once, soon, and objects that live no longer than that are cheap.
 */
export interface JoinBuffer {
  /**
   * Keeps a record. One that is older than the retention already is not kept, as in Kafka Streams' window stores.
   *
   * @param fate `pending`: no match yet, and the join's kind wants it reported when its window closes; `unmatched`: no
   *   match yet; `settled`: it was matched, or reported as not matched already
   */
  put(key: MapKey, record: StreamRecord, fate: 'pending' | 'unmatched' | 'settled'): number | undefined;
  /** Entries of the key with `from` ≤ ts ≤ `to`, by time, then by arrival. */
  find(key: MapKey, from: number, to: number): readonly number[];
  record(entry: number): StreamRecord;
  ts(entry: number): number;
  isPending(entry: number): boolean;
  /** It was matched, or reported as not matched. */
  settle(entry: number): void;
  /** What was pending when the process last stopped. */
  readonly pendingAtStart: readonly number[];
  /** Stream time moved without a record to keep: notes it, so that a restart does not set it back. */
  noteTime(ts: number): void;
  /** The largest ts ever put or noted before the last restart, or -1. */
  readonly timeAtStart: number;
}

export interface JoinBufferOptions {
  readonly name: string;
  /** Which inputs of the statement the records' inputs are, in order. */
  readonly inputs: readonly number[];
  /** Entries this much older than the newest are dropped. */
  readonly retentionMs: number;
  readonly keyOf: (record: StreamRecord) => MapKey | null;
}

const PUT = 1;
const PUT_PENDING = 2;
const SETTLE = 3;
const TIME = 4;
const NO_ENTRIES: readonly number[] = Object.freeze([]);
const MISSING = -1;

export function joinBuffer(context: StateContext, options: JoinBufferOptions): JoinBuffer {
  const { inputs, retentionMs, keyOf } = options;
  const { unmatchedRecords, settledRecords, mostSettledRecords } = context.limits;
  const sideCount = inputs.length;
  const ring = entryDeque(sideCount);
  /** Records without a match so far, the newest: others are read from their topics again. */
  const waiting = growingCache<StreamRecord>(unmatchedRecords, (entry) => entry < ring.first());
  /** Most are matched once; one that is matched by several is matched by them soon after each other. */
  const settled = directMappedCache<StreamRecord>(settledRecords);
  let observed = -1;
  let noted = -1;

  const insert = (hash: number, ts: number, pending: boolean): number => {
    if (ts > observed) {
      observed = ts;
      ring.expire(observed - retentionMs);
    }
    const entry = ring.push(hash, ts, pending);
    return entry;
  };
  const changelog = context.changelog(options.name, {
    replay: (change) => {
      const kind = change.u8();
      if (kind === SETTLE) {
        const entry = change.f64();
        if (entry >= ring.first()) ring.setSettled(entry);
        return;
      }
      if (kind === TIME) {
        noted = change.f64();
        return;
      }
      const hash = change.u32() | 0;
      const ts = change.f64();
      const entry = insert(hash, ts, kind === PUT_PENDING);
      for (let side = 0; side < sideCount; side++) ring.setOffset(entry, side, change.varint() - 1);
    },
    writeSnapshot: (writer) => {
      writer.f64(observed);
      writer.f64(noted);
      ring.write(writer);
    },
    restore: (image) => {
      observed = image.f64();
      noted = image.f64();
      ring.read(image);
    },
  });
  inputs.forEach((input, side) => {
    context.needs(input, () => ring.oldestOffset(side));
  });
  const pendingAtStart: number[] = [];
  for (let entry = ring.first(); entry < ring.next(); entry++)
    if (ring.isPending(entry)) pendingAtStart.push(entry);

  const load = (entry: number): StreamRecord => {
    const sides = inputs.map((input, side) => {
      const offset = ring.offset(entry, side);
      return offset === MISSING ? null : context.load(input, offset);
    });
    const [only] = sides;
    if (sides.length === 1 && only !== null && only !== undefined) return only;
    const partition = sides.find((side) => side !== null)?.partition ?? 0;
    return streamRecord(ring.ts(entry), partition, MISSING, [], false, undefined, undefined, sides);
  };
  const record = (entry: number): StreamRecord => {
    const known = waiting.get(entry) ?? settled.get(entry);
    if (known !== undefined) return known;
    const loaded = load(entry);
    const age = ring.next() - entry;
    if (age <= mostSettledRecords) settled.grow(age);
    settled.set(entry, loaded);
    return loaded;
  };

  /** Entries by time, then by arrival: they are given by arrival, and nearly always by time so. */
  const inOrder = (entries: number[]): readonly number[] => {
    for (let i = 1; i < entries.length; i++)
      if (ring.ts(entries[i - 1] as number) > ring.ts(entries[i] as number))
        return entries.sort((a, b) => ring.ts(a) - ring.ts(b) || a - b);
    return entries;
  };

  return {
    put: (key, kept, fate) => {
      const pending = fate === 'pending';
      // what waits for its window to close is kept even so: Kafka Streams has a store of its own for those
      if (kept.ts <= observed - retentionMs && !pending) return undefined;
      const hash = hashKey(key);
      const entry = insert(hash, kept.ts, pending);
      if (fate === 'settled') settled.set(entry, kept);
      else waiting.set(entry, kept);
      const change = changelog.begin();
      change.u8(pending ? PUT_PENDING : PUT);
      change.u32(hash >>> 0);
      change.f64(kept.ts);
      for (let side = 0; side < sideCount; side++) {
        const offset = offsetOf(kept, side);
        ring.setOffset(entry, side, offset);
        change.varint(offset + 1);
      }
      changelog.end();
      return entry;
    },
    find: (key, from, to) => {
      const alive = Math.max(from, observed - retentionMs + 1);
      let found: number[] | undefined;
      for (let entry = ring.newest(hashKey(key)); entry >= 0; entry = ring.older(entry)) {
        const ts = ring.ts(entry);
        // two keys may share a hash: the record itself says which it is
        if (ts < alive || ts > to || keyOf(record(entry)) !== key) continue;
        if (found === undefined) found = [entry];
        else found.push(entry);
      }
      if (found === undefined) return NO_ENTRIES;
      return found.length === 1 ? found : inOrder(found.reverse());
    },
    record,
    ts: ring.ts,
    isPending: ring.isPending,
    settle: (entry) => {
      const known = waiting.take(entry);
      if (known !== undefined) settled.set(entry, known);
      if (!ring.isPending(entry)) return;
      ring.setSettled(entry);
      const change = changelog.begin();
      change.u8(SETTLE);
      change.f64(entry);
      changelog.end();
    },
    noteTime: (ts) => {
      noted = ts;
      const change = changelog.begin();
      change.u8(TIME);
      change.f64(ts);
      changelog.end();
    },
    pendingAtStart,
    timeAtStart: Math.max(observed, noted),
  };
}

function offsetOf(record: StreamRecord, side: number): number {
  if (record.inputs.length === 0) return record.offset;
  const own = record.inputs[side];
  return own === null || own === undefined ? MISSING : own.offset;
}
