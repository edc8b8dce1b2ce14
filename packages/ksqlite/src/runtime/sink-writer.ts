import { SerializationError } from '../formats/codec.ts';
import { encodeWindowedKey } from '../formats/kafka/windowed-key.ts';
import type { TopicLog } from '../log/topic-log.ts';
import { asBuffer } from '../log/topics/log-record.ts';
import { partitionFor } from '../log/topics/murmur2.ts';
import type { PartitionLog } from '../log/topics/partition-log.ts';
import { rowTime } from '../metastore/row-time.ts';
import type { Source } from '../metastore/source.ts';
import type { WriteRow } from '../operators/operator.ts';
import type { NullKeys } from '../topology/sub-topology.ts';
import { RecordOrigin } from './record-origin.ts';
import { streamRecord } from './stream-record.ts';

/** What no record was made of. */
const NOTHING = new RecordOrigin();

/**
 * Writes rows to a source's topic, partitioned by murmur2 of the key (a windowed key's bounds left out), whatever
 * partition they were made in. The row is kept with the record, so that who reads this source need not parse it: where the
 * bytes say the same. What must stay true: who reads it at once gets what a restart would read.
 *
 * differs: failing-rows
 *
 * @param onError told of a row that holds no time, or that its format can't write; it is left out; may throw
 * @param origin gives the headers that are written
 * @param nullKeys what is written for key columns that are all null
 */
export function sinkWriter(
  log: TopicLog,
  source: Source,
  onError: (error: RangeError | SerializationError, source: string) => void,
  origin: RecordOrigin = NOTHING,
  nullKeys: NullKeys = 'none',
): WriteRow {
  const partitions = log.topics.get(source.topic)?.partitions ?? [];
  const count = partitions.length;
  const { keyCodec, valueCodec, window: windowInfo } = source;
  const keyCount = source.keys.length;
  const { timestampColumn, keyOfNulls = null } = source;
  // a reader's row holds them, the one that is written does not
  const readsHeaders = source.headers.length > 0;
  const { encodeInto } = valueCodec;
  const encoder = encodeInto === undefined ? undefined : { encodeInto };
  const write: WriteRow = (row, tombstone, rowTs, fromPartition, window) => {
    const ts = timestampColumn === undefined || tombstone ? rowTs : rowTime(source, row);
    // as ksqlDB: a row that says no time of its own is logged and left out
    if (!(ts >= 0)) {
      const holder = timestampColumn === undefined ? 'ROWTIME' : 'the TIMESTAMP column';
      onError(new RangeError(`${holder} holds no time: it must be 0 or later`), source.name);
      return;
    }
    let key = keyCount === 0 ? null : keyCodec.encode(row, 0);
    if (key === null && (nullKeys === 'made' || (nullKeys === 'own' && !origin.hadNoKey()))) key = keyOfNulls;
    const target = key === null ? fromPartition % count : partitionFor(key, count);
    const partition = partitions[target] as PartitionLog;
    const fullKey =
      windowInfo === undefined || window === undefined || key === null
        ? key
        : encodeWindowedKey(asBuffer(key) ?? Buffer.alloc(0), window, windowInfo.type);
    const { headers } = origin;
    const record =
      encoder === undefined || tombstone || headers.length > 0
        ? log.append(partition, ts, fullKey, tombstone ? null : valueCodec.encode(row, keyCount), headers)
        : log.appendRow(partition, ts, fullKey, encoder, row, keyCount);
    // only for who reads it soon: the row is kept no longer than the record
    if (tombstone || readsHeaders || partition.cursors.length === 0) return;
    // KAFKA has no bytes for a NULL: its record is one without a value
    if (encoder === undefined && record.value === null) return;
    if (keyCodec.survives?.(row, 0) === false || valueCodec.survives?.(row, keyCount) === false) return;
    record.decodedBy = source;
    record.isOriginal = true;
    record.decoded = streamRecord(
      ts,
      target,
      record.offset,
      row,
      false,
      windowInfo === undefined || fullKey === null ? undefined : window,
      headers,
    );
  };
  if (keyCodec.canFail !== true && valueCodec.canFail !== true) return write;
  return (...row) => {
    try {
      write(...row);
    } catch (error) {
      if (!(error instanceof SerializationError)) throw error;
      onError(error, source.name);
    }
  };
}
