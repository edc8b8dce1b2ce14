import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import type { Changelog } from '../../log/changelogs/changelog.ts';
import type { Row } from '../../types/sql-value.ts';
import type { MapKey } from '../codecs/map-key.ts';
import { NO_MAP_KEY, readMapKey, writeMapKey } from '../codecs/map-key-codec.ts';
import type { RowChanges, RowCodec } from '../codecs/row-codec.ts';
import type { StateContext } from '../state-context.ts';
import { type ExpiryQueue, expiryQueue } from './expiry-queue.ts';

export interface TimeWindow {
  readonly key: MapKey;
  readonly keyRow: Row;
  readonly start: number;
  state: Row;
  /** the latest record's ts */
  ts: number;
  alive: boolean;
}

interface WindowCodec {
  readonly key: RowCodec;
  readonly state: RowCodec;
  /** Of a state that grows: what is new in it is written, not all of it. */
  readonly changes?: RowChanges | undefined;
}

/**
 * Tumbling and hopping windows by key and start, in memory; every change goes to the changelog.
 *
 * What must stay true: windows that began `retentionMs` or more before stream time are gone, as in Kafka Streams'
 * window stores; those that expire together do so in the order they came, after a restart as well.
 */
export class TimeWindowStore {
  readonly #retentionMs: number;
  readonly #codec: WindowCodec;
  readonly #byKey = new Map<MapKey, Map<number, TimeWindow>>();
  readonly #expiry: ExpiryQueue<TimeWindow> = expiryQueue();
  readonly #changelog: Changelog;
  readonly #drop = (window: TimeWindow): void => {
    window.alive = false;
    const windows = this.#byKey.get(window.key);
    windows?.delete(window.start);
    if (windows?.size === 0) this.#byKey.delete(window.key);
  };
  #observed = -1;

  /** @param name of the changelog */
  constructor(context: StateContext, name: string, retentionMs: number, codec: WindowCodec) {
    this.#retentionMs = retentionMs;
    this.#codec = codec;
    this.#changelog = context.changelog(name, {
      replay: (change) => this.advance(this.#readWindow(change).ts),
      writeSnapshot: (writer) => {
        writer.f64(this.#observed);
        // in the order of the queue: what expires together then does so after a restart, too
        this.#expiry.forEach((_, window) => {
          writeWindow(writer, window, codec);
        });
      },
      restore: (snapshot) => {
        this.#observed = snapshot.f64();
        while (!snapshot.atEnd()) this.#readWindow(snapshot);
      },
    });
  }

  get(key: MapKey, start: number): TimeWindow | undefined {
    return this.#byKey.get(key)?.get(start);
  }

  put(key: MapKey, keyRow: Row, start: number, state: Row, ts: number): TimeWindow {
    const { changes } = this.#codec;
    const before = changes && this.get(key, start)?.state;
    const changed = before === undefined ? undefined : changes?.between(before, state);
    const change = this.#changelog.begin();
    if (changed === undefined) writeWindow(change, { key, keyRow, start, state, ts }, this.#codec);
    else writeWindowChange(change, key, start, ts, changed);
    this.#changelog.end();
    return this.#set(key, keyRow, start, state, ts);
  }

  /** Moves stream time: windows that began `retentionMs` or more before it are gone. */
  advance(streamTime: number): void {
    if (streamTime <= this.#observed) return;
    this.#observed = streamTime;
    this.#expiry.expire(streamTime - this.#retentionMs, this.#drop);
  }

  observedTs(): number {
    return this.#observed;
  }

  /** All windows, in the order they were made, over a restart too. */
  inOrder(): readonly TimeWindow[] {
    const all: TimeWindow[] = [];
    this.#expiry.forEach((_, window) => {
      all.push(window);
    });
    return all;
  }

  /** A key's windows, or all. */
  keys(): Iterable<MapKey> {
    return this.#byKey.keys();
  }

  *windows(key?: MapKey): IterableIterator<TimeWindow> {
    if (key !== undefined) yield* this.#byKey.get(key)?.values() ?? [];
    else for (const windows of this.#byKey.values()) yield* windows.values();
  }

  #set(key: MapKey, keyRow: Row, start: number, state: Row, ts: number): TimeWindow {
    let windows = this.#byKey.get(key);
    if (windows === undefined) {
      windows = new Map();
      this.#byKey.set(key, windows);
    }
    const known = windows.get(start);
    if (known !== undefined) {
      known.state = state;
      known.ts = ts;
      return known;
    }
    const window = { key, keyRow, start, state, ts, alive: true };
    windows.set(start, window);
    this.#expiry.add(start, window);
    return window;
  }

  #readWindow(reader: ByteReader): TimeWindow {
    const first = reader.u8();
    if (first === NO_MAP_KEY) return this.#readChange(reader);
    const key = readMapKey(reader, first);
    const start = reader.f64();
    const ts = reader.f64();
    const keyRow = this.#codec.key.decode(reader.string());
    return this.#set(key, keyRow, start, this.#codec.state.decode(reader.string()), ts);
  }

  #readChange(reader: ByteReader): TimeWindow {
    const key = readMapKey(reader);
    const window = this.get(key, reader.f64());
    const { changes } = this.#codec;
    if (window === undefined || changes === undefined) throw new Error('a change of no window');
    window.ts = reader.f64();
    window.state = changes.apply(window.state, reader.string());
    return window;
  }
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

/** A window that is there: its ts, and what has changed in its state. */
function writeWindowChange(
  writer: ByteWriter,
  key: MapKey,
  start: number,
  ts: number,
  changed: string,
): void {
  writer.u8(NO_MAP_KEY);
  writeMapKey(writer, key);
  writer.f64(start);
  writer.f64(ts);
  writer.string(changed);
}
