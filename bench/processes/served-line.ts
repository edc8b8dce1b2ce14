import { startKsqlServer } from 'ksqlite/server';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import { applyTopology, openFolder } from '../line/open-line.ts';
import { measureUsage } from '../measure/usage.ts';
import { processArgument, tell } from './start-process.ts';

export interface ServedLineArgument {
  /** parts wait in its topics, and it has no statements */
  readonly folder: string;
}
/** What it is told: to assemble what waits, or to do nothing for so many ms. */
export type ServedLineOrder = 'assemble' | { readonly idleMs: number };

/** First the server's address, then what each order took. */
export type ServedLineMessage =
  | { readonly url: string }
  | { readonly seconds: number; readonly cpuSeconds: number; readonly verdicts: number };

/** A line with its server: a page may look at it while it works. */
async function servedLine({ folder }: ServedLineArgument): Promise<void> {
  const database = await openFolder(folder);
  const { url } = await startKsqlServer({ database, host: '127.0.0.1', port: 0 });
  const follow = async (order: ServedLineOrder): Promise<void> => {
    const usage = measureUsage();
    if (order === 'assemble') {
      await applyTopology(database);
      await database.settled();
    } else await new Promise((resolve) => setTimeout(resolve, order.idleMs));
    const { seconds, cpuSeconds } = usage.stop();
    const verdicts = database.countRecords(TOPICS.awaitingPrice) + database.countRecords(TOPICS.incomplete);
    await tell({ seconds, cpuSeconds, verdicts });
  };
  process.on('message', (order: ServedLineOrder) => void follow(order));
  await tell({ url });
}

process.once('disconnect', () => process.exit(0));
await servedLine(processArgument<ServedLineArgument>());
