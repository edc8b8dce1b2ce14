import type { LogRecord } from './log-record.ts';
import { readRecords, skipRecords } from './record-codec.ts';
import { RecordPositions } from './record-positions.ts';

/** Consecutive records of a partition, encoded. */
export interface Batch {
  readonly baseOffset: number;
  readonly count: number;
  readonly bytes: Buffer;
  /** Made when a record far from the beginning is first asked for. */
  positions: RecordPositions | undefined;
}

/** Whether a batch has the record at an offset. */
export const holds = (
  batch: { readonly baseOffset: number; readonly count: number },
  offset: number,
): boolean => offset >= batch.baseOffset && offset < batch.baseOffset + batch.count;

/** Records that are passed over without noting where they are: most batches are short. */
const SHORT_BATCH = 64;

/** Decodes the one record at an offset that the batch holds. */
export function recordOf(batch: Batch, offset: number): LogRecord {
  const [record] = readRecords(batch.bytes, positionOf(batch, offset - batch.baseOffset), offset, 1);
  return record as LogRecord;
}

function positionOf(batch: Batch, index: number): number {
  if (index < SHORT_BATCH) return skipRecords(batch.bytes, 0, index);
  batch.positions ??= new RecordPositions();
  return batch.positions.find(batch.bytes, index);
}
