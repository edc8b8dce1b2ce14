import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from 'ksqlite/clock';
import { LINE_TOPICS } from '../../src/line/topics/line-topics.ts';
import type { Bench, Round, Scale } from '../bench.ts';
import { openFolder } from '../line/open-line.ts';
import { measurePricing } from '../load/measure-pricing.ts';
import { measureUsage } from '../measure/usage.ts';
import type { Sample } from '../results/result.ts';

const DELAY_MS = { min: 0, max: 80 };
const SLOTS = [1, 5, 50];
const SECONDS: Readonly<Record<Scale, number>> = { full: 15, quick: 5, tiny: 0.5 };

/** The sidecar on the engine's own durable log, with cars enough waiting; the price API in a thread of its own. */
export const pricing: Bench = {
  about: 'the sidecar against the demo API at 0–80 ms: how busy its 1, 5 and 50 slots are',
  columns: ['utilisation', 'ofDelayLimit', 'lookupsPerSecond', 'carsPerSecond', 'cpuSeconds', 'gcShare'],
  rounds: 1,
  warmUp: false,
  run: async (round) => {
    const samples: Sample[] = [];
    for (const slots of round.scale === 'tiny' ? [5] : SLOTS) samples.push(await withSlots(round, slots));
    return samples;
  },
};

async function withSlots({ scale, folder, say }: Round, slots: number): Promise<Sample> {
  const data = join(folder, `slots-${slots}`);
  const opened = await openFolder(data, true);
  const topics = opened.connectTopics();
  try {
    await topics.create(LINE_TOPICS);
    const usage = measureUsage();
    const figures = await measurePricing({
      topics,
      slots,
      delayMs: DELAY_MS,
      seconds: SECONDS[scale],
      clock: systemClock,
      say,
    });
    const { cpuSeconds, gcShare } = usage.stop();
    return { case: `${slots} slot${slots === 1 ? '' : 's'}`, figures: { ...figures, cpuSeconds, gcShare } };
  } finally {
    await topics.close();
    await opened.close();
    rmSync(data, { recursive: true, force: true });
  }
}
