import type { LineFormat } from '../../src/line/format/line-format.ts';
import { connectAsJson, openFolder } from '../line/open-line.ts';
import {
  ALL_CLOSED_MS,
  createPartTopics,
  inBatches,
  type PartsOptions,
  timedHeartbeats,
  timedParts,
} from '../line/waiting-parts.ts';
import { processArgument, tell } from './start-process.ts';

export interface FillArgument extends PartsOptions {
  readonly folder: string;
  /** of the records; default JSON */
  readonly format?: LineFormat;
}
export interface Filled {
  readonly parts: number;
}

const BATCH = 2_000;
const BEAT_MS = 1_000;

/** Writes parts, and heartbeats later than every window of theirs, into a data folder that has no statements. */
async function fillTopics({ folder, format = 'json', ...options }: FillArgument): Promise<Filled> {
  const filled = await openFolder(folder, true);
  const topics = await connectAsJson(filled, format);
  await createPartTopics(topics);
  let parts = 0;
  for (const batch of inBatches(timedParts(options), BATCH)) {
    await topics.produce(batch);
    parts += batch.length;
  }
  const end = options.start + Math.ceil((parts * 1_000) / options.partsPerSecond);
  await topics.produce([...timedHeartbeats(end, end + ALL_CLOSED_MS, BEAT_MS)]);
  await filled.close();
  return { parts };
}

await tell(await fillTopics(processArgument<FillArgument>()));
process.disconnect();
