import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import type { Row } from '../../types/sql-value.ts';
import type { MapKey } from '../codecs/map-key.ts';
import { readMapKey, writeMapKey } from '../codecs/map-key-codec.ts';
import type { RowCodec } from '../codecs/row-codec.ts';
import type { StateContext } from '../state-context.ts';
import { expiryQueue } from './expiry-queue.ts';

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
  /** All windows, in the order they were made, over a restart too. */
  inOrder(): readonly TimeWindow[];
}

interface WindowCodec {
  readonly key: RowCodec;
  readonly state: RowCodec;
}

/** Tumbling and hopping windows by key and start; every change goes to the changelog. */
export function timeWindowStore(
  context: StateContext,
  name: string,
  retentionMs: number,
  codec: WindowCodec,
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

  const readWindow = (reader: ByteReader): TimeWindow => {
    const key = readMapKey(reader);
    const start = reader.f64();
    const ts = reader.f64();
    const keyRow = codec.key.decode(reader.string());
    return set(key, keyRow, start, codec.state.decode(reader.string()), ts);
  };
  const changelog = context.changelog(name, {
    replay: (change) => advance(readWindow(change).ts),
    writeSnapshot: (writer) => {
      writer.f64(observed);
      // in the order of the queue: what expires together then does so after a restart, too
      expiry.forEach((_, window) => {
        writeWindow(writer, window, codec);
      });
    },
    restore: (image) => {
      observed = image.f64();
      while (!image.atEnd()) readWindow(image);
    },
  });

  return {
    get: (key, start) => byKey.get(key)?.get(start),
    put: (key, keyRow, start, state, ts) => {
      const change = changelog.begin();
      writeWindow(change, { key, keyRow, start, state, ts }, codec);
      changelog.end();
      return set(key, keyRow, start, state, ts);
    },
    advance,
    observedTs: () => observed,
    inOrder: () => {
      const all: TimeWindow[] = [];
      expiry.forEach((_, window) => {
        all.push(window);
      });
      return all;
    },
    windows: function* (key) {
      if (key !== undefined) yield* byKey.get(key)?.values() ?? [];
      else for (const windows of byKey.values()) yield* windows.values();
    },
  };
}

function writeWindow(
  writer: ByteWriter,
  { key, keyRow, start, state, ts }: Omit<TimeWindow, 'alive'>,
  codec: WindowCodec,
): void {
  writeMapKey(writer, key);
  writer.f64(start);
  writer.f64(ts);
  writer.string(codec.key.encode(keyRow));
  writer.string(codec.state.encode(state));
}
