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
  readonly start: number;
  readonly end: number;
  readonly state: Row;
  /** false once it was removed, replaced or has expired */
  alive: boolean;
}

export interface SessionStore {
  /** Sessions of the key that end at or after `earliestEnd` and start at or before `latestStart`, oldest first. */
  find(key: MapKey, earliestEnd: number, latestStart: number): readonly Session[];
  remove(session: Session): void;
  put(key: MapKey, keyRow: Row, start: number, end: number, state: Row): Session;
  /** Moves stream time: sessions that ended `retentionMs` or more before it are gone. */
  advance(streamTime: number): void;
  readonly observedTs: () => number;
  /** All live sessions, in no order. */
  sessions(): Iterable<Session>;
}

const PUT = 1;
const REMOVE = 2;
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
    expiry.add(session.end, session);
  };
  const advance = (streamTime: number): void => {
    if (streamTime <= observed) return;
    observed = streamTime;
    expiry.expire(observed - retentionMs, drop);
  };

  const changelog = context.changelog(name, (change) => {
    const kind = change.u8();
    const key = readMapKey(change);
    const start = change.f64();
    const end = change.f64();
    if (kind === PUT) {
      const keyRow = codec.key.decode(change.string());
      insert({ key, keyRow, start, end, state: codec.state.decode(change.string()), alive: true });
      advance(end);
      return;
    }
    const removed = byKey.get(key)?.find((session) => session.start === start && session.end === end);
    if (removed !== undefined) drop(removed);
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
      changelog.change((writer) => {
        writer.u8(REMOVE);
        writeMapKey(writer, session.key);
        writer.f64(session.start);
        writer.f64(session.end);
      });
    },
    put: (key, keyRow, start, end, state) => {
      const same = byKey.get(key)?.find((session) => session.start === start && session.end === end);
      if (same !== undefined) drop(same);
      const session = { key, keyRow, start, end, state, alive: true };
      insert(session);
      changelog.change((writer) => {
        writer.u8(PUT);
        writeMapKey(writer, key);
        writer.f64(start);
        writer.f64(end);
        writer.string(codec.key.encode(keyRow));
        writer.string(codec.state.encode(state));
      });
      return session;
    },
    advance,
    observedTs: () => observed,
    sessions: function* () {
      for (const sessions of byKey.values()) yield* sessions;
    },
  };
}
