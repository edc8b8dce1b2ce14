import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench, Scale } from '../bench.ts';
import { quantilesOf } from '../measure/quantiles.ts';
import type { Sample } from '../results/result.ts';

const KB = 1024;
/** Of what one commit writes: hardly anything, as at 5,000 parts/s, as at full speed. */
const SIZES = [4 * KB, 256 * KB, 1024 * KB, 8 * 1024 * KB];
const MS: Readonly<Record<Scale, number>> = { full: 4_000, quick: 1_000, tiny: 50 };

/** The disk alone, as the log uses it: append, fdatasync, one after the other. */
export const disk: Bench = {
  about: 'appends and fdatasyncs of the disk alone: the limit of all that is durable',
  columns: ['writtenMbPerSecond', 'syncsPerSecond', 'syncP50Ms', 'syncP99Ms'],
  rounds: 3,
  warmUp: false,
  run: async ({ folder, scale, say }) => {
    const samples: Sample[] = [];
    for (const size of SIZES) {
      say(`${size / KB} KB a sync`);
      samples.push(await appendAndSync(join(folder, 'append'), size, MS[scale]));
    }
    return samples;
  },
};

async function appendAndSync(path: string, size: number, forMs: number): Promise<Sample> {
  const bytes = Buffer.alloc(size, 'part');
  const file = await open(path, 'w');
  const took: number[] = [];
  const began = performance.now();
  let end = began;
  while (end - began < forMs) {
    await file.write(bytes, 0, size, took.length * size);
    await file.datasync();
    const now = performance.now();
    took.push(now - end);
    end = now;
  }
  await file.close();
  rmSync(path);
  const seconds = (end - began) / 1_000;
  const [p50, p99] = quantilesOf(took, [0.5, 0.99]);
  return {
    case: `${(size / KB).toLocaleString('en')} KB a sync`,
    figures: {
      writtenMbPerSecond: (took.length * size) / 2 ** 20 / seconds,
      syncsPerSecond: took.length / seconds,
      syncP50Ms: p50,
      syncP99Ms: p99,
    },
  };
}
