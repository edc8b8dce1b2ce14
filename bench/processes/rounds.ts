import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BENCHES } from '../registry.ts';
import type { Sample } from '../results/result.ts';
import type { RoundsArgument, RoundsMessage } from './rounds-messages.ts';
import { processArgument, tell } from './start-process.ts';

/** What a bench's own process runs: a round to warm up, then those that count. */
async function runRounds({
  name,
  scale,
  rounds,
  millions,
  format,
  folder,
}: RoundsArgument): Promise<RoundsMessage> {
  const work = mkdtempSync(join(folder, `bench-${name}-`));
  // a signal to the whole group ends this process as well: nothing is left behind
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  process.once('exit', () => rmSync(work, { recursive: true, force: true }));
  process.once('disconnect', () => process.exit(1));
  const bench = await BENCHES[name]?.();
  if (bench === undefined) throw new Error(`no bench is called ${name}`);
  const count = rounds ?? (scale === 'full' ? bench.rounds : 1);
  const warmUps = bench.warmUp && scale !== 'tiny' ? 1 : 0;
  const measured: (readonly Sample[])[] = [];
  for (let i = 0; i < warmUps + count; i++) {
    const title = i < warmUps ? 'warm-up' : `round ${i - warmUps + 1} of ${count}`;
    const say = (text: string): void => void tell({ kind: 'say', text: `${title}: ${text}` });
    say('begins');
    const samples = await bench.run({ scale, folder: work, millions, format, env: process.env, say });
    if (i >= warmUps) measured.push(samples);
  }
  return { kind: 'done', rounds: measured };
}

runRounds(processArgument<RoundsArgument>())
  .catch(
    (error: unknown): RoundsMessage => ({
      kind: 'failed',
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }),
  )
  .then(tell)
  .finally(() => process.exit(0));
