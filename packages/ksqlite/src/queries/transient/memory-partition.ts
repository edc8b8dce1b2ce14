import type { LogRecord } from '../../log/topics/log-record.ts';
import type { ReadablePartition } from '../../runtime/cursor.ts';

/** A partition of an intermediate topic that one query has for itself, in memory. */
export interface MemoryPartition extends ReadablePartition {
  append(record: LogRecord): void;
  /** Lets go of what all cursors have passed and no join looks back to. */
  trim(): void;
}

/** Records are let go in lots: each time the rest is copied. */
const TRIM_AT_LEAST = 256;

/** @param keepMs how far before the newest timestamp records are kept, because joins read them again by offset */
export function memoryPartition(topic: string, partition: number, keepMs: number): MemoryPartition {
  const cursors: { readonly position: number }[] = [];
  let records: LogRecord[] = [];
  let start = 0;
  let newest = Number.NEGATIVE_INFINITY;
  const get = (offset: number): LogRecord => {
    const record = records[offset - start];
    if (record === undefined) throw new RangeError(`${topic}, partition ${partition}: no offset ${offset}`);
    return record;
  };
  return {
    topic,
    partition,
    cursors,
    keptFrom: 0,
    get logEndOffset() {
      return start + records.length;
    },
    get,
    load: get,
    append: (record) => {
      records.push(record);
      if (record.timestamp > newest) newest = record.timestamp;
    },
    trim: () => {
      let passed = start + records.length;
      for (const cursor of cursors) passed = Math.min(passed, cursor.position);
      const limit = newest - keepMs;
      let drop = 0;
      while (drop < passed - start && (records[drop] as LogRecord).timestamp < limit) drop++;
      if (drop < TRIM_AT_LEAST) return;
      records = records.slice(drop);
      start += drop;
    },
  };
}
