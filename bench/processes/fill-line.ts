import { applyTopology, openFolder } from '../line/open-line.ts';
import { createPartTopics, inBatches, timedParts } from '../line/waiting-parts.ts';
import { produceAll } from '../load/produce-all.ts';
import { processArgument, tell } from './start-process.ts';

export interface FillLineArgument {
  readonly folder: string;
  readonly parts: number;
  readonly partsPerSecond: number;
  /** timestamp of the first part, ms since the epoch */
  readonly start: number;
}
/** How many parts have been sent. */
export type FillLineMessage = { readonly sent: number; readonly enough: boolean };

const BATCH = 1_000;

/** A line at full speed that never ends: it is killed in the middle of its work once it has told that it is enough. */
async function fillLine({ folder, parts, partsPerSecond, start }: FillLineArgument): Promise<void> {
  const opened = await openFolder(folder, true);
  const topics = opened.connectTopics();
  await createPartTopics(topics);
  await applyTopology(opened);
  const options = { cars: parts, missing: 0.05, partsPerSecond, start, seed: 'bench' };
  const reported = async function* () {
    let sent = 0;
    for (const batch of inBatches(timedParts(options), BATCH)) {
      yield batch;
      sent += batch.length;
      if (sent % (50 * BATCH) === 0 || sent >= parts)
        await tell({ sent, enough: sent >= parts } satisfies FillLineMessage);
    }
  };
  await produceAll(topics, reported());
}

process.once('disconnect', () => process.exit(1));
await fillLine(processArgument<FillLineArgument>());
