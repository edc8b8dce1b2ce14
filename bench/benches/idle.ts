import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench, Round, Scale } from '../bench.ts';
import type { Idled, IdleLineArgument } from '../processes/idle-line.ts';
import { startFlags } from '../processes/start-flags.ts';
import { startProcess } from '../processes/start-process.ts';
import type { Sample } from '../results/result.ts';

const MB = 2 ** 20;
const HOUR_MS = 3_600_000;
const CARS = 100;
/** Until cars are out, the heartbeat rests and the ledger is saved. */
const TIMES: Readonly<Record<Scale, Pick<IdleLineArgument, 'warmMs' | 'measuredMs'>>> = {
  full: { warmMs: 45_000, measuredMs: 180_000 },
  quick: { warmMs: 45_000, measuredMs: 60_000 },
  tiny: { warmMs: 1_000, measuredMs: 200 },
};

/** What does a line cost that has nothing to do? */
export const idle: Bench = {
  about: 'npm start -- --serve, its cars out: what it takes of a core and of the disk',
  columns: ['mbPerHour', 'coreShare'],
  rounds: 1,
  warmUp: false,
  run: idleFor,
};

async function idleFor({ scale, folder, say }: Round): Promise<readonly Sample[]> {
  const { warmMs, measuredMs } = TIMES[scale];
  say(`a line idles for ${(warmMs + measuredMs) / 1_000} s`);
  const data = join(folder, 'idle');
  const argument: IdleLineArgument = { folder: data, cars: CARS, warmMs, measuredMs };
  const line = startProcess<Idled>('./idle-line.ts', argument, startFlags());
  const { ms, cpuMs, diskBytes } = await line.next();
  await line.ended;
  rmSync(data, { recursive: true });
  return [
    {
      case: `${measuredMs / 1_000} s`,
      figures: { mbPerHour: ((diskBytes / MB) * HOUR_MS) / ms, coreShare: cpuMs / ms },
    },
  ];
}
