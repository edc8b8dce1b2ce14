import { CommandLog } from 'ksqlite/cli';
import { systemClock } from 'ksqlite/clock';
import { parseLineOptions } from '../../src/line/options.ts';
import { runLine } from '../../src/line/run-line.ts';
import { folderBytes } from '../measure/folder-bytes.ts';
import { processArgument, tell } from './start-process.ts';

export interface IdleLineArgument {
  readonly folder: string;
  readonly cars: number;
  /** From its start, until all cars are out and it rests. */
  readonly warmMs: number;
  readonly measuredMs: number;
}
/** What a line that had nothing to do took. */
export interface Idled {
  readonly ms: number;
  /** of all threads */
  readonly cpuMs: number;
  /** what the folder grew by */
  readonly diskBytes: number;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `npm start -- --serve`, as it is when all its cars are out. */
async function idle({ folder, cars, warmMs, measuredMs }: IdleLineArgument): Promise<Idled> {
  const stop = new AbortController();
  const given = ['--data', folder, '--cars', String(cars), '--rate', 'max', '--price-delay', '0-0'];
  const options = parseLineOptions([...given, '--serve', '--ksqldb-port', '0'], {});
  const log = new CommandLog('warn', { stderr: process.stderr, env: {}, clock: systemClock });
  const context = { clock: systemClock, progress: undefined, log, env: {}, signal: stop.signal };
  const line = runLine(options, context);
  const ended = line.then(() => 'the line ended by itself');
  await Promise.race([ended, sleep(warmMs)]);
  const cpu = process.cpuUsage();
  const bytes = folderBytes(folder);
  const from = performance.now();
  await Promise.race([ended, sleep(measuredMs)]);
  const { user, system } = process.cpuUsage(cpu);
  const idled = {
    ms: performance.now() - from,
    cpuMs: (user + system) / 1_000,
    diskBytes: folderBytes(folder) - bytes,
  };
  stop.abort();
  await line;
  return idled;
}

await tell(await idle(processArgument<IdleLineArgument>()));
process.disconnect();
