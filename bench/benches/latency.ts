import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from 'ksqlite/clock';
import type { Bench, Round, Scale } from '../bench.ts';
import { applyTopology, openFolder, writtenBy } from '../line/open-line.ts';
import { measureLatency } from '../load/measure-latency.ts';
import { carsIn, packParts } from '../load/packed-parts.ts';
import { mostResidentMb } from '../measure/resident-memory.ts';
import { measureUsage } from '../measure/usage.ts';
import type { Sample } from '../results/result.ts';

interface Plan {
  readonly rates: readonly number[];
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** share of incomplete cars; these are waited for, 5 s and more */
  readonly missing: number;
}

const PLANS: Readonly<Record<Scale, Plan>> = {
  full: { rates: [1_000, 5_000, 20_000], warmUpSeconds: 5, seconds: 15, missing: 0.1 },
  quick: { rates: [1_000, 5_000], warmUpSeconds: 2, seconds: 5, missing: 0.1 },
  tiny: { rates: [500], warmUpSeconds: 0.2, seconds: 0.3, missing: 0 },
};

/** Last part due → car seen, at fixed rates, each on a folder of its own. */
export const latency: Bench = {
  about: 'last part due → car or missing part seen, at 1,000, 5,000 and 20,000 parts/s offered, open loop',
  columns: [
    'offeredPerSecond',
    'achievedPerSecond',
    'assemblyP50Ms',
    'assemblyP99Ms',
    'assemblyP999Ms',
    'missingP50Ms',
    'missingP99Ms',
    'missingP999Ms',
    'cpuMsPer1000',
    'peakRssMb',
    'commitsPerSecond',
    'gcShare',
  ],
  rounds: 1,
  warmUp: false,
  run: async (round) => {
    const plan = PLANS[round.scale];
    const samples: Sample[] = [];
    for (const rate of plan.rates) samples.push(await atRate(round, plan, rate));
    return samples;
  },
};

async function atRate({ folder, say }: Round, plan: Plan, rate: number): Promise<Sample> {
  const { warmUpSeconds, seconds, missing } = plan;
  const title = `${rate.toLocaleString('en')} parts/s`;
  say(`${title}: makes the parts`);
  const parts = packParts({ cars: carsIn(warmUpSeconds + seconds, rate, missing), rate, missing });
  const data = join(folder, `at-${rate}`);
  const opened = await openFolder(data, true);
  try {
    await applyTopology(opened);
    const usage = measureUsage();
    const measured = await measureLatency({
      connect: () => opened.connectTopics(),
      parts,
      rate,
      warmUpMs: warmUpSeconds * 1_000,
      clock: systemClock,
      name: String(rate),
      say,
    });
    const { cpuSeconds, seconds: elapsed, gcShare } = usage.stop();
    return {
      case: title,
      figures: {
        ...measured.figures,
        cpuMsPer1000: (cpuSeconds * 1e6) / parts.count,
        peakRssMb: mostResidentMb(),
        commitsPerSecond: writtenBy(opened).commits / elapsed,
        gcShare,
      },
      notes: measured.notes,
    };
  } finally {
    await opened.close();
    rmSync(data, { recursive: true, force: true });
  }
}
