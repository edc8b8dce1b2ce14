import type { Converter } from './converter.ts';

/** It can't be said yet how bytes are to be read: no fault of the record, which is tried again later. */
export class NotReadable extends Error {
  override readonly name = 'NotReadable';
}

/**
 * `ksqlite.SqlConverter`, which is ours: whatever format the topic has, what SQL sees of it, with its types. A key of one column is that
 * column, one of several a STRUCT.
 */
export const sqlConverter = (side: 'key' | 'value'): Converter => ({
  write: () => {
    throw new Error('ksqlite.SqlConverter reads alone: it is for sinks');
  },
  read: (topic, bytes, readSql) => {
    if (readSql === undefined)
      throw new NotReadable('ksqlite.SqlConverter needs a database with the stream or table of the topic');
    return readSql(topic, side, bytes);
  },
});
