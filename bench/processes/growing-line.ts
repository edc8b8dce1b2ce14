import { on } from 'node:events';
import type { OutgoingRecord } from 'ksqlite/topics';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import { applyTopology, openFolder } from '../line/open-line.ts';
import {
  ALL_CLOSED_MS,
  createPartTopics,
  inBatches,
  timedHeartbeats,
  timedParts,
} from '../line/waiting-parts.ts';
import { produceAll } from '../load/produce-all.ts';
import { folderBytes } from '../measure/folder-bytes.ts';
import { mostResidentMb, residentMb } from '../measure/resident-memory.ts';
import { measureUsage, type Usage } from '../measure/usage.ts';
import { processArgument, tell } from './start-process.ts';

export interface GrowingLineArgument {
  readonly folder: string;
  /** more cars than can be needed */
  readonly cars: number;
  /** share of the cars that lack a part */
  readonly missing: number;
  /** parts a second of event time */
  readonly partsPerSecond: number;
  /** of the clock; what is older is deleted while the line runs */
  readonly retentionMs: number;
}
/** What it is told: so many more parts; or no more. */
export type GrowingLineOrder = { readonly feed: number } | { readonly end: true };
/** What the parts since the last order took, and what the line is now. */
export interface Grown extends Usage {
  readonly rssMb: number;
  readonly mostRssMb: number;
  readonly diskBytes: number;
}
/** At the end. */
export interface Outcomes {
  readonly parts: number;
  readonly outcomes: number;
}

const BATCH = 1_000;
const BEAT_MS = 1_000;

/**
 * A line of its own that is fed as it is told, parts made as they are sent, their timestamps moving on at a pace of their
 * own so that windows close and expire. Nothing of what feeds it grows: outcomes are counted by offsets.
 */
async function growingLine(argument: GrowingLineArgument): Promise<void> {
  const { folder, partsPerSecond, retentionMs, cars, missing } = argument;
  const opened = await openFolder(folder, true, retentionMs);
  const topics = opened.connectTopics();
  await createPartTopics(topics);
  await applyTopology(opened);
  const start = Date.now();
  const source = timedParts({ cars, missing, partsPerSecond, start, seed: 'bench' });
  let parts = 0;
  await tell('ready');
  for await (const [order] of on(process, 'message') as AsyncIterable<[GrowingLineOrder]>) {
    if ('end' in order) break;
    const usage = measureUsage();
    await produceAll(topics, inBatches(take(source, order.feed), BATCH));
    await opened.settled();
    parts += order.feed;
    const figures = { rssMb: residentMb(), mostRssMb: mostResidentMb(), diskBytes: folderBytes(folder) };
    await tell({ ...usage.stop(), ...figures } satisfies Grown);
  }
  // heartbeats close what is open; then each car has its outcome
  const end = start + (parts * 1_000) / partsPerSecond;
  await topics.produce([...timedHeartbeats(end, end + ALL_CLOSED_MS, BEAT_MS)]);
  await opened.settled();
  const outcomes = opened.countRecords(TOPICS.awaitingPrice) + opened.countRecords(TOPICS.incomplete);
  await opened.close();
  await tell({ parts, outcomes } satisfies Outcomes);
}

/** The next ones. Throws Error when there are not so many. */
function* take(records: Iterator<OutgoingRecord>, count: number): Generator<OutgoingRecord, void> {
  for (let taken = 0; taken < count; taken++) {
    const next = records.next();
    if (next.done === true) throw new Error('too few parts');
    yield next.value;
  }
}

const leftAlone = (): void => process.exit(1);
process.once('disconnect', leftAlone);
await growingLine(processArgument<GrowingLineArgument>());
process.off('disconnect', leftAlone);
process.disconnect();
