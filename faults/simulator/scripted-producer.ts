import type { Clock } from 'ksqlite/clock';
import { sleep } from 'ksqlite/clock';
import type { OutgoingRecord, Topics } from 'ksqlite/topics';
import { PROGRESS_TOPIC } from '../../src/contracts/topic-names.ts';
import { lastProgress, progressRecord } from '../../src/producer/pacing/progress-record.ts';

/** A record that says its own time. Both in ms since the epoch. */
export interface ScriptedRecord extends OutgoingRecord {
  readonly at: number;
  readonly timestamp: number;
}

export const SCRIPT = 'script';

/**
 * Sends records in their order when they are due, each batch with the count of what is sent by then; records of one
 * time go together. Goes on where the log says it was. Gives the number that was acknowledged to `onSent`.
 */
export async function sendScript(
  topics: Topics,
  records: readonly ScriptedRecord[],
  clock: Clock,
  signal: AbortSignal,
  onSent: (sent: number) => void,
): Promise<void> {
  await topics.create([{ name: PROGRESS_TOPIC, partitions: 1 }]);
  let sent = (await lastProgress(topics, SCRIPT))?.sent ?? 0;
  onSent(sent);
  while (sent < records.length && !signal.aborted) {
    const wait = (records[sent]?.at ?? 0) - clock.now();
    if (wait > 0) {
      await sleep(clock, wait, signal);
      continue;
    }
    let end = sent + 1;
    for (let next = records[end]; next !== undefined; next = records[++end])
      if (next.at > clock.now() && next.timestamp !== records[end - 1]?.timestamp) break;
    const progress = { sent: end, startedAt: 0, pace: SCRIPT, finished: end === records.length };
    await topics.produce([...records.slice(sent, end), progressRecord(SCRIPT, progress, 0)]);
    sent = end;
    onSent(sent);
  }
}
