import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';
import type { Row } from '../../types/sql-value.ts';
import type { MapKey } from '../codecs/map-key.ts';
import { readMapKey, writeMapKey } from '../codecs/map-key-codec.ts';
import type { RowChanges, RowCodec } from '../codecs/row-codec.ts';
import type { StateContext } from '../state-context.ts';

export interface StoredRow {
  readonly keyRow: Row;
  readonly row: Row;
  /** ms since the epoch */
  readonly ts: number;
}

export interface KeyValueStore {
  get(key: MapKey): StoredRow | undefined;
  /** @param before what `get` gave */
  put(key: MapKey, stored: StoredRow, before?: StoredRow): void;
  delete(key: MapKey): void;
  keys(): Iterable<MapKey>;
  entries(): IterableIterator<[MapKey, StoredRow]>;
}

const PUT = 1;
const DELETE = 2;
/** The key is there; its ts, and what has changed in its row. */
const CHANGE = 3;

/**
 * A table's rows by key; every change goes to the changelog.
 *
 * @param codec with `changes` of a row that grows what is new in it is written, not all of it
 */
export function keyValueStore(
  context: StateContext,
  name: string,
  codec: { readonly key: RowCodec; readonly row: RowCodec; readonly changes?: RowChanges | undefined },
): KeyValueStore {
  const rows = new Map<MapKey, StoredRow>();
  const readRow = (reader: ByteReader, key: MapKey): void => {
    const ts = reader.f64();
    const keyRow = codec.key.decode(reader.string());
    rows.set(key, { keyRow, row: codec.row.decode(reader.string()), ts });
  };
  const changeRow = (reader: ByteReader, key: MapKey): void => {
    const known = rows.get(key);
    // the row is in a part of the snapshot that is still to come, as this change left it or newer
    if (known === undefined) return;
    if (codec.changes === undefined) throw new Error(`${name}: a change of a row that has none`);
    const ts = reader.f64();
    rows.set(key, { keyRow: known.keyRow, row: codec.changes.apply(known.row, reader.string()), ts });
  };
  const writeRow = (writer: ByteWriter, key: MapKey, stored: StoredRow): void => {
    writeMapKey(writer, key);
    writer.f64(stored.ts);
    writer.string(codec.key.encode(stored.keyRow));
    writer.string(codec.row.encode(stored.row));
  };
  /** Those that are there stand before all that come: as many as there are hold all of them. */
  const beginParts = (): ((writer: ByteWriter, bytes: number) => boolean) => {
    const entries = rows.entries();
    let left = rows.size;
    return (writer, bytes) => {
      const end = writer.length() + bytes;
      for (; left > 0 && writer.length() < end; left--) {
        const { value, done } = entries.next();
        if (done === true) return true;
        writeRow(writer, ...value);
      }
      return left === 0;
    };
  };
  const changelog = context.changelog(name, {
    replay: (change) => {
      const kind = change.u8();
      const key = readMapKey(change);
      if (kind === DELETE) rows.delete(key);
      else if (kind === CHANGE) changeRow(change, key);
      else readRow(change, key);
    },
    writeSnapshot: (writer) => {
      for (const [key, stored] of rows) writeRow(writer, key, stored);
    },
    restore: (snapshot) => {
      while (!snapshot.atEnd()) readRow(snapshot, readMapKey(snapshot));
    },
    // a change that says what is new needs the row as it was; the order of such rows means nothing
    parts: { begin: beginParts, comeFirst: codec.changes === undefined },
  });
  return {
    get: (key) => rows.get(key),
    put: (key, stored, before) => {
      rows.set(key, stored);
      const changed = before === undefined ? undefined : codec.changes?.between(before.row, stored.row);
      const change = changelog.begin();
      if (changed === undefined) {
        change.u8(PUT);
        writeRow(change, key, stored);
      } else {
        change.u8(CHANGE);
        writeMapKey(change, key);
        change.f64(stored.ts);
        change.string(changed);
      }
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
