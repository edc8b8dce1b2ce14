import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import type { Row } from '../../types/sql-value.ts';
import type { MapKey } from '../codecs/map-key.ts';
import { readMapKey, writeMapKey } from '../codecs/map-key-codec.ts';
import type { RowCodec } from '../codecs/row-codec.ts';
import type { StateContext } from '../state-context.ts';

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
  const readRow = (reader: ByteReader, key: MapKey): void => {
    const ts = reader.f64();
    const keyRow = codec.key.decode(reader.string());
    rows.set(key, { keyRow, row: codec.row.decode(reader.string()), ts });
  };
  const writeRow = (writer: ByteWriter, key: MapKey, stored: StoredRow): void => {
    writeMapKey(writer, key);
    writer.f64(stored.ts);
    writer.string(codec.key.encode(stored.keyRow));
    writer.string(codec.row.encode(stored.row));
  };
  const changelog = context.changelog(name, {
    replay: (change) => {
      const kind = change.u8();
      const key = readMapKey(change);
      if (kind === DELETE) rows.delete(key);
      else readRow(change, key);
    },
    writeSnapshot: (writer) => {
      for (const [key, stored] of rows) writeRow(writer, key, stored);
    },
    restore: (snapshot) => {
      while (!snapshot.atEnd()) readRow(snapshot, readMapKey(snapshot));
    },
  });
  return {
    get: (key) => rows.get(key),
    put: (key, stored) => {
      rows.set(key, stored);
      const change = changelog.begin();
      change.u8(PUT);
      writeRow(change, key, stored);
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
