import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from 'ksqlite';
import { applyScripts } from 'ksqlite/cli';
import { systemClock } from 'ksqlite/clock';
import { type Database as Server, startDatabase } from '../../faults/catalogue/database.ts';
import { postgresPrograms } from '../../packages/ksqlite/test/support/postgres/postgres-server.ts';
import { fillCatalogue } from '../../src/catalogue/generator/fill-catalogue.ts';
import type { Connecting } from '../../src/catalogue/source/postgres/open-client.ts';
import { openPostgres } from '../../src/catalogue/source/postgres/open-postgres.ts';
import type { PgClient } from '../../src/catalogue/source/postgres/pg-package.ts';
import { postgresOption } from '../../src/catalogue/source/postgres/postgres-address.ts';
import { changeTopic } from '../../src/catalogue/tables/tables.ts';
import { CONNECTOR, connectorConfig, ensureConnector } from '../../src/line/catalogue/catalogue-connector.ts';
import { catalogueScripts, lineScripts } from '../../src/line/sql-folder.ts';
import { superuser } from '../../test/support/postgres-role.ts';
import type { Bench, Round, Scale } from '../bench.ts';
import { quantilesOf } from '../measure/quantiles.ts';
import type { Sample } from '../results/result.ts';

interface Size {
  readonly parts: number;
  readonly alerts: number;
  readonly backlog: number;
}
const SIZES: Readonly<Record<Scale, Size>> = {
  full: { parts: 10_000, alerts: 1_000, backlog: 300_000 },
  quick: { parts: 1_000, alerts: 200, backlog: 60_000 },
  tiny: { parts: 70, alerts: 3, backlog: 200 },
};
const ALERTS = 'catalogue-price-alerts';

/** The catalogue in PostgreSQL: how soon a change is an alert, and how fast the connector reads what has gathered. */
export const catalogue: Bench = {
  about:
    'a part catalogue in PostgreSQL: from a change to its alert, and a backlog of changes to their topics',
  columns: ['alertP50Ms', 'alertP99Ms', 'recordsPerSecond', 'cpuMsPer1000'],
  rounds: 3,
  warmUp: false,
  skip: () => (postgresPrograms() === undefined ? 'no PostgreSQL is installed' : undefined),
  run: async (round) => {
    const size = SIZES[round.scale];
    const server = await startDatabase();
    const ended = new AbortController();
    try {
      const connecting = connectingTo(server, ended.signal);
      const filled = await openPostgres(connecting, { fresh: false, needsHistory: false });
      await fillCatalogue(filled, { parts: size.parts, seed: '1' }, { clock: systemClock });
      await filled.close();
      const client = await superuser(server, 'shop');
      const samples = [
        await alerts(round, connecting, client, size),
        await drain(round, connecting, client, size.backlog),
      ];
      await client.end();
      return samples;
    } finally {
      ended.abort();
      await server.stop();
    }
  },
};

function connectingTo({ url, password }: Server, signal: AbortSignal): Connecting {
  const address = postgresOption(url);
  if (address === undefined) throw new Error('no address');
  process.env.PGPASSWORD = password;
  return { address, env: process.env, clock: systemClock, signal, warn: () => undefined };
}

async function inFolder<T>(folder: string, work: (database: Database) => Promise<T>): Promise<T> {
  const data = mkdtempSync(join(folder, 'catalogue-'));
  const database = await openDatabase(data);
  try {
    return await work(database);
  } finally {
    await database.close();
    rmSync(data, { recursive: true });
  }
}

/** One change after the other; each is the second price step of a part that somebody watches. */
const alerts = ({ folder, say }: Round, { address, env }: Connecting, client: PgClient, size: Size) =>
  inFolder(folder, async (database): Promise<Sample> => {
    const scripts = lineScripts();
    await applyScripts(database, scripts, Date.now);
    await applyScripts(database, catalogueScripts(), Date.now, scripts);
    await ensureConnector(database, connectorConfig(address, env));
    const topics = database.connectTopics();
    const subscription = await topics.subscribe({ group: 'bench', topics: [ALERTS], from: 'earliest' });
    await client.query(partsToAlertOf(size.alerts));
    await client.query(`UPDATE parts SET price = 85 WHERE sku = 'ALERT'`);
    say('the rows are read');
    const last = `alert-${size.alerts}`;
    await client.query(`UPDATE parts SET price = 70 WHERE id = '${last}'`);
    await alertOf(subscription, last);
    const took: number[] = [];
    for (let n = 1; n < size.alerts; n++) {
      const at = performance.now();
      await client.query(`UPDATE parts SET price = 70 WHERE id = 'alert-${n}'`);
      await alertOf(subscription, `alert-${n}`);
      took.push(performance.now() - at);
    }
    await subscription.close();
    await topics.close();
    const [alertP50Ms, alertP99Ms] = quantilesOf(took, [0.5, 0.99]);
    return { case: 'a change to its alert', figures: { alertP50Ms, alertP99Ms } };
  });

const partsToAlertOf = (count: number): string => `
  INSERT INTO parts SELECT 'alert-' || n, 'ALERT', 'part', 'body', 100, 1, 1, NULL, now() FROM generate_series(1, ${count}) n;
  INSERT INTO watches SELECT 1000000 + n, 1, 'alert-' || n FROM generate_series(1, ${count}) n;`;

async function alertOf(
  subscription: { poll(max: number): Promise<readonly { readonly key: Buffer | null }[]> },
  id: string,
): Promise<void> {
  while (!(await subscription.poll(100)).some(({ key }) => String(key) === id));
}

/** What was committed while nobody read: from the connector's start to the last record, without statements that read them. */
const drain = ({ folder, say }: Round, { address, env }: Connecting, client: PgClient, backlog: number) =>
  inFolder(folder, async (database): Promise<Sample> => {
    await ensureConnector(database, {
      ...connectorConfig(address, env),
      'snapshot.mode': 'no_data',
      'slot.name': 'drain',
    });
    const worker = await database.connectors();
    const streams = async () =>
      (
        await client.query({
          text: `SELECT 1 AS one FROM pg_replication_slots WHERE slot_name = 'drain' AND active`,
        })
      ).rows.length > 0;
    while (!(await streams())) await worker.until(() => true);
    await worker.pause(CONNECTOR);
    say('the backlog is made');
    const { rows } = await client.query({ text: 'SELECT count(*) AS parts FROM parts' });
    const parts = Number(rows[0]?.parts);
    const before = database.countRecords(changeTopic('parts'));
    for (let n = 0; n < backlog; n += parts) await client.query('UPDATE parts SET price = price + 0.01');
    const wanted = before + Math.ceil(backlog / parts) * parts;
    const cpu = process.cpuUsage();
    const began = performance.now();
    await worker.resume(CONNECTOR);
    const connector = worker.get(CONNECTOR);
    await worker.until(() => (connector.tasks()[0]?.counts.records ?? 0) >= wanted - before);
    const seconds = (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    return {
      case: `a backlog of ${(wanted - before).toLocaleString('en')} changes`,
      figures: {
        recordsPerSecond: (wanted - before) / seconds,
        cpuMsPer1000: (user + system) / (wanted - before),
      },
    };
  });
