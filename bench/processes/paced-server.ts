import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openDatabase } from 'ksqlite';
import { startKsqlServer } from 'ksqlite/server';
import { processArgument, tell } from './start-process.ts';

export interface PacedServerArgument {
  readonly folder: string;
  readonly recordsPerSecond: number;
}
/** What the server's process holds, garbage left out. MB are 2^20 bytes. */
export interface PacedServerMemory {
  readonly rssMb: number;
  /** objects of JavaScript */
  readonly heapMb: number;
  /** buffers and what else lies outside the heap but belongs to it */
  readonly externalMb: number;
}

/** First the server's address; then, whenever it is told anything, what it has made and what it holds. */
export type PacedServerMessage =
  | { readonly url: string }
  | (PacedServerMemory & { readonly records: number });

const TICK_MS = 50;
const STATEMENTS = `
CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE, room VARCHAR) WITH (KAFKA_TOPIC='readings', PARTITIONS=2, VALUE_FORMAT='JSON');
CREATE STREAM warm AS SELECT sensor, celsius, room FROM readings WHERE celsius > 20;
CREATE TABLE rooms AS SELECT room, COUNT(*) AS readings, MAX(celsius) AS warmest FROM warm GROUP BY room;
CREATE TABLE per_minute AS SELECT sensor, COUNT(*) AS readings FROM readings WINDOW TUMBLING (SIZE 1 MINUTE) GROUP BY sensor;`;

/** A topology that gets so many records a second, and a view of the program's own. */
async function pacedServer({ folder, recordsPerSecond }: PacedServerArgument): Promise<void> {
  let records = 0;
  const database = await openDatabase(folder);
  await database.execute(STATEMENTS);
  const read = () => ({
    status: { text: `${records} readings` },
    pieces: [
      { kind: 'figures' as const, title: 'Readings', figures: [{ name: 'Sent', value: records }] },
      {
        kind: 'series' as const,
        title: 'Pace',
        unit: 'readings',
        series: [{ name: 'sent', value: records, isCounter: true }],
      },
    ],
  });
  const view = { title: 'Sensors', read };
  const { url } = await startKsqlServer({ database, host: '127.0.0.1', port: 0, view });
  const topics = database.connectTopics();
  const began = performance.now();
  const send = async (): Promise<void> => {
    const due = Math.floor(((performance.now() - began) * recordsPerSecond) / 1_000);
    const batch = Array.from({ length: due - records }, (_, i) => {
      const n = records + i;
      const value = { CELSIUS: 15 + (n % 100) / 10, ROOM: `room ${n % 7}` };
      return { topic: 'readings', key: `s${n % 50}`, value: JSON.stringify(value) };
    });
    records = due;
    await topics.produce(batch);
    setTimeout(() => void send(), TICK_MS);
  };
  process.on('message', () => void tell({ records, ...memory() }));
  void send();
  await tell({ url });
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function memory(): PacedServerMemory {
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rssMb: rss / 2 ** 20, heapMb: heapUsed / 2 ** 20, externalMb: external / 2 ** 20 };
}

process.once('disconnect', () => process.exit(0));
await pacedServer(processArgument<PacedServerArgument>());
