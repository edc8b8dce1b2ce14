/**
 * Runs a connector in a database whose process dies at the first write, then once more with the second, and so on: each time the
 * database is opened again, the connector with it, and what came of it is checked.
 */
import type { Config, Connector, ConnectWorker } from '../../connect/index.ts';
import type { Database } from '../../database/database.ts';
import { openOnDisk } from '../../database/open-on-disk.ts';
import { TestDisk } from '../test-disk.ts';
import { dyingDisk, type LastWrite } from './dying-disk.ts';

export interface KillOptions {
  readonly connectors: readonly Connector[];
  readonly config: Config;
  /** Before each of the runs: empties what the connector writes to outside, if it does. */
  readonly reset?: () => void | Promise<void>;
  /** Before the connector is made: its topics, and records for a sink. Not killed. */
  readonly prepare?: (database: Database) => Promise<void>;
  /** Whether the connector has done its work; asked whenever it has committed. */
  readonly isDone: (database: Database) => boolean;
  /** After each run, when its work is done. Throws what is wrong. */
  readonly check: (database: Database) => void | Promise<void>;
}

const NAME = 'killed';
const LAST_WRITES: readonly LastWrite[] = ['lost', 'torn', 'whole'];

/**
 * @returns how often the process was killed
 * @throws what `check` throws
 */
export async function killAtEachWrite(options: KillOptions): Promise<number> {
  let kills = 0;
  for (let at = 0; ; at++) {
    for (const last of LAST_WRITES) {
      if (!(await runAndKill(options, at, last))) return kills;
      kills++;
    }
  }
}

/** false: it was done before it was killed */
async function runAndKill(options: KillOptions, at: number, last: LastWrite): Promise<boolean> {
  await options.reset?.();
  const first = dyingDisk(await prepared(options), at, last);
  // not waited for where the process dies: what it waits for never comes
  const done = run(options, openOnDisk(first, SETTINGS));
  done.catch(() => undefined);
  const wasKilled = await Promise.race([first.died.then(() => true), done.then(() => false)]);
  if (!wasKilled) return false;
  await run(options, openOnDisk(new TestDisk(first.files).mount(), SETTINGS));
  return true;
}

const SETTINGS = { now: Date.now };

async function prepared({ prepare }: KillOptions): Promise<ReadonlyMap<string, Buffer>> {
  const disk = new TestDisk();
  const database = openOnDisk(disk.mount(), SETTINGS);
  await prepare?.(database);
  await database.close();
  return disk.files();
}

/** Opens the connector again, or makes it where it was not made, and works until it is done. */
async function run({ connectors, config, isDone, check }: KillOptions, database: Database): Promise<void> {
  const { hostConnectors } = await import('../../database/host-connectors.ts');
  const worker: ConnectWorker = await hostConnectors({
    connectTopics: () => database.connectTopics(),
    connectors,
    retryMs: 1,
  });
  if (worker.list().length === 0) await worker.create(NAME, config);
  await worker.until(() => isDone(database) || isOver(worker));
  await worker.close();
  await check(database);
  await database.close();
}

/** What can't be tried again ends the run: the check says what is missing. */
const isOver = (worker: ConnectWorker): boolean =>
  worker.list().some((one) => one.tasks().some(({ isGivenUp }) => isGivenUp));
