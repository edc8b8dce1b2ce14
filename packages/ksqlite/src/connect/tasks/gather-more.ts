import type { Clock } from '../../clock/index.ts';
import type { Subscription, TopicRecord } from '../../topics/port.ts';
import type { SinkBatch } from '../port.ts';

interface From {
  readonly subscription: Subscription;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Of one poll. */
  readonly most: number;
}

/** Records after these, polled until the batch is full or its time is over. */
export async function gatherMore(
  first: readonly TopicRecord[],
  { subscription, clock, signal, most }: From,
  { records: mostRecords, bytes: mostBytes, lingerMs }: SinkBatch,
): Promise<readonly TopicRecord[]> {
  let bytes = bytesOf(first);
  if (lingerMs <= 0 || first.length >= mostRecords || bytes >= mostBytes) return first;
  const records = [...first];
  const over = new AbortController();
  const abort = () => over.abort();
  const cancel = clock.after(lingerMs, abort);
  signal.addEventListener('abort', abort);
  try {
    while (records.length < mostRecords && bytes < mostBytes && !over.signal.aborted) {
      const polled = await subscription.poll(Math.min(most, mostRecords - records.length), over.signal);
      if (polled.length === 0) break;
      for (const record of polled) records.push(record);
      bytes += bytesOf(polled);
    }
  } finally {
    cancel();
    signal.removeEventListener('abort', abort);
  }
  return records;
}

const bytesOf = (records: readonly TopicRecord[]): number =>
  records.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
