import type { Row } from '../types/sql-value.ts';
import { expiryQueue } from './expiry-queue.ts';
import type { MapKey } from './map-key.ts';
import { readMapKey, writeMapKey } from './map-key-codec.ts';
import type { RowCodec } from './row-codec.ts';
import type { StateContext } from './state-context.ts';

export interface TimeWindow {
  readonly key: MapKey;
  readonly keyRow: Row;
  readonly start: number;
  state: Row;
  /** the latest record's ts */
  ts: number;
  alive: boolean;
}

export interface TimeWindowStore {
  get(key: MapKey, start: number): TimeWindow | undefined;
  put(key: MapKey, keyRow: Row, start: number, state: Row, ts: number): TimeWindow;
  /** Moves stream time: windows that began `retentionMs` or more before it are gone. */
  advance(streamTime: number): void;
  readonly observedTs: () => number;
  /** A key's windows, or all. */
  windows(key?: MapKey): Iterable<TimeWindow>;
}

/** Tumbling and hopping windows by key and start; every change goes to the changelog. */
export function timeWindowStore(
  context: StateContext,
  name: string,
  retentionMs: number,
  codec: { readonly key: RowCodec; readonly state: RowCodec },
): TimeWindowStore {
  const byKey = new Map<MapKey, Map<number, TimeWindow>>();
  const expiry = expiryQueue<TimeWindow>();
  let observed = -1;

  const drop = (window: TimeWindow): void => {
    window.alive = false;
    const windows = byKey.get(window.key);
    windows?.delete(window.start);
    if (windows?.size === 0) byKey.delete(window.key);
  };
  const advance = (streamTime: number): void => {
    if (streamTime <= observed) return;
    observed = streamTime;
    expiry.expire(observed - retentionMs, drop);
  };
  const set = (key: MapKey, keyRow: Row, start: number, state: Row, ts: number): TimeWindow => {
    let windows = byKey.get(key);
    if (windows === undefined) {
      windows = new Map();
      byKey.set(key, windows);
    }
    const known = windows.get(start);
    if (known !== undefined) {
      known.state = state;
      known.ts = ts;
      return known;
    }
    const window = { key, keyRow, start, state, ts, alive: true };
    windows.set(start, window);
    expiry.add(start, window);
    return window;
  };

  const changelog = context.changelog(name, (change) => {
    const key = readMapKey(change);
    const start = change.f64();
    const ts = change.f64();
    const keyRow = codec.key.decode(change.string());
    set(key, keyRow, start, codec.state.decode(change.string()), ts);
    advance(ts);
  });

  return {
    get: (key, start) => byKey.get(key)?.get(start),
    put: (key, keyRow, start, state, ts) => {
      const change = changelog.begin();
      writeMapKey(change, key);
      change.f64(start);
      change.f64(ts);
      change.string(codec.key.encode(keyRow));
      change.string(codec.state.encode(state));
      changelog.end();
      return set(key, keyRow, start, state, ts);
    },
    advance,
    observedTs: () => observed,
    windows: function* (key) {
      if (key !== undefined) yield* byKey.get(key)?.values() ?? [];
      else for (const windows of byKey.values()) yield* windows.values();
    },
  };
}
