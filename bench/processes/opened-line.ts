import type { Opening } from '../results/opening-figures.ts';
import { processArgument, tell } from './start-process.ts';

// Nothing of the line is loaded yet: how long that takes is measured too.
const startedAt = performance.timeOrigin + performance.now();

export interface OpenedLineArgument {
  readonly folder: string;
  readonly retentionMs: number;
}

export interface OpenedLine extends Opening {
  /** the ledger has seen all that there is; ms since the epoch */
  readonly caughtUpAt: number;
}

const clock = (): number => performance.timeOrigin + performance.now();

/** Opens the folder of a line that was stopped, as `npm start` does, until it knows how all cars are. */
async function open({ folder, retentionMs }: OpenedLineArgument): Promise<OpenedLine> {
  const { applyTopology, openFolder } = await import('../line/open-line.ts');
  const { Ledger } = await import('../../src/line/ledger/ledger.ts');
  const { LedgerFile } = await import('../../src/line/ledger/place/ledger-file.ts');
  const { feedLedger } = await import('../../src/line/ledger-feed.ts');
  const { systemClock } = await import('ksqlite/clock');
  const { folderBytes } = await import('../measure/folder-bytes.ts');
  const { mostResidentMb } = await import('../measure/resident-memory.ts');
  const loadedAt = clock();
  const diskBytes = folderBytes(folder);
  const opened = await openFolder(folder, false, retentionMs);
  const openedAt = clock();
  await applyTopology(opened);
  const appliedAt = clock();
  const stop = new AbortController();
  const ledger = new Ledger({ unreadable: () => false });
  const file = new LedgerFile(folder);
  const topics = opened.connectTopics();
  const feed = await feedLedger({ topics, ledger, file, clock: systemClock, signal: stop.signal });
  while (!(await feed.caughtUp())) await new Promise((resolve) => setImmediate(resolve));
  const caughtUpAt = clock();
  if (!ledger.conservation(1).holds) throw new Error('the ledger does not add up');
  const peakRssMb = mostResidentMb();
  stop.abort();
  await feed.ended;
  await opened.close();
  return { startedAt, loadedAt, openedAt, appliedAt, caughtUpAt, peakRssMb, diskBytes };
}

await tell(await open(processArgument<OpenedLineArgument>()));
process.disconnect();
