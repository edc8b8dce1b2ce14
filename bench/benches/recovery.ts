import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Round, Scale } from '../bench.ts';
import type { FillLineArgument, FillLineMessage } from '../processes/fill-line.ts';
import type { RestartArgument, Restarted } from '../processes/restarted-line.ts';
import { startFlags } from '../processes/start-flags.ts';
import { startProcess } from '../processes/start-process.ts';
import { openingFigures } from '../results/opening-figures.ts';
import type { Sample } from '../results/result.ts';

const PARTS: Readonly<Record<Scale, number>> = { full: 1_000_000, quick: 100_000, tiny: 1_000 };
/** Of event time: a million parts are more than eight minutes of it, and all of them are in their windows still. */
const PARTS_PER_SECOND = 2_000;
const HOUR_MS = 3_600_000;

/** How long is a killed line away? From the start of the process, the cold start of Node included. */
export const recovery: Bench = {
  about: 'kill -9 with a log of a million parts → process started → first new record committed',
  columns: [
    'recoveryMs',
    'startMs',
    'loadMs',
    'openMs',
    'scriptsMs',
    'firstRecordMs',
    'newCarMs',
    'peakRssMb',
    'diskMb',
  ],
  rounds: 3,
  warmUp: false,
  run: recover,
};

/** Every round fills a new log and kills it: where the kill falls is chance. */
async function recover({ scale, folder, say }: Round): Promise<readonly Sample[]> {
  const parts = PARTS[scale];
  const data = join(folder, 'killed');
  const start = Date.now() - HOUR_MS;
  const argument: FillLineArgument = { folder: data, parts, partsPerSecond: PARTS_PER_SECOND, start };
  const filling = startProcess<FillLineMessage>('./fill-line.ts', argument);
  for (;;) {
    const { sent, enough } = await filling.next();
    say(`the log holds ${sent.toLocaleString('en')} of ${parts.toLocaleString('en')} parts`);
    if (enough) break;
  }
  await filling.kill();

  say('killed; starts again');
  const spawnedAt = performance.timeOrigin + performance.now();
  const at = start + Math.ceil((2 * parts * 1_000) / PARTS_PER_SECOND);
  const again: RestartArgument = { folder: data, at };
  const restarting = startProcess<Restarted>('./restarted-line.ts', again, startFlags());
  const restarted = await restarting.next();
  await restarting.ended;
  rmSync(data, { recursive: true });
  return [
    {
      case: `${parts.toLocaleString('en')} parts`,
      figures: {
        ...openingFigures(spawnedAt, restarted),
        recoveryMs: restarted.firstAt - spawnedAt,
        firstRecordMs: restarted.firstAt - restarted.appliedAt,
        newCarMs: restarted.newCarAt - spawnedAt,
      },
    },
  ];
}
