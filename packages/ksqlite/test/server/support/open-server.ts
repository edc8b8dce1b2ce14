import { openEngine } from '../../../src/engine/engine.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../../src/log/topic-log.ts';
import { type KsqlServer, type KsqlServerOptions, startKsqlServer } from '../../../src/server/ksql-server.ts';

export interface TestServer extends KsqlServer {
  readonly engine: ReturnType<typeof openEngine>;
  readonly defects: readonly unknown[];
}

/** A server over an engine in memory, on any free port. */
export async function openServer(options: Partial<KsqlServerOptions> = {}): Promise<TestServer> {
  const now = Date.now;
  const log = openTopicLog({ disk: memoryDisk(), now });
  const engine = openEngine({ log, now, properties: { 'auto.offset.reset': 'earliest' } });
  const defects: unknown[] = [];
  const server = await startKsqlServer({
    engine,
    host: '127.0.0.1',
    port: 0,
    onDefect: (error) => defects.push(error),
    ...options,
  });
  return {
    ...server,
    engine,
    defects,
    close: async () => {
      await server.close();
      await engine.close();
    },
  };
}
