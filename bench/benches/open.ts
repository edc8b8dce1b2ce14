import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Round, Scale } from '../bench.ts';
import type { FilledLineArgument, FilledLineMessage } from '../processes/filled-line.ts';
import type { OpenedLine, OpenedLineArgument } from '../processes/opened-line.ts';
import { startFlags } from '../processes/start-flags.ts';
import { startProcess } from '../processes/start-process.ts';
import { openingFigures } from '../results/opening-figures.ts';
import type { Sample } from '../results/result.ts';

const DAY_MS = 24 * 3_600_000;
/** Of the clock: the records of a million cars are more than a disk may hold. */
const RETENTION_MS = 300_000;
const CASES: Readonly<
  Record<Scale, readonly (Pick<FilledLineArgument, 'cars' | 'idleMs'> & { name: string })[]>
> = {
  full: [
    { name: 'a day idle', cars: 100, idleMs: DAY_MS },
    { name: '1,000,000 cars', cars: 1_000_000, idleMs: 0 },
  ],
  quick: [
    { name: 'a day idle', cars: 100, idleMs: DAY_MS },
    { name: '20,000 cars', cars: 20_000, idleMs: 0 },
  ],
  tiny: [{ name: '100 cars, an hour idle', cars: 100, idleMs: DAY_MS / 24 }],
};

/** How long does it take to open a folder in which much has happened? From the start of the process. */
export const open: Bench = {
  about: 'a line that has made cars or idled, and was stopped → process started → open, all accounted for',
  columns: ['openingMs', 'startMs', 'loadMs', 'openMs', 'scriptsMs', 'ledgerMs', 'peakRssMb', 'diskMb'],
  rounds: 1,
  warmUp: false,
  run: openAll,
};

/** How often each folder is opened. */
const OPENED: Readonly<Record<Scale, number>> = { full: 3, quick: 3, tiny: 1 };

async function openAll(round: Round): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const { name, ...wanted } of CASES[round.scale]) {
    const data = join(round.folder, 'filled');
    await fill({ folder: data, retentionMs: RETENTION_MS, ...wanted }, round);
    for (let i = 0; i < OPENED[round.scale]; i++)
      samples.push({ case: name, figures: await openFilled(data) });
    rmSync(data, { recursive: true });
  }
  return samples;
}

async function fill(argument: FilledLineArgument, { say }: Round): Promise<void> {
  const filling = startProcess<FilledLineMessage>('./filled-line.ts', argument);
  for (;;) {
    const message = await filling.next();
    if ('done' in message) break;
    say(`the log has had ${message.sent.toLocaleString('en')} parts`);
  }
  await filling.ended;
}

async function openFilled(folder: string): Promise<Sample['figures']> {
  const spawnedAt = performance.timeOrigin + performance.now();
  const argument: OpenedLineArgument = { folder, retentionMs: RETENTION_MS };
  const opening = startProcess<OpenedLine>('./opened-line.ts', argument, startFlags());
  const opened = await opening.next();
  await opening.ended;
  return {
    ...openingFigures(spawnedAt, opened),
    openingMs: opened.caughtUpAt - spawnedAt,
    ledgerMs: opened.caughtUpAt - opened.appliedAt,
  };
}
