import { openDatabase } from 'ksqlite';
import { startKsqlServer } from 'ksqlite/server';
import { type Turns, watchTurns } from '../measure/turns.ts';
import { processArgument, tell } from './start-process.ts';

export interface WatchedServerArgument {
  readonly folder: string;
}
/** First the server's address; then, whenever it is told anything, what its event loop did since the last time. */
export type WatchedServerMessage = { readonly url: string } | Turns;

/** A ksqlDB server that watches the turns of its event loop, from before its folder is opened. */
async function watchedServer({ folder }: WatchedServerArgument): Promise<void> {
  const turns = watchTurns();
  const database = await openDatabase(folder, {
    onFailure: (error) => {
      queueMicrotask(() => {
        throw error;
      });
    },
  });
  const { url } = await startKsqlServer({ database, host: '127.0.0.1', port: 0 });
  process.on('message', () => void tell(turns()));
  await tell({ url });
}

process.once('disconnect', () => process.exit(0));
await watchedServer(processArgument<WatchedServerArgument>());
