import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import type { Changelog } from '../../log/changelogs/changelog.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';
import { type GenerationalCache, generationalCache } from '../caches/generational-cache.ts';
import { hashKey, type MapKey } from '../codecs/map-key.ts';
import type { StateContext } from '../state-context.ts';
import {
  HERE,
  IN_VALUES,
  type ReadSession,
  readLongValue,
  readSession,
  readSessionHead,
  type SessionCodec,
  writeSession,
} from './session-change.ts';
import { SessionColumns } from './session-columns.ts';
import { type TimeToLsnIndex, timeToLsnIndex } from './time-to-lsn-index.ts';

/** How a session is found again. */
export interface SessionRef {
  readonly hash: number;
  /** of its change in the changelog */
  readonly lsn: number;
  /** the first and the last record's ts, both inclusive */
  readonly start: number;
  readonly end: number;
}

export interface Session extends SessionRef, ReadSession {}

export interface SessionStoreOptions {
  readonly name: string;
  readonly retentionMs: number;
  readonly codec: SessionCodec;
  /** Someone holds on to sessions by `SessionRef`: no change is written again elsewhere. */
  readonly keepsLsns?: boolean;
  /** For tests: keys may share a hash. */
  readonly hash?: (key: MapKey) => number;
}

/** Sessions that are written again in one go: the next commit must stay short. */
const RENEWED_AT_ONCE = 1_000;
const NO_SESSIONS: readonly Session[] = Object.freeze([]);

/**
 * Sessions by key, as Kafka Streams' session store keeps them (RocksDBSessionStore). The log is the store, as in Bitcask:
 * what is in memory says where in the changelog a session's newest change lies; the sessions used last are in memory as
 * objects as well.
 *
 * What must stay true: a change names the LSNs of those it replaces, so replaying the changes in order gives the living
 * sessions; no change refers to one that is older than one and a half retentions, so old segments may go.
 */
export class SessionStore {
  readonly #retentionMs: number;
  readonly #codec: SessionCodec;
  readonly #hashOf: (key: MapKey) => number;
  readonly #columns: SessionColumns;
  /** by `shortOf` their LSNs */
  readonly #recent: GenerationalCache<number, Session>;
  readonly #lsns: TimeToLsnIndex;
  readonly #changelog: Changelog;
  #observed = -1;

  constructor(context: StateContext, options: SessionStoreOptions) {
    const { retentionMs, codec, hash = hashKey } = options;
    this.#retentionMs = retentionMs;
    this.#codec = codec;
    this.#hashOf = hash;
    this.#columns = new SessionColumns(retentionMs / 4);
    this.#recent = generationalCache(context.limits.sessions);
    // a change lives for a retention; what it refers to is younger than a quarter of one when it is written
    this.#lsns = timeToLsnIndex(retentionMs * 1.5);
    this.#changelog = context.changelog(options.name, {
      replay: (change, lsn) => this.#replay(change, lsn),
      writeSnapshot: (writer) => this.#writeSnapshot(writer),
      restore: (snapshot) => this.#restore(snapshot),
      oldestLsn: () => this.#oldestLsn(),
      ...(options.keepsLsns === true ? {} : { renew: (before, since) => this.#renew(before, since) }),
    });
  }

  /** Sessions of the key that end at or after `earliestEnd` and start at or before `latestStart`, oldest first. */
  find(key: MapKey, earliestEnd: number, latestStart: number): readonly Session[] {
    return this.#within(key, Math.max(earliestEnd, this.#observed - this.#retentionMs + 1), latestStart);
  }

  /** A value an aggregate. */
  stateOf({ values, places, lsn }: Session): Row {
    if (places === undefined) return values as Row;
    return values.map((value, i) => {
      const place = places[i] as number;
      if (place === IN_VALUES) return value as SqlValue;
      return readLongValue(this.#changelog.read(place === HERE ? lsn : place), i, this.#codec);
    });
  }

  /**
   * A session in the place of others, and of one with the same bounds, if there is one.
   *
   * @param merged what `find` gave; a value of the state that is the very one that a merged state has is not written again
   */
  put(
    key: MapKey,
    keyRow: Row,
    start: number,
    end: number,
    state: Row,
    merged: readonly Session[],
    mergedStates: readonly Row[],
  ): Session {
    const hash = this.#hashOf(key);
    const replaced: number[] = [];
    for (let i = 0; i < merged.length; i++) replaced.push((merged[i] as Session).lsn);
    const same = this.#sameBounds(key, start, end, replaced);
    if (same !== undefined) replaced.push(same);
    const placeOf = merged.some(hasLongValues)
      ? placesOf(merged, mergedStates, this.#lsns.lsnSince(this.#observed - this.#retentionMs / 4))
      : NOWHERE;
    const change = this.#changelog.begin();
    const places = writeSession(change, this.#codec, { key, keyRow, start, end, state }, replaced, placeOf);
    const lsn = this.#changelog.end();
    this.#replace(hash, start, end, lsn, replaced);
    this.#lsns.add(this.#observed, lsn);
    const values =
      places === undefined ? state : state.map((value, i) => (places[i] === IN_VALUES ? value : undefined));
    const session: Session = { key, keyRow, start, end, values, places, hash, lsn };
    this.#recent.set(shortOf(lsn), session);
    return session;
  }

  /** The session, unless it was replaced or has expired. */
  get({ hash, lsn }: SessionRef): Session | undefined {
    const entry = this.#entryOf(hash, lsn);
    return entry < 0 ? undefined : this.#load(entry);
  }

  /** Moves stream time: sessions that ended `retentionMs` or more before it are gone. */
  advance(streamTime: number): void {
    if (streamTime <= this.#observed) return;
    this.#observed = streamTime;
    this.#columns.expire(streamTime - this.#retentionMs);
  }

  observedTs(): number {
    return this.#observed;
  }

  /** A key's live sessions, or all, in no order. */
  *sessions(key?: MapKey): IterableIterator<Session> {
    if (key !== undefined) yield* this.#within(key, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    else for (const entry of this.#columns.entries()) yield this.#sessionAt(entry);
  }

  /** All live sessions, in the order they were put. */
  refs(): readonly SessionRef[] {
    const columns = this.#columns;
    return Array.from(columns.entries(), (entry) => ({
      hash: columns.hash(entry),
      lsn: columns.lsn(entry),
      start: columns.start(entry),
      end: columns.end(entry),
    })).sort((a, b) => a.lsn - b.lsn);
  }

  /** Bytes that the sessions take, but for those in memory as objects. */
  bytes(): number {
    return this.#columns.bytes();
  }

  #replay(change: ByteReader, lsn: number): void {
    const { key, start, end, replaced } = readSessionHead(change, false);
    this.#replace(this.#hashOf(key), start, end, lsn, replaced);
    this.advance(end);
    this.#lsns.add(this.#observed, lsn);
  }

  #writeSnapshot(writer: ByteWriter): void {
    writer.f64(this.#observed);
    this.#lsns.write(writer);
    this.#columns.write(writer);
  }

  #restore(snapshot: ByteReader): void {
    this.#observed = snapshot.f64();
    this.#lsns.read(snapshot);
    this.#columns.read(snapshot);
  }

  #oldestLsn(): number {
    if (this.#columns.isEmpty()) return Number.POSITIVE_INFINITY;
    return this.#lsns.lsnSince(this.#observed - this.#retentionMs * 1.5);
  }

  /** See StoreState.renew. */
  #renew(before: number, since: number): boolean {
    let renewed = 0;
    for (const entry of this.#columns.entries()) {
      if (this.#columns.lsn(entry) >= since) continue;
      const session = this.#sessionAt(entry);
      if (!refersBefore(session, before)) continue;
      if (renewed++ === RENEWED_AT_ONCE) return false;
      const { key, keyRow, start, end, hash } = session;
      const state = this.stateOf(session);
      const change = this.#changelog.begin();
      writeSession(change, this.#codec, { key, keyRow, start, end, state }, [session.lsn], NOWHERE);
      this.#replace(hash, start, end, this.#changelog.end(), [session.lsn]);
    }
    this.#lsns.forgetBefore(before);
    return true;
  }

  #entryOf(hash: number, lsn: number): number {
    let entry = this.#columns.newest(hash);
    while (entry >= 0 && this.#columns.lsn(entry) !== lsn) entry = this.#columns.older(entry);
    return entry;
  }

  /** The first of the replaced entries becomes the new session, the others go. */
  #replace(hash: number, start: number, end: number, lsn: number, replaced: readonly number[]): void {
    let isPlaced = false;
    for (let i = 0; i < replaced.length; i++) {
      const old = replaced[i] as number;
      this.#recent.delete(shortOf(old));
      const entry = this.#entryOf(hash, old);
      if (entry < 0) continue;
      if (isPlaced) this.#columns.remove(entry);
      else this.#columns.move(entry, start, end, lsn);
      isPlaced = true;
    }
    if (!isPlaced) this.#columns.push(hash, start, end, lsn);
  }

  #sessionAt(entry: number): Session {
    return this.#known(this.#columns.lsn(entry)) ?? this.#read(entry);
  }

  /** As `#sessionAt`; it is kept as one of those used last. */
  #load(entry: number): Session {
    const known = this.#known(this.#columns.lsn(entry));
    if (known !== undefined) return known;
    const session = this.#read(entry);
    this.#recent.set(shortOf(session.lsn), session);
    return session;
  }

  #known(lsn: number): Session | undefined {
    const session = this.#recent.get(shortOf(lsn));
    return session?.lsn === lsn ? session : undefined;
  }

  #read(entry: number): Session {
    const lsn = this.#columns.lsn(entry);
    return {
      ...readSession(this.#changelog.read(lsn), this.#codec),
      hash: this.#columns.hash(entry),
      lsn,
    };
  }

  /** The LSN of another living session of the very same bounds. */
  #sameBounds(key: MapKey, start: number, end: number, but: readonly number[]): number | undefined {
    const columns = this.#columns;
    for (let entry = columns.newest(this.#hashOf(key)); entry >= 0; entry = columns.older(entry)) {
      if (columns.start(entry) !== start || columns.end(entry) !== end) continue;
      const lsn = columns.lsn(entry);
      if (!but.includes(lsn) && isSameKey(this.#sessionAt(entry).key, key)) return lsn;
    }
    return undefined;
  }

  /** Living sessions of a key within bounds: two keys may share a hash, the change says which it is. */
  #within(key: MapKey, earliestEnd: number, latestStart: number): readonly Session[] {
    const columns = this.#columns;
    let found: Session[] | undefined;
    for (let entry = columns.newest(this.#hashOf(key)); entry >= 0; entry = columns.older(entry)) {
      if (columns.end(entry) < earliestEnd || columns.start(entry) > latestStart) continue;
      const session = this.#load(entry);
      if (!isSameKey(session.key, key)) continue;
      if (found === undefined) found = [session];
      else found.push(session);
    }
    if (found === undefined) return NO_SESSIONS;
    return found.length === 1 ? found : found.sort((a, b) => a.end - b.end || a.lsn - b.lsn);
  }
}

/**
 * The low 32 bits of an LSN. V8 keeps a number beyond 2^31 as an object, and a Map looks it up in a slow way: a line
 * that has written so much state would be slower than it was.
 */
const shortOf = (lsn: number): number => lsn | 0;

/** Whether its own change or one that has a value of its state lies before an LSN. */
const refersBefore = ({ lsn, places }: Session, before: number): boolean =>
  lsn < before || (places?.some((place) => place >= 0 && place < before) ?? false);

const hasLongValues = (session: Session): boolean => session.places !== undefined;
const NOWHERE = (): undefined => undefined;

/** Where a value lies that one of the sessions has as well, not before an LSN. */
const placesOf =
  (sessions: readonly Session[], states: readonly Row[], notBefore: number) =>
  (value: SqlValue, at: number): number | undefined => {
    for (let i = 0; i < sessions.length; i++) {
      const session = sessions[i] as Session;
      if (session.places === undefined || states[i]?.[at] !== value) continue;
      const place = session.places[at] as number;
      const lsn = place === HERE ? session.lsn : place;
      if (lsn >= notBefore) return lsn;
    }
    return undefined;
  };

/** As `Map` compares: NaN is itself. */
const isSameKey = (a: MapKey, b: MapKey): boolean => a === b || Object.is(a, b);
