import type { ByteReader } from '../log/byte-reader.ts';
import type { ByteWriter } from '../log/byte-writer.ts';
import type { Row } from '../types/sql-value.ts';
import { expiryQueue } from './expiry-queue.ts';
import type { MapKey } from './map-key.ts';
import { readMapKey, writeMapKey } from './map-key-codec.ts';
import type { RowCodec } from './row-codec.ts';
import type { StateContext } from './state-context.ts';

export interface Session {
  readonly key: MapKey;
  readonly keyRow: Row;
  /** the first and the last record's ts, both inclusive */
  start: number;
  end: number;
  /** A long state is kept as its text: see `stateOf`. */
  state: Row | string;
  /** false once it was removed or has expired */
  alive: boolean;
}

export interface SessionStore {
  /** Sessions of the key that end at or after `earliestEnd` and start at or before `latestStart`, oldest first. */
  find(key: MapKey, earliestEnd: number, latestStart: number): readonly Session[];
  remove(session: Session): void;
  /**
   * Replaces a session of the same bounds, if there is one.
   *
   * @param reuse a removed session that goes on under the new bounds
   */
  put(key: MapKey, keyRow: Row, start: number, end: number, state: Row, reuse?: Session): Session;
  stateOf(session: Session): Row;
  /** Moves stream time: sessions that ended `retentionMs` or more before it are gone. */
  advance(streamTime: number): void;
  readonly observedTs: () => number;
  /** A key's live sessions, oldest first, or all, in no order. */
  sessions(key?: MapKey): Iterable<Session>;
}

const PUT = 1;
const REMOVE = 2;
/** A state of so many characters is cheaper to decode when needed than to keep as a tree of values. */
const SHORT_STATE = 64;
const NO_SESSIONS: readonly Session[] = Object.freeze([]);

/** Sessions by key, as Kafka Streams' session store keeps them; every change goes to the changelog. */
export function sessionStore(
  context: StateContext,
  name: string,
  retentionMs: number,
  codec: { readonly key: RowCodec; readonly state: RowCodec },
): SessionStore {
  const byKey = new Map<MapKey, Session[]>();
  const expiry = expiryQueue<Session>();
  let observed = -1;

  const drop = (session: Session): void => {
    const sessions = byKey.get(session.key);
    const at = sessions?.indexOf(session) ?? -1;
    session.alive = false;
    if (sessions === undefined || at < 0) return;
    if (sessions.length === 1) byKey.delete(session.key);
    else sessions.splice(at, 1);
  };
  const insert = (session: Session): void => {
    const sessions = byKey.get(session.key);
    if (sessions === undefined) {
      byKey.set(session.key, [session]);
    } else {
      let at = sessions.length;
      while (at > 0 && (sessions[at - 1] as Session).end > session.end) at--;
      sessions.splice(at, 0, session);
    }
  };
  const sessionOf = (key: MapKey, start: number, end: number): Session | undefined =>
    byKey.get(key)?.find((session) => session.start === start && session.end === end);
  const advance = (streamTime: number): void => {
    if (streamTime <= observed) return;
    observed = streamTime;
    expiry.expire(observed - retentionMs, (session) => {
      if (!session.alive) return;
      // it was extended since it was queued: it waits again, for its new end
      if (session.end > observed - retentionMs) expiry.add(session.end, session);
      else drop(session);
    });
  };

  const place = (
    reuse: Session | undefined,
    key: MapKey,
    keyRow: Row,
    start: number,
    end: number,
    state: Row | string,
  ): Session => {
    const session = reuse ?? { key, keyRow, start, end, state, alive: true };
    session.start = start;
    session.end = end;
    session.state = state;
    session.alive = true;
    insert(session);
    if (reuse === undefined) expiry.add(end, session);
    return session;
  };

  const readSession = (reader: ByteReader, key: MapKey, start: number, end: number): void => {
    const keyRow = codec.key.decode(reader.string());
    const text = reader.string();
    const same = sessionOf(key, start, end);
    if (same !== undefined) drop(same);
    place(same, key, keyRow, start, end, text.length > SHORT_STATE ? text : codec.state.decode(text));
  };
  const writeSession = (writer: ByteWriter, { key, start, end, keyRow, state }: Session): void => {
    writeMapKey(writer, key);
    writer.f64(start);
    writer.f64(end);
    writer.string(codec.key.encode(keyRow));
    writer.string(typeof state === 'string' ? state : codec.state.encode(state));
  };
  const changelog = context.changelog(name, {
    replay: (change) => {
      const kind = change.u8();
      const key = readMapKey(change);
      const start = change.f64();
      const end = change.f64();
      if (kind === PUT) {
        readSession(change, key, start, end);
        advance(end);
        return;
      }
      const removed = sessionOf(key, start, end);
      if (removed !== undefined) drop(removed);
    },
    image: (writer) => {
      writer.f64(observed);
      expiry.forEach((_, session) => {
        if (session.alive) writeSession(writer, session);
      });
    },
    restore: (image) => {
      observed = image.f64();
      while (!image.atEnd()) readSession(image, readMapKey(image), image.f64(), image.f64());
    },
  });

  return {
    find: (key, earliestEnd, latestStart) => {
      const sessions = byKey.get(key);
      if (sessions === undefined) return NO_SESSIONS;
      const kept = observed - retentionMs;
      return sessions.filter((s) => s.end >= earliestEnd && s.start <= latestStart && s.end > kept);
    },
    remove: (session) => {
      drop(session);
      const change = changelog.begin();
      change.u8(REMOVE);
      writeMapKey(change, session.key);
      change.f64(session.start);
      change.f64(session.end);
      changelog.end();
    },
    put: (key, keyRow, start, end, state, reuse) => {
      const same = sessionOf(key, start, end);
      if (same !== undefined) drop(same);
      const text = codec.state.encode(state);
      const session = place(reuse ?? same, key, keyRow, start, end, text.length > SHORT_STATE ? text : state);
      const change = changelog.begin();
      change.u8(PUT);
      writeMapKey(change, key);
      change.f64(start);
      change.f64(end);
      change.string(codec.key.encode(keyRow));
      change.string(text);
      changelog.end();
      return session;
    },
    stateOf: (session) =>
      typeof session.state === 'string' ? codec.state.decode(session.state) : session.state,
    advance,
    observedTs: () => observed,
    sessions: function* (key) {
      if (key !== undefined) yield* byKey.get(key) ?? [];
      else for (const sessions of byKey.values()) yield* sessions;
    },
  };
}
