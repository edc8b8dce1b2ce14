import type { Row, SqlValue } from '../../types/sql-value.ts';
import { generationalCache } from '../caches/generational-cache.ts';
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
import { sessionColumns } from './session-columns.ts';
import { timeToLsnIndex } from './time-to-lsn-index.ts';

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

export interface SessionStore {
  /** Sessions of the key that end at or after `earliestEnd` and start at or before `latestStart`, oldest first. */
  find(key: MapKey, earliestEnd: number, latestStart: number): readonly Session[];
  /** A value an aggregate. */
  stateOf(session: Session): Row;
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
  ): Session;
  /** The session, unless it was replaced or has expired. */
  get(ref: SessionRef): Session | undefined;
  /** Moves stream time: sessions that ended `retentionMs` or more before it are gone. */
  advance(streamTime: number): void;
  readonly observedTs: () => number;
  /** A key's live sessions, or all, in no order. */
  sessions(key?: MapKey): Iterable<Session>;
  /** All live sessions, in the order they were put. */
  readonly refs: () => readonly SessionRef[];
  /** Bytes that the sessions take, but for those in memory. */
  readonly bytes: () => number;
}

export interface SessionStoreOptions {
  readonly name: string;
  readonly retentionMs: number;
  readonly codec: SessionCodec;
  /** Someone holds on to sessions by `SessionRef`: no change is written again elsewhere. */
  readonly keepsPositions?: boolean;
  /** For tests: keys may share a hash. */
  readonly hash?: (key: MapKey) => number;
}

/** Sessions that are written again in one go: the next commit must stay short. */
const RENEWED_AT_ONCE = 1_000;
const NO_SESSIONS: readonly Session[] = Object.freeze([]);

/** Sessions by key, as Kafka Streams' session store keeps them. The log is the store: what is in memory says where. */
export function sessionStore(context: StateContext, options: SessionStoreOptions): SessionStore {
  const { retentionMs, codec, hash: hashOf = hashKey } = options;
  const columns = sessionColumns(retentionMs / 4);
  /** By `shortOf` their positions. */
  const recent = generationalCache<number, Session>(context.limits.sessions);
  // a change lives for a retention; what it refers to is younger than a quarter of one when it is written
  const marks = timeToLsnIndex(retentionMs * 1.5);
  let observed = -1;

  const entryOf = (hash: number, position: number): number => {
    let entry = columns.newest(hash);
    while (entry >= 0 && columns.lsn(entry) !== position) entry = columns.older(entry);
    return entry;
  };
  const replace = (
    hash: number,
    start: number,
    end: number,
    position: number,
    replaced: readonly number[],
  ): void => {
    let isPlaced = false;
    for (let i = 0; i < replaced.length; i++) {
      const old = replaced[i] as number;
      recent.delete(shortOf(old));
      const entry = entryOf(hash, old);
      if (entry < 0) continue;
      if (isPlaced) columns.remove(entry);
      else columns.move(entry, start, end, position);
      isPlaced = true;
    }
    if (!isPlaced) columns.push(hash, start, end, position);
  };
  const advance = (streamTime: number): void => {
    if (streamTime <= observed) return;
    observed = streamTime;
    columns.expire(observed - retentionMs);
  };

  const changelog = context.changelog(options.name, {
    replay: (change, position) => {
      const { key, start, end, replaced } = readSessionHead(change, false);
      replace(hashOf(key), start, end, position, replaced);
      advance(end);
      marks.add(observed, position);
    },
    writeSnapshot: (writer) => {
      writer.f64(observed);
      marks.write(writer);
      columns.write(writer);
    },
    restore: (image) => {
      observed = image.f64();
      marks.read(image);
      columns.read(image);
    },
    oldestLsn: () =>
      columns.isEmpty() ? Number.POSITIVE_INFINITY : marks.lsnSince(observed - retentionMs * 1.5),
    ...(options.keepsPositions === true ? {} : { renew: (before, since) => renew(before, since) }),
  });

  const sessionAt = (entry: number): Session => {
    const position = columns.lsn(entry);
    const known = recent.get(shortOf(position));
    if (known !== undefined && known.lsn === position) return known;
    return { ...readSession(changelog.read(position), codec), hash: columns.hash(entry), lsn: position };
  };
  const load = (entry: number): Session => {
    const session = sessionAt(entry);
    recent.set(shortOf(session.lsn), session);
    return session;
  };
  const stateOf = ({ values, places, lsn: position }: Session): Row => {
    if (places === undefined) return values as Row;
    return values.map((value, i) => {
      const place = places[i] as number;
      if (place === IN_VALUES) return value as SqlValue;
      return readLongValue(changelog.read(place === HERE ? position : place), i, codec);
    });
  };
  const renew = (before: number, since: number): boolean => {
    let renewed = 0;
    for (const entry of columns.entries()) {
      if (columns.lsn(entry) >= since) continue;
      const session = sessionAt(entry);
      if (!refersBefore(session, before)) continue;
      if (renewed++ === RENEWED_AT_ONCE) return false;
      const { key, keyRow, start, end, hash } = session;
      const state = stateOf(session);
      const change = changelog.begin();
      writeSession(change, codec, { key, keyRow, start, end, state }, [session.lsn], NOWHERE);
      const position = changelog.end();
      replace(hash, start, end, position, [session.lsn]);
    }
    marks.forgetBefore(before);
    return true;
  };
  /** Another living session of the very same bounds. */
  const sameBounds = (
    key: MapKey,
    start: number,
    end: number,
    but: readonly number[],
  ): number | undefined => {
    for (let entry = columns.newest(hashOf(key)); entry >= 0; entry = columns.older(entry)) {
      if (columns.start(entry) !== start || columns.end(entry) !== end) continue;
      const position = columns.lsn(entry);
      if (!but.includes(position) && isSameKey(sessionAt(entry).key, key)) return position;
    }
    return undefined;
  };
  /** Living sessions of a key within bounds: two keys may share a hash, the change says which it is. */
  const within = (key: MapKey, earliestEnd: number, latestStart: number): readonly Session[] => {
    let found: Session[] | undefined;
    for (let entry = columns.newest(hashOf(key)); entry >= 0; entry = columns.older(entry)) {
      if (columns.end(entry) < earliestEnd || columns.start(entry) > latestStart) continue;
      const session = load(entry);
      if (!isSameKey(session.key, key)) continue;
      if (found === undefined) found = [session];
      else found.push(session);
    }
    if (found === undefined) return NO_SESSIONS;
    return found.length === 1 ? found : found.sort((a, b) => a.end - b.end || a.lsn - b.lsn);
  };

  return {
    find: (key, earliestEnd, latestStart) =>
      within(key, Math.max(earliestEnd, observed - retentionMs + 1), latestStart),
    stateOf,
    put: (key, keyRow, start, end, state, merged, mergedStates) => {
      const hash = hashOf(key);
      const replaced: number[] = [];
      for (let i = 0; i < merged.length; i++) replaced.push((merged[i] as Session).lsn);
      const same = sameBounds(key, start, end, replaced);
      if (same !== undefined) replaced.push(same);
      const placeOf = merged.some(hasLongValues)
        ? placesOf(merged, mergedStates, marks.lsnSince(observed - retentionMs / 4))
        : NOWHERE;
      const change = changelog.begin();
      const places = writeSession(change, codec, { key, keyRow, start, end, state }, replaced, placeOf);
      const position = changelog.end();
      replace(hash, start, end, position, replaced);
      marks.add(observed, position);
      const values =
        places === undefined ? state : state.map((value, i) => (places[i] === IN_VALUES ? value : undefined));
      const session: Session = { key, keyRow, start, end, values, places, hash, lsn: position };
      recent.set(shortOf(position), session);
      return session;
    },
    get: ({ hash, lsn: position }) => {
      const entry = entryOf(hash, position);
      return entry < 0 ? undefined : load(entry);
    },
    advance,
    observedTs: () => observed,
    sessions: function* (key) {
      if (key !== undefined) yield* within(key, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
      else for (const entry of columns.entries()) yield sessionAt(entry);
    },
    refs: () =>
      Array.from(columns.entries(), (entry) => ({
        hash: columns.hash(entry),
        lsn: columns.lsn(entry),
        start: columns.start(entry),
        end: columns.end(entry),
      })).sort((a, b) => a.lsn - b.lsn),
    bytes: columns.bytes,
  };
}

/**
 * The low 32 bits of a position. V8 keeps a number beyond 2^31 as an object, and a Map looks it up in a slow way: a line
 * that has written so much state would be slower than it was.
 */
const shortOf = (position: number): number => position | 0;

/** Whether its own change or one that has a value of its state lies before a position. */
const refersBefore = ({ lsn: position, places }: Session, before: number): boolean =>
  position < before || (places?.some((place) => place >= 0 && place < before) ?? false);

const hasLongValues = (session: Session): boolean => session.places !== undefined;
const NOWHERE = (): undefined => undefined;

/** Where a value lies that one of the sessions has as well, not before a position. */
const placesOf =
  (sessions: readonly Session[], states: readonly Row[], notBefore: number) =>
  (value: SqlValue, at: number): number | undefined => {
    for (let i = 0; i < sessions.length; i++) {
      const session = sessions[i] as Session;
      if (session.places === undefined || states[i]?.[at] !== value) continue;
      const place = session.places[at] as number;
      const position = place === HERE ? session.lsn : place;
      if (position >= notBefore) return position;
    }
    return undefined;
  };

/** As `Map` compares: NaN is itself. */
const isSameKey = (a: MapKey, b: MapKey): boolean => a === b || Object.is(a, b);
