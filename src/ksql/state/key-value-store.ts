import type { Row } from '../types/sql-value.ts';
import type { MapKey } from './map-key.ts';
import { readMapKey, writeMapKey } from './map-key-codec.ts';
import type { RowCodec } from './row-codec.ts';
import type { StateContext } from './state-context.ts';

export interface StoredRow {
  readonly keyRow: Row;
  readonly row: Row;
  /** ms since the epoch */
  readonly ts: number;
}

export interface KeyValueStore {
  get(key: MapKey): StoredRow | undefined;
  put(key: MapKey, stored: StoredRow): void;
  delete(key: MapKey): void;
  keys(): Iterable<MapKey>;
  entries(): IterableIterator<[MapKey, StoredRow]>;
}

const PUT = 1;
const DELETE = 2;

/** A table's rows by key; every change goes to the changelog. */
export function keyValueStore(
  context: StateContext,
  name: string,
  codec: { readonly key: RowCodec; readonly row: RowCodec },
): KeyValueStore {
  const rows = new Map<MapKey, StoredRow>();
  const changelog = context.changelog(name, (change) => {
    const kind = change.u8();
    const key = readMapKey(change);
    if (kind === DELETE) {
      rows.delete(key);
      return;
    }
    const ts = change.f64();
    const keyRow = codec.key.decode(change.string());
    rows.set(key, { keyRow, row: codec.row.decode(change.string()), ts });
  });
  return {
    get: (key) => rows.get(key),
    put: (key, stored) => {
      rows.set(key, stored);
      const change = changelog.begin();
      change.u8(PUT);
      writeMapKey(change, key);
      change.f64(stored.ts);
      change.string(codec.key.encode(stored.keyRow));
      change.string(codec.row.encode(stored.row));
      changelog.end();
    },
    delete: (key) => {
      if (!rows.delete(key)) return;
      const change = changelog.begin();
      change.u8(DELETE);
      writeMapKey(change, key);
      changelog.end();
    },
    keys: () => rows.keys(),
    entries: () => rows.entries(),
  };
}
