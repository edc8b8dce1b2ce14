import { join } from 'node:path';
import type { Bench, Round, Scale } from '../bench.ts';
import { startFlags } from '../processes/start-flags.ts';
import { startProcess } from '../processes/start-process.ts';
import type { WatchedServerArgument, WatchedServerMessage } from '../processes/watched-server.ts';
import type { Sample } from '../results/result.ts';
import { ksqldbRequests } from '../stalls/ksqldb-requests.ts';
import { scenarios } from '../stalls/scenarios.ts';

const ROWS: Readonly<Record<Scale, number>> = { full: 1_000_000, quick: 100_000, tiny: 200 };

/** How long does one client hold up all others of a server? */
export const stalls: Bench = {
  about: 'how long a client holds up a server: the longest turn of the event loop, turns of more than 50 ms',
  columns: ['longestTurnMs', 'longTurns', 'tookMs'],
  rounds: 1,
  warmUp: false,
  run: stall,
};

async function stall({ scale, folder, say }: Round): Promise<readonly Sample[]> {
  const argument: WatchedServerArgument = { folder: join(folder, 'stalls') };
  const start = (): ReturnType<typeof startProcess<WatchedServerMessage>> =>
    startProcess<WatchedServerMessage>('./watched-server.ts', argument, startFlags());
  const samples: Sample[] = [];
  let server = start();
  /** What `work` did to the server's event loop. */
  const watch = async (name: string, work: () => Promise<unknown>): Promise<void> => {
    say(name);
    const from = performance.now();
    await work();
    const tookMs = performance.now() - from;
    server.child.send('turns');
    const seen = await server.next();
    if (!('longestMs' in seen)) throw new Error('the server told an address again');
    samples.push({
      case: name,
      figures: { longestTurnMs: seen.longestMs, longTurns: seen.long, tookMs },
    });
  };
  const address = async (): Promise<string> => {
    const told = await server.next();
    if ('url' in told) return told.url;
    throw new Error('the server told no address');
  };
  try {
    const requests = ksqldbRequests(await address());
    for (const { name, run } of scenarios(ROWS[scale])) await watch(name, () => run(requests));
    await server.kill();
    server = start();
    await watch('killed, opened again', address);
  } finally {
    await server.kill();
  }
  return samples;
}
