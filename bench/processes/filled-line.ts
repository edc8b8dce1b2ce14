import { systemClock } from 'ksqlite/clock';
import type { OutgoingRecord, Topics } from 'ksqlite/topics';
import { PARTITIONS, TOPICS } from '../../src/contracts/topic-names.ts';
import { Ledger } from '../../src/line/ledger/ledger.ts';
import { LedgerFile } from '../../src/line/ledger/place/ledger-file.ts';
import { feedLedger } from '../../src/line/ledger-feed.ts';
import { applyTopology, openFolder } from '../line/open-line.ts';
import { ALL_CLOSED_MS, inBatches, timedHeartbeats, timedParts } from '../line/waiting-parts.ts';
import { produceAll } from '../load/produce-all.ts';
import { processArgument, tell } from './start-process.ts';

export interface FilledLineArgument {
  readonly folder: string;
  readonly cars: number;
  /** Behind the cars: a heartbeat each minute for so long, of the records' time. */
  readonly idleMs: number;
  readonly retentionMs: number;
}
/** How many parts it has sent, of how many; then that it has ended. */
export type FilledLineMessage = { readonly sent: number } | { readonly done: true };

const BATCH = 1_000;
const BEAT_MS = 1_000;
const IDLE_BEAT_MS = 60_000;
/** Of event time. */
const PARTS_PER_SECOND = 2_000;

/** A line that makes cars, then idles, and is stopped: without the sidecar, all cars have the price 0. */
async function fill({ folder, cars, idleMs, retentionMs }: FilledLineArgument): Promise<void> {
  const opened = await openFolder(folder, true, retentionMs);
  const topics = opened.connectTopics();
  await applyTopology(opened);
  await topics.create([{ name: TOPICS.deadLetter, partitions: PARTITIONS }]);
  const stop = new AbortController();
  const ledger = new Ledger({ unreadable: () => false });
  const file = new LedgerFile(folder);
  const feed = await feedLedger({ topics, ledger, file, clock: systemClock, signal: stop.signal });
  const pricing = price(opened.connectTopics(), stop.signal);
  let at = Date.now();
  const stamped = function* (): Generator<OutgoingRecord> {
    for (const part of timedParts({
      cars,
      missing: 0.05,
      partsPerSecond: PARTS_PER_SECOND,
      start: at,
      seed: 'bench',
    })) {
      at = part.timestamp ?? at;
      yield part;
    }
  };
  let sent = 0;
  for (const batch of inBatches(stamped(), BATCH)) {
    await topics.produce(batch);
    sent += batch.length;
    if (sent % (100 * BATCH) === 0) await tell({ sent } satisfies FilledLineMessage);
  }
  await produceAll(topics, inBatches(timedHeartbeats(at, at + ALL_CLOSED_MS, BEAT_MS), BATCH));
  for (const beat of inBatches(timedHeartbeats(at + ALL_CLOSED_MS, at + idleMs, IDLE_BEAT_MS), 28)) {
    await topics.produce(beat);
    await opened.settled();
  }
  while (!(ledger.settled() && (await feed.caughtUp())))
    await new Promise((resolve) => setTimeout(resolve, 20));
  stop.abort();
  await Promise.all([feed.ended, pricing]);
  await opened.close();
  await tell({ done: true } satisfies FilledLineMessage);
}

/** Sends each car on that awaits its price. */
async function price(topics: Topics, signal: AbortSignal): Promise<void> {
  const subscription = await topics.subscribe({
    group: 'bench-pricing',
    topics: [TOPICS.awaitingPrice],
    from: 'earliest',
  });
  for (;;) {
    const cars = await subscription.poll(BATCH, signal);
    if (cars.length === 0) break;
    const priced = cars.map(({ key, value, timestamp }) => ({
      topic: TOPICS.priced,
      key,
      value: String(value).replace('AWAITING_PRICE', 'COMPLETE'),
      timestamp,
    }));
    const offsets = new Map(cars.map((car) => [car.partition, car]));
    await subscription.commit(
      priced,
      [...offsets.values()].map(({ topic, partition, offset }) => ({
        topic,
        partition,
        offset: offset + 1,
        metadata: '',
      })),
    );
  }
  await subscription.close();
}

const leftAlone = (): void => process.exit(1);
process.once('disconnect', leftAlone);
await fill(processArgument<FilledLineArgument>());
process.off('disconnect', leftAlone);
process.disconnect();
