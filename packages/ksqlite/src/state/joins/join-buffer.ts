import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { Changelog } from '../../log/changelogs/changelog.ts';
import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import { type DirectMappedCache, directMappedCache } from '../caches/direct-mapped-cache.ts';
import { type GrowingCache, growingCache } from '../caches/growing-cache.ts';
import { hashKey, type MapKey } from '../codecs/map-key.ts';
import type { StateContext } from '../state-context.ts';
import { EntryDeque } from './entry-deque.ts';

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

/** What became of a record when it is put. */
export type Fate =
  /** no match yet, and the join's kind wants it reported when its window closes */
  | 'pending'
  /** no match yet */
  | 'unmatched'
  /** it was matched, or reported as not matched already */
  | 'settled';

/**
 * One side of a windowed join: what it keeps for the other side to find. An entry is a number; it holds a record's
 * time and its offsets in the topics, so that it costs a few bytes, a change of it as little, and a restart reads back
 * only what is asked for. Records that wait for a match, and those that were settled last, are kept in memory as well:
 * most are matched once, soon, and objects that live no longer than that are cheap.
 *
 * What must stay true: entries are there until they are settled and older than the retention (as in Kafka Streams' window
 * stores); the topics keep the records that entries refer to (`StateContext.needs`).
 */
export class JoinBuffer {
  /** What was pending when the process last stopped. */
  readonly pendingAtStart: readonly number[];
  /** The largest ts ever put or noted before the last restart, or -1. */
  readonly timeAtStart: number;
  readonly #context: StateContext;
  readonly #inputs: readonly number[];
  readonly #retentionMs: number;
  readonly #keyOf: (record: StreamRecord) => MapKey | null;
  readonly #entries: EntryDeque;
  /** Records without a match so far, the newest: others are read from their topics again. */
  readonly #waiting: GrowingCache<StreamRecord>;
  /** Most are matched once; one that is matched by several is matched by them soon after each other. */
  readonly #settled: DirectMappedCache<StreamRecord>;
  readonly #changelog: Changelog;
  #observed = -1;
  #noted = -1;

  constructor(context: StateContext, { name, inputs, retentionMs, keyOf }: JoinBufferOptions) {
    const entries = new EntryDeque(inputs.length);
    this.#context = context;
    this.#inputs = inputs;
    this.#retentionMs = retentionMs;
    this.#keyOf = keyOf;
    this.#entries = entries;
    this.#waiting = growingCache(context.limits.unmatchedRecords, (entry) => entry < entries.first());
    this.#settled = directMappedCache(context.limits.settledRecords);
    this.#changelog = context.changelog(name, {
      replay: (change) => this.#replay(change),
      writeSnapshot: (writer) => {
        writer.f64(this.#observed);
        writer.f64(this.#noted);
        entries.write(writer);
      },
      restore: (snapshot) => {
        this.#observed = snapshot.f64();
        this.#noted = snapshot.f64();
        entries.read(snapshot);
      },
    });
    inputs.forEach((input, side) => {
      context.needs(input, () => entries.oldestOffset(side));
    });
    const pending: number[] = [];
    for (let entry = entries.first(); entry < entries.next(); entry++)
      if (entries.isPending(entry)) pending.push(entry);
    this.pendingAtStart = pending;
    this.timeAtStart = Math.max(this.#observed, this.#noted);
  }

  /**
   * Keeps a record. One that is older than the retention already is not kept, as in Kafka Streams' window stores.
   *
   * @returns the entry; undefined: it is not kept
   */
  put(key: MapKey, kept: StreamRecord, fate: Fate): number | undefined {
    const pending = fate === 'pending';
    // what waits for its window to close is kept even so: Kafka Streams has a store of its own for those
    if (kept.ts <= this.#observed - this.#retentionMs && !pending) return undefined;
    const hash = hashKey(key);
    const entry = this.#insert(hash, kept.ts, pending);
    if (fate === 'settled') this.#settled.set(entry, kept);
    else this.#waiting.set(entry, kept);
    const change = this.#changelog.begin();
    change.u8(pending ? PUT_PENDING : PUT);
    change.u32(hash >>> 0);
    change.f64(kept.ts);
    for (let side = 0; side < this.#inputs.length; side++) {
      const offset = offsetOf(kept, side);
      this.#entries.setOffset(entry, side, offset);
      change.varint(offset + 1);
    }
    this.#changelog.end();
    return entry;
  }

  /** Entries of the key with `from` ≤ ts ≤ `to`, by time, then by arrival. */
  find(key: MapKey, from: number, to: number): readonly number[] {
    const entries = this.#entries;
    const alive = Math.max(from, this.#observed - this.#retentionMs + 1);
    let found: number[] | undefined;
    for (let entry = entries.newest(hashKey(key)); entry >= 0; entry = entries.older(entry)) {
      const ts = entries.ts(entry);
      // two keys may share a hash: the record itself says which it is
      if (ts < alive || ts > to || this.#keyOf(this.record(entry)) !== key) continue;
      if (found === undefined) found = [entry];
      else found.push(entry);
    }
    if (found === undefined) return NO_ENTRIES;
    return found.length === 1 ? found : this.#inOrder(found.reverse());
  }

  record(entry: number): StreamRecord {
    const known = this.#waiting.get(entry) ?? this.#settled.get(entry);
    if (known !== undefined) return known;
    const loaded = this.#load(entry);
    const age = this.#entries.next() - entry;
    if (age <= this.#context.limits.mostSettledRecords) this.#settled.grow(age);
    this.#settled.set(entry, loaded);
    return loaded;
  }

  ts(entry: number): number {
    return this.#entries.ts(entry);
  }

  isPending(entry: number): boolean {
    return this.#entries.isPending(entry);
  }

  /** It was matched, or reported as not matched. */
  settle(entry: number): void {
    const known = this.#waiting.take(entry);
    if (known !== undefined) this.#settled.set(entry, known);
    if (!this.#entries.isPending(entry)) return;
    this.#entries.setSettled(entry);
    const change = this.#changelog.begin();
    change.u8(SETTLE);
    change.f64(entry);
    this.#changelog.end();
  }

  /** Stream time moved without a record to keep: notes it, so that a restart does not set it back. */
  noteTime(ts: number): void {
    this.#noted = ts;
    const change = this.#changelog.begin();
    change.u8(TIME);
    change.f64(ts);
    this.#changelog.end();
  }

  #replay(change: ByteReader): void {
    const kind = change.u8();
    if (kind === SETTLE) {
      const entry = change.f64();
      if (entry >= this.#entries.first()) this.#entries.setSettled(entry);
      return;
    }
    if (kind === TIME) {
      this.#noted = change.f64();
      return;
    }
    const hash = change.u32() | 0;
    const ts = change.f64();
    const entry = this.#insert(hash, ts, kind === PUT_PENDING);
    for (let side = 0; side < this.#inputs.length; side++)
      this.#entries.setOffset(entry, side, change.varint() - 1);
  }

  #insert(hash: number, ts: number, pending: boolean): number {
    if (ts > this.#observed) {
      this.#observed = ts;
      this.#entries.expire(ts - this.#retentionMs);
    }
    return this.#entries.push(hash, ts, pending);
  }

  #load(entry: number): StreamRecord {
    const inputs = this.#inputs.map((input, side) => {
      const offset = this.#entries.offset(entry, side);
      return offset === MISSING ? null : this.#context.load(input, offset);
    });
    const [only] = inputs;
    if (inputs.length === 1 && only !== null && only !== undefined) return only;
    const partition = inputs.find((input) => input !== null)?.partition ?? 0;
    const ts = this.#entries.ts(entry);
    return streamRecord(ts, partition, MISSING, [], false, undefined, undefined, inputs);
  }

  /** Entries by time, then by arrival: they are given by arrival, and nearly always by time so. */
  #inOrder(found: number[]): readonly number[] {
    const entries = this.#entries;
    for (let i = 1; i < found.length; i++)
      if (entries.ts(found[i - 1] as number) > entries.ts(found[i] as number))
        return found.sort((a, b) => entries.ts(a) - entries.ts(b) || a - b);
    return found;
  }
}

function offsetOf(record: StreamRecord, side: number): number {
  if (record.inputs.length === 0) return record.offset;
  const own = record.inputs[side];
  return own === null || own === undefined ? MISSING : own.offset;
}
