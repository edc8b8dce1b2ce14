import type { Data } from '../../connect/index.ts';
import { NotReadable, type ReadSql } from '../../connect/index.ts';
import { decodeWindowedKey } from '../../formats/kafka/windowed-key.ts';
import type { Source } from '../../metastore/source.ts';
import { SchemaNotLoadedError } from '../../schemas/schema-lookup.ts';
import { type SqlData, sqlData, structData } from './sql-data.ts';

type Side = 'key' | 'value';

/** What `ksqlite.SqlConverter` reads a database's topics with: the first stream or table that was made of a topic says how. */
export function sqlReader(sources: () => readonly Source[]): ReadSql {
  const readers = new WeakMap<Source, Readonly<Record<Side, Read>>>();
  return (topic, side, bytes) => {
    const source = sources().find((one) => one.topic === topic);
    if (source === undefined)
      throw new NotReadable(
        `no stream or table is of the topic ${topic}: make one, or name a converter of its format`,
      );
    let reader = readers.get(source);
    if (reader === undefined) {
      reader = { key: keyReader(source), value: valueReader(source) };
      readers.set(source, reader);
    }
    try {
      return reader[side](bytes);
    } catch (error) {
      if (error instanceof SchemaNotLoadedError) throw new NotReadable(error.message);
      throw error;
    }
  };
}

type Read = (bytes: Buffer | null) => Data | null;

function keyReader(source: Source): Read {
  const { keys, keyCodec, window } = source;
  const [first] = keys;
  if (first === undefined) return () => null;
  const single = keys.length === 1 ? sqlData(first.type) : undefined;
  const whole: SqlData = single ?? structData(keys);
  return (bytes) => {
    const plain =
      window === undefined || bytes === null
        ? bytes
        : decodeWindowedKey(bytes, window.type, window.sizeMs ?? 0).key;
    const row = keyCodec.decode(plain);
    if (row === null) return null;
    return { schema: whole.schema, value: single === undefined ? whole.of(row) : single.of(row[0] ?? null) };
  };
}

function valueReader({ values, valueCodec }: Source): Read {
  const whole = structData(values);
  return (bytes) => {
    const row = valueCodec.decode(bytes);
    return row === null ? null : { schema: whole.schema, value: whole.of(row) };
  };
}
