/** No gap and no double: a snapshot beside a writer, whatever is killed when. */

import { ConnectorError } from '../../../src/connect/connector-error.ts';
import type { DataValue, JsonValue } from '../../../src/connect/data.ts';
import type { SourceRecord } from '../../../src/connect/port.ts';
import { rowsOf } from '../../../src/connect/postgres/client/open-client.ts';
import type { PgClient } from '../../../src/connect/postgres/client/pg-package.ts';
import { chanceFrom, freshSeed } from '../../support/fresh-seed.ts';
import { describeOnPostgres } from '../../support/postgres/on-postgres.ts';
import { until } from '../../support/until.ts';
import { connect, keysFor, RunningConnector } from './run-connector.ts';

const seed = freshSeed('POSTGRES_SEED');

/** Keys of two kinds: numbers, and text whose order is not that of most languages. */
const TABLES = `
  CREATE TABLE numbered (id INT PRIMARY KEY, version INT NOT NULL);
  CREATE TABLE named (id TEXT, part INT, version INT NOT NULL, PRIMARY KEY (id, part));
  INSERT INTO numbered SELECT g, 0 FROM generate_series(1, 400) g;
  INSERT INTO named SELECT chr(60 + g % 190) || g, g, 0 FROM generate_series(1, 400) g;`;

/** One transaction: rows that change, come, go, and change their keys. */
const WRITES = (at: number, random: () => number): string => {
  const id = () => 1 + Math.floor(random() * 400);
  const move = `UPDATE numbered SET id = ${10_000 + at}, version = version + 1 WHERE id = ${id()}`;
  return `BEGIN;
    UPDATE numbered SET version = version + 1 WHERE id IN (${id()}, ${id()}, ${id()});
    UPDATE named SET version = version + 1 WHERE part IN (${id()}, ${id()});
    INSERT INTO numbered VALUES (${1_000 + at}, 0);
    ${at % 5 === 0 ? `${move};` : ''}
    ${at % 7 === 0 ? `DELETE FROM numbered WHERE id = ${id()};` : ''}
    COMMIT;`;
};

type Row = { readonly id: DataValue; readonly part?: DataValue; readonly version: number };
type Envelope = { readonly before: Row | null; readonly after: Row | null; readonly op: string };

/** What records say of each row, one after the other; throws where a version is missing or comes twice. */
function replay(records: readonly SourceRecord[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const { topic, key, value } of records) {
    if (value === null || key === null || Buffer.isBuffer(value) || Buffer.isBuffer(key)) continue;
    const { after, op } = value.value as unknown as Envelope;
    const name = `${topic} ${JSON.stringify(key.value)}`;
    const before = rows.get(name);
    if (op === 'd') {
      if (before === undefined) throw new Error(`${name}: deleted, and was not there`);
      rows.delete(name);
    } else if (after !== null) {
      if ((op === 'r' || op === 'c') !== (before === undefined))
        throw new Error(`${name}: ${op} after ${before}`);
      if (before !== undefined && after.version !== before + 1)
        throw new Error(`${name}: ${after.version} after ${before}`);
      rows.set(name, after.version);
    }
  }
  return rows;
}

async function tablesOf(client: PgClient): Promise<ReadonlyMap<string, number>> {
  const numbered = await rowsOf(client, 'SELECT id, version FROM numbered');
  const named = await rowsOf(client, 'SELECT id, part, version FROM named');
  return new Map([
    ...numbered.map(
      ([id, version]) =>
        [`shop.public.numbered ${JSON.stringify({ id: Number(id) })}`, Number(version)] as const,
    ),
    ...named.map(
      ([id, part, version]) =>
        [`shop.public.named ${JSON.stringify({ id, part: Number(part) })}`, Number(version)] as const,
    ),
  ]);
}

const differences = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) =>
  [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));

describeOnPostgres('PostgreSQL, exactly once', (server) => {
  test(`kills of the connector while it reads rows and changes, beside a writer (POSTGRES_SEED=${seed})`, async () => {
    const { random } = chanceFrom(seed);
    const setUp = await connect(server().port);
    await setUp.query('CREATE DATABASE kills');
    const client = await connect(server().port, 'kills');
    await client.query(TABLES);
    const keys = { ...keysFor(server().port, 'kills'), 'snapshot.fetch.size': '60', 'max.batch.size': '20' };
    const records: SourceRecord[] = [];
    let offset: JsonValue | undefined;
    let written = 0;
    let lives = 0;
    for (; lives < 12; lives++) {
      const running = await RunningConnector.start(keys, { offset });
      for (let steps = Math.floor(random() * 5); steps > 0; steps--) {
        await client.query(WRITES(written++, random));
        await running.step();
      }
      await client.query(WRITES(written++, random));
      await running.lose();
      records.push(...running.records);
      offset = running.offset;
      await running.stop();
    }
    const running = await RunningConnector.start(keys, { offset });
    await client.query('INSERT INTO numbered VALUES (0, 0)');
    await running.until((all) =>
      all.some(({ key }) => JSON.stringify(key && 'value' in key ? key.value : null) === '{"id":0}'),
    );
    await running.stop();
    expect(differences(replay([...records, ...running.records]), await tablesOf(client))).toEqual([]);
    await client.end();
    await setUp.end();
  });

  test(`a writer that never waits, from before the snapshot on (POSTGRES_SEED=${seed})`, async () => {
    const { random } = chanceFrom(seed + 1);
    const setUp = await connect(server().port);
    await setUp.query('CREATE DATABASE busy');
    const client = await connect(server().port, 'busy');
    await client.query(TABLES);
    const keys = { ...keysFor(server().port, 'busy'), 'snapshot.fetch.size': '20' };
    let stopped = false;
    const writer = (async () => {
      let written = 0;
      while (!stopped) await client.query(WRITES(written++, random));
      return written;
    })();
    const records: SourceRecord[] = [];
    let offset: JsonValue | undefined;
    for (let lives = 0; lives < 4; lives++) {
      const running = await RunningConnector.start(keys, { offset });
      for (let steps = 0; steps < 12; steps++) await running.step();
      await running.lose();
      records.push(...running.records);
      offset = running.offset;
      await running.stop();
    }
    stopped = true;
    expect(await writer).toBeGreaterThan(4);
    const running = await RunningConnector.start(keys, { offset });
    await client.query('INSERT INTO numbered VALUES (0, 0)');
    await running.until((all) =>
      all.some(({ key }) => JSON.stringify(key && 'value' in key ? key.value : null) === '{"id":0}'),
    );
    await running.stop();
    expect(differences(replay([...records, ...running.records]), await tablesOf(client))).toEqual([]);
    await client.end();
    await setUp.end();
  });

  test('a server that crashes and comes back', async () => {
    const setUp = await connect(server().port);
    await setUp.query('CREATE DATABASE crashes');
    await setUp.end();
    const client = await connect(server().port, 'crashes');
    await client.query(TABLES);
    const keys = keysFor(server().port, 'crashes');
    const first = await RunningConnector.start(keys);
    await first.until((records) => records.length === 800);
    await client.query('UPDATE numbered SET version = 1');
    await first.until((records) => records.length > 800);
    await server().crash();
    const error: unknown = await first.until(() => false).catch((e) => e);
    // of Node’s own realm, or of ours
    expect(error).toHaveProperty('message');
    expect(error).not.toBeInstanceOf(ConnectorError);
    await first.stop();
    const away: unknown = await RunningConnector.start(keys, { offset: first.offset }).catch((e) => e);
    expect(String(away)).toContain(`PostgreSQL at 127.0.0.1:${server().port}/crashes can't be reached`);
    expect(away).not.toBeInstanceOf(ConnectorError);
    await server().restart();
    const again = await connect(server().port, 'crashes');
    await again.query('UPDATE numbered SET version = 2');
    const second = await RunningConnector.start(keys, { offset: first.offset });
    await second.until(() => first.records.length + second.records.length >= 1_600);
    await second.stop();
    expect(differences(replay([...first.records, ...second.records]), await tablesOf(again))).toEqual([]);
    await again.end();
  });

  test('what it can’t continue is refused in words, and read again where that is wanted', async () => {
    const setUp = await connect(server().port);
    await setUp.query('CREATE DATABASE refused');
    const client = await connect(server().port, 'refused');
    await client.query('CREATE TABLE numbered (id INT PRIMARY KEY); INSERT INTO numbered VALUES (1)');
    const keys = keysFor(server().port, 'refused');
    const first = await RunningConnector.start(keys);
    await first.until((records) => records.length === 1);
    await first.step();
    await first.stop();
    const refusal = async (offset: JsonValue) => {
      const error: unknown = await RunningConnector.start(keys, { offset }).catch((e) => e);
      expect(error).toBeInstanceOf(ConnectorError);
      return (error as Error).message;
    };
    const offset = first.offset as { readonly [key: string]: JsonValue };
    expect(await refusal({ ...offset, system: '42' })).toMatch(/is another one \(system \d+, it was 42\)/);
    expect(await refusal({ ...offset, timeline: 7 })).toMatch(/has been replaced by a standby or restored/);
    expect(await refusal({ ...offset, lsn: 1, flush: 1 })).toMatch(/has been read by somebody else, to/);
    expect(await refusal('something else')).toMatch(/is not one of a PostgresConnector/);
    const isFree = `SELECT 1 FROM pg_replication_slots WHERE slot_name = '${keys['slot.name']}' AND NOT active`;
    await until(async () => (await rowsOf(client, isFree)).length > 0);
    await client.query(`SELECT pg_drop_replication_slot('${keys['slot.name']}')`);
    expect(await refusal(offset)).toMatch(
      /the replication slot slot_of_refused is gone: changes may be missing/,
    );
    const again = await RunningConnector.start({ ...keys, 'snapshot.mode': 'when_needed' }, { offset });
    await again.until((records) => records.length === 1);
    await again.stop();
    await client.end();
    await setUp.end();
  });

  test('while nothing of its tables changes, the server may forget its log, and heartbeats come', async () => {
    const setUp = await connect(server().port);
    await setUp.query('CREATE DATABASE quiet');
    const client = await connect(server().port, 'quiet');
    await client.query(
      'CREATE TABLE numbered (id INT PRIMARY KEY); CREATE TABLE beats (id INT PRIMARY KEY, at TIMESTAMPTZ); INSERT INTO beats VALUES (1)',
    );
    const keys: Readonly<Record<string, string>> = {
      ...keysFor(server().port, 'quiet'),
      'table.include.list': 'public\\.numbered',
      'publication.autocreate.mode': 'filtered',
      'status.update.interval.ms': '20',
      'heartbeat.interval.ms': '20',
      'heartbeat.action.query': 'UPDATE beats SET at = now()',
    };
    const running = await RunningConnector.start(keys);
    const flushed = async () =>
      (
        await rowsOf(
          client,
          `SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '${keys['slot.name']}'`,
        )
      )[0]?.[0];
    const before = await flushed();
    await running.until((records) => records.length > 2);
    while ((await flushed()) === before) await running.step();
    expect(running.records[0]).toMatchObject({
      topic: '__debezium-heartbeat.shop',
      key: { value: { serverName: 'shop' } },
      value: { value: { ts_ms: expect.any(Number) } },
    });
    expect((await rowsOf(client, 'SELECT at IS NOT NULL FROM beats'))[0]).toEqual(['t']);
    // what was committed while it was acknowledged is not lost
    await client.query('INSERT INTO numbered VALUES (1)');
    await running.until((records) => records.some(({ topic }) => topic === 'shop.public.numbered'));
    await running.stop();
    await client.end();
    await setUp.end();
  });
});
