import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import type { Bench, Round, Scale } from '../bench.ts';
import { copyFolder } from '../line/copy-folder.ts';
import { applyTopology, openFolder, writtenBy } from '../line/open-line.ts';
import { mostResidentMb } from '../measure/resident-memory.ts';
import { measureUsage } from '../measure/usage.ts';
import { fill } from '../processes/fill.ts';
import type { Sample } from '../results/result.ts';

export const CARS: Readonly<Record<Scale, number>> = { full: 20_000, quick: 5_000, tiny: 100 };
/** Event time moves on at this pace, so that windows and retention see a plausible stream time. */
const PARTS_PER_SECOND = 50_000;

/** Parts in a folder that was filled for an earlier round. */
const waiting = new Map<string, number>();

export const assembly: Bench = assemblyBench(
  0,
  'complete cars wait in the topics → all on rccar-awaiting-price',
);
export const assemblyIncomplete: Bench = assemblyBench(0.2, 'the same, every fifth car incomplete');

function assemblyBench(missing: number, about: string): Bench {
  return {
    about,
    columns: [
      'partsPerSecond',
      'cpuSeconds',
      'cpuMsPer1000',
      'peakRssMb',
      'bytesPerPart',
      'commitsPerSecond',
      'gcShare',
    ],
    rounds: 3,
    warmUp: true,
    takesFormats: true,
    run: (round) => assemble(round, missing),
  };
}

/** How fast is a backlog of cars assembled, durable? The topics are filled by another process. */
async function assemble({ scale, folder, format, say }: Round, missing: number): Promise<readonly Sample[]> {
  const cars = CARS[scale];
  const filled = join(folder, 'filled');
  let parts = waiting.get(filled);
  if (parts === undefined) {
    say(`fills the topics with ${cars.toLocaleString('en')} cars`);
    const start = Date.now();
    const wanted = {
      folder: filled,
      cars,
      missing,
      partsPerSecond: PARTS_PER_SECOND,
      start,
      seed: 'bench',
      format,
    };
    parts = (await fill(wanted)).parts;
    waiting.set(filled, parts);
  }
  const work = join(folder, 'work');
  copyFolder(filled, work);
  say('assembles');

  const usage = measureUsage();
  const opened = await openFolder(work);
  await applyTopology(opened, format);
  await opened.settled();
  const { seconds, cpuSeconds, gcShare, bytesWritten } = usage.stop();
  const verdicts = opened.countRecords(TOPICS.awaitingPrice) + opened.countRecords(TOPICS.incomplete);
  if (verdicts !== cars) throw new Error(`${verdicts} verdicts for ${cars} cars`);
  const written = writtenBy(opened);
  await opened.close();
  rmSync(work, { recursive: true });
  return [
    {
      case: `${cars.toLocaleString('en')} cars${format === 'json' ? '' : ` in ${format}`}`,
      figures: {
        partsPerSecond: parts / seconds,
        cpuSeconds,
        cpuMsPer1000: (cpuSeconds * 1e6) / parts,
        peakRssMb: mostResidentMb(),
        bytesPerPart: (bytesWritten ?? written.bytes) / parts,
        commitsPerSecond: written.commits / seconds,
        gcShare,
      },
    },
  ];
}
