import { KsqlError } from '../../errors/ksql-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { rowBuffer } from '../row-buffer.ts';
import { type PartitionRecord, recordLines } from './record-lines.ts';

/** PRINT at work. */
export interface RunningPrint {
  /** Without line ends; for one reader, leaving the loop closes it. */
  readonly lines: AsyncIterable<string>;
  /** At any time, more than once as well. */
  close(): void;
}

export interface PrintOptions {
  readonly topic: string;
  readonly fromBeginning: boolean;
  /** Of so many records one is shown. */
  readonly interval: number;
  readonly limit: number;
}

const MAX_BUFFERED_LINES = 1_000;
const LOT = 200;

/**
 * Shows a topic's records as ksqlDB's PRINT does, committed ones only, partition by partition, and goes on with what
 * comes. It waits for its reader and holds nothing in memory. @param onEnd it was closed, left, or is at its limit. Throws KsqlError TOPIC_UNKNOWN.
 */
export function printTopic(log: TopicLog, options: PrintOptions, onEnd: () => void): RunningPrint {
  const { topic, fromBeginning, interval, limit } = options;
  const partitions = log.topics.get(topic)?.partitions;
  if (partitions === undefined)
    throw new KsqlError(
      'TOPIC_UNKNOWN',
      `Could not find topic '${topic}', or the KSQL user does not have permissions to list the topic. Topic names are case-sensitive.`,
    );
  const positions = partitions.map((partition) =>
    fromBeginning ? partition.logStartOffset : partition.highWatermark,
  );
  const records = recordLines();
  let seen = 0;
  let shown = 0;
  let isScheduled = false;
  let isClosed = false;

  const finish = (): void => {
    isClosed = true;
    stopListening();
    onEnd();
  };
  const close = (): void => {
    finish();
    buffer.discard();
  };
  const wake = (): void => {
    if (isScheduled || isClosed) return;
    isScheduled = true;
    setImmediate(turn);
  };
  const nextLot = (): readonly PartitionRecord[] => {
    const lot: PartitionRecord[] = [];
    partitions.forEach(({ partition, logStartOffset: start, highWatermark: committedEnd }, i) => {
      let at = Math.max(start, positions[i] as number);
      for (; at < committedEnd && lot.length < LOT; at++)
        lot.push({ partition, record: (partitions[i] as (typeof partitions)[0]).get(at) });
      positions[i] = at;
    });
    return lot;
  };
  const turn = (): void => {
    isScheduled = false;
    if (isClosed || buffer.isFull()) return;
    try {
      const lot = nextLot();
      if (lot.length === 0) {
        if (log.topics.get(topic)?.partitions !== partitions)
          throw new KsqlError('TOPIC_UNKNOWN', `topic ${topic} was deleted`);
        return;
      }
      const { formats, lines } = records.of(lot);
      for (const format of formats) buffer.push(format);
      for (const line of lines) {
        if (seen++ % interval !== 0) continue;
        buffer.push(line);
        if (++shown < limit) continue;
        finish();
        buffer.end();
        return;
      }
      wake();
    } catch (error) {
      finish();
      buffer.fail(error);
    }
  };
  const buffer = rowBuffer<string>(MAX_BUFFERED_LINES, wake, close);
  const stopListening = log.onCommitted(wake);
  if (limit < 1) {
    finish();
    buffer.end();
  } else wake();
  return { lines: buffer, close };
}
