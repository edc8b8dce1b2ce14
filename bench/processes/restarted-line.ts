import type { Opening } from '../results/opening-figures.ts';
import { processArgument, tell } from './start-process.ts';

// Nothing of the line is loaded yet: how long that takes is measured too.
const startedAt = performance.timeOrigin + performance.now();

export interface RestartArgument {
  readonly folder: string;
  /** timestamp of the new car's parts, later than all in the log: ms since the epoch */
  readonly at: number;
}

/** The moments are ms since the epoch. */
export interface Restarted extends Opening {
  /** a record that was not there before is committed on rccar-awaiting-price or rccar-incomplete */
  readonly firstAt: number;
  /** the car sent by this process is committed on rccar-awaiting-price */
  readonly newCarAt: number;
}

const clock = (): number => performance.timeOrigin + performance.now();

/** Opens the folder of a line that was killed, as `npm start` does, and sends one more car. */
async function restart({ folder, at }: RestartArgument): Promise<Restarted> {
  const { applyTopology, openFolder } = await import('../line/open-line.ts');
  const { heartbeatParts } = await import('../../src/producer/heartbeat.ts');
  const { TOPICS } = await import('../../src/contracts/topic-names.ts');
  const { folderBytes } = await import('../measure/folder-bytes.ts');
  const { mostResidentMb } = await import('../measure/resident-memory.ts');
  const loadedAt = clock();
  const diskBytes = folderBytes(folder);
  const opened = await openFolder(folder);
  const openedAt = clock();
  const out = (): number =>
    opened.countRecords(TOPICS.awaitingPrice) + opened.countRecords(TOPICS.incomplete);
  const before = out();
  let firstAt: number | undefined;
  opened.onCommit(() => {
    if (firstAt === undefined && out() > before) firstAt = clock();
  });
  await applyTopology(opened);
  const appliedAt = clock();

  const topics = opened.connectTopics();
  const results = await topics.subscribe({
    group: 'bench-restarted',
    topics: [TOPICS.awaitingPrice],
    from: 'latest',
  });
  const sku = `car-restarted-${process.pid}-${at}`;
  await topics.produce(heartbeatParts(sku, at));
  let newCarAt: number | undefined;
  while (newCarAt === undefined)
    for (const { key } of await results.poll(1_000)) if (String(key) === sku) newCarAt = clock();
  const peakRssMb = mostResidentMb();
  await results.close();
  await opened.close();
  return {
    startedAt,
    loadedAt,
    openedAt,
    appliedAt,
    firstAt: firstAt ?? newCarAt,
    newCarAt,
    peakRssMb,
    diskBytes,
  };
}

await tell(await restart(processArgument<RestartArgument>()));
process.disconnect();
