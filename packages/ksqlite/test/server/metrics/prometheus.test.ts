/** A Prometheus scrapes a server. Where there is none on the PATH it is skipped, with a word. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ENGINE_METRICS } from '../../../src/server/metrics/engine-metrics.ts';
import { openServer } from '../support/open-server.ts';

const isHere = spawnSync('prometheus', ['--version']).error === undefined;
if (!isHere) process.stderr.write('no prometheus on the PATH: nothing scrapes the metrics\n');

interface Target {
  readonly health: string;
  readonly lastError: string;
}

(isHere ? test : test.skip)(
  'a Prometheus takes what a server says, and knows what each metric is',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
    const server = await openServer();
    await server.database.execute(`
    CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
    CREATE TABLE counts AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;`);
    await server.database.insert('s', [{ id: 'a', v: 1 }]);
    await server.database.settled();
    writeFileSync(
      join(folder, 'prometheus.yaml'),
      `scrape_configs: [{ job_name: ksqlite, scrape_interval: 1s, static_configs: [{ targets: ['${new URL(server.url).host}'] }] }]`,
    );
    const prometheus = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--web.listen-address=127.0.0.1:0',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = once(prometheus, 'close');
    try {
      const api = `http://${await addressOf(prometheus)}/api/v1`;
      const ask = async (path: string) => {
        const { data } = (await (await fetch(`${api}/${path}`)).json()) as { data: never };
        return data;
      };
      const scraped = async (): Promise<Target> => {
        for (;;) {
          const { activeTargets = [] } = ((await ask('targets')) ?? {}) as { activeTargets?: Target[] };
          const [target] = activeTargets;
          if (target !== undefined && target.health !== 'unknown') return target;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      };
      expect(await scraped()).toMatchObject({ health: 'up', lastError: '' });
      const known = (await ask('targets/metadata')) as readonly {
        readonly metric: string;
        readonly type: string;
        readonly help: string;
      }[];
      const declared = new Map(ENGINE_METRICS.map(({ name, type, help }) => [name, { type, help }]));
      const taken = known.filter(({ metric }) => declared.has(metric));
      expect(taken.length).toBeGreaterThan(10);
      for (const { metric, type, help } of taken)
        expect({ metric, type, help }).toEqual({ metric, ...declared.get(metric) });
      const found = (await ask(
        `query?query=${encodeURIComponent('ksqlite_query_read_records_total{query="CTAS_COUNTS_1"}')}`,
      )) as { readonly result: readonly { readonly value: readonly [number, string] }[] };
      expect(found.result.map(({ value: [, value] }) => value)).toEqual(['1']);
    } finally {
      prometheus.kill();
      await ended;
      await server.close();
      rmSync(folder, { recursive: true });
    }
  },
);

/** As it tells itself. Rejects where it ends before. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) throw new Error('it was started without a pipe');
  const lines: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    const [, address] = /"Listening on" address=(\S+)/.exec(line) ?? [];
    lines.push(line);
    if (address === undefined) continue;
    stderr.resume();
    return address;
  }
  throw new Error(`Prometheus has ended:\n${lines.join('\n')}`);
}
