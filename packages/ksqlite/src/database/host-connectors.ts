/** The connectors of a database. Loaded when one is made, or was stored: a database without any does not hold the code. */
import { readFileSync } from 'node:fs';
import { type Clock, systemClock } from '../clock/index.ts';
import {
  type Connector,
  type ConnectRuntime,
  ConnectWorker,
  configTopic,
  type ReadSql,
  withOwn,
} from '../connect/index.ts';
import { type Logger, SILENT } from '../logging/logger.ts';
import type { Topics } from '../topics/port.ts';

export interface HostOptions {
  /** A client of the database's topics, for each task; closing it ends its subscriptions alone. */
  readonly connectTopics: () => Topics;
  /** One's own, beside those of this package. */
  readonly connectors?: readonly Connector[];
  readonly log?: Logger;
  readonly lag?: ConnectRuntime['lag'];
  readonly clock?: Clock;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly retryMs?: number;
  /** For `ksqlite.SqlConverter`. */
  readonly readSql?: ReadSql;
}

/** Starts what is stored in the database. */
export async function hostConnectors({
  connectTopics,
  connectors = [],
  log = SILENT,
  lag,
  clock = systemClock,
  env = process.env,
  retryMs,
  readSql,
}: HostOptions): Promise<ConnectWorker> {
  const runtime: ConnectRuntime = {
    connect: async () => connectTopics(),
    offsets: 'group',
    workerId: 'ksqlite',
    clock,
    log,
    secrets: { env, readFile: (path) => readFileSync(path, 'utf8') },
    ...(lag === undefined ? {} : { lag }),
    ...(retryMs === undefined ? {} : { retryMs }),
    ...(readSql === undefined ? {} : { readSql }),
  };
  const store = configTopic(connectTopics());
  const worker = new ConnectWorker({ runtime, plugins: withOwn(connectors), store });
  await worker.start();
  return worker;
}
