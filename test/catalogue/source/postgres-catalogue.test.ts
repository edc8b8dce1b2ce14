import { systemClock } from 'ksqlite/clock';
import { inMemoryBroker } from '../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { describeOnPostgres } from '../../../packages/ksqlite/test/support/postgres/on-postgres.ts';
import { changeAtRate } from '../../../src/catalogue/changes/change-at-rate.ts';
import { countOf, fillCatalogue } from '../../../src/catalogue/generator/fill-catalogue.ts';
import { EmbeddedCatalogue } from '../../../src/catalogue/source/embedded/embedded-catalogue.ts';
import type { Connecting } from '../../../src/catalogue/source/postgres/open-client.ts';
import { openPostgres } from '../../../src/catalogue/source/postgres/open-postgres.ts';
import { postgresOption } from '../../../src/catalogue/source/postgres/postgres-address.ts';
import { PostgresCatalogue } from '../../../src/catalogue/source/postgres/postgres-catalogue.ts';
import { readTables } from '../../../src/catalogue/source/postgres/read-tables.ts';
import type { HistoryLine, SourceOfTruth } from '../../../src/catalogue/source/source-of-truth.ts';
import { TABLE_NAMES } from '../../../src/catalogue/tables/tables.ts';
import { until } from '../../support/line-process.ts';
import { ownedDatabase, PASSWORD, superuser } from '../../support/postgres-role.ts';

const SETTINGS = { parts: 70, seed: 's' };
const clock = systemClock;

async function connecting(url: string, warned: string[] = []): Promise<Connecting> {
  const address = postgresOption(url);
  if (address === undefined) throw new Error(url);
  const { signal } = new AbortController();
  return {
    address,
    env: { PGPASSWORD: PASSWORD },
    clock,
    signal,
    warn: (text) => warned.push(text),
    lockWaitMs: 1,
  };
}

/** Fills it where it is not, and changes so many rows, counted from the beginning. */
async function changed(source: SourceOfTruth, rows: number, rate = 100_000): Promise<void> {
  const settings = await fillCatalogue(source, SETTINGS, { clock });
  const filled = countOf(settings);
  const { signal } = new AbortController();
  await changeAtRate({ source, settings, rate, until: rows, filled, clock, signal });
}

async function historyOf(source: SourceOfTruth): Promise<readonly HistoryLine[]> {
  const lines: HistoryLine[] = [];
  for await (const line of source.history(0)) lines.push(line);
  return lines;
}

/** Without what differs between two that are made of one seed. */
const content = (lines: readonly HistoryLine[]) =>
  lines.map(({ n, transaction, table, key, before, after }) => {
    const row = (columns: HistoryLine['after']) => columns && { ...columns, updated_at: undefined };
    return { n, transaction, table, key, before: row(before), after: row(after) };
  });

describeOnPostgres('the catalogue in PostgreSQL', (server) => {
  test('of one seed it has the history of the embedded one', async () => {
    const embedded = await EmbeddedCatalogue.open(await inMemoryBroker({ markers: true }).connect());
    await changed(embedded, 400);
    const source = await openPostgres(await connecting(await ownedDatabase(server(), 'same')), {
      fresh: true,
      needsHistory: true,
    });
    await changed(source, 400);
    const lines = await historyOf(source);
    expect(content(lines)).toEqual(content(await historyOf(embedded)));
    expect(JSON.stringify(lines)).not.toContain('scrypt');
    const at = lines.map((line) => line.at);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    const [part] = source.rows.parts.values();
    expect(await source.priceOf(part?.id ?? '')).toBe(Number(part?.price));
    expect(await source.priceOf('none')).toBeUndefined();
    await source.close();
    await embedded.close();
  });

  test('over crashes of the server and of the process each transaction is there once', async () => {
    const url = await ownedDatabase(server(), 'crashes');
    const warned: string[] = [];
    const source = await openPostgres(await connecting(url, warned), { fresh: false, needsHistory: false });
    // changes go on for as long as the server is killed
    const crashes = 3;
    for (let done = 1; done <= crashes; done++) {
      const from = source.rowEvents;
      const changing = changed(source, done * 500, 1_000);
      await Promise.race([changing, until('some are made', () => source.rowEvents > from + 100)]);
      await server().crash();
      await server().restart();
      await changing;
    }
    await source.close();
    const again = await PostgresCatalogue.open(await connecting(url));
    expect(again.settings).toEqual(SETTINGS);
    expect([again.transactions, again.rowEvents]).toEqual([source.transactions, source.rowEvents]);
    await changed(again, crashes * 500 + 100);
    const client = await superuser(server(), 'crashes');
    const stored = await readTables(client);
    for (const table of TABLE_NAMES) {
      const rows = (of: typeof stored) =>
        [...of.table(table).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(rows(stored)).toEqual(rows(again.rows));
    }
    expect((await historyOf(again)).map(({ n }) => n)).toEqual(
      Array.from({ length: again.rowEvents }, (_, i) => i + 1),
    );
    await client.end();
    await again.close();
    expect(warned.join()).not.toContain(PASSWORD);
  });

  test('one process changes it; tables of somebody else, and a wrong password, are refused in words', async () => {
    const url = await ownedDatabase(server(), 'refused');
    const given = await connecting(url);
    const source = await PostgresCatalogue.open(given);
    await expect(PostgresCatalogue.open(given)).rejects.toMatchObject({
      code: 'DATA_IN_USE',
      message: `Another process changes the catalogue in PostgreSQL at 127.0.0.1:${server().port}/refused.`,
    });
    await source.close();
    const other = await ownedDatabase(server(), 'other');
    const client = await superuser(server(), 'other');
    await client.query('CREATE TABLE parts (id INT)');
    await client.end();
    await expect(PostgresCatalogue.open(await connecting(other))).rejects.toMatchObject({
      code: 'POSTGRES',
      message: expect.stringContaining('has a table parts that is not of a catalogue'),
    });
    const wrong = { ...given, env: { PGPASSWORD: 'wrong-one' } };
    const refused: unknown = await PostgresCatalogue.open(wrong).catch((error) => error);
    expect(refused).toMatchObject({
      code: 'POSTGRES',
      message: expect.stringContaining('refuses the connection'),
    });
    expect(String(refused)).not.toContain('wrong-one');
  });
});

test('a URL with a password is refused, and not repeated', () => {
  const refusal = (text: string) => {
    try {
      return postgresOption(text);
    } catch (error) {
      return String(error);
    }
  };
  expect(refusal('postgres://shop:secret@localhost/shop')).toMatch(/leave the password out/);
  for (const text of ['secret', 'http://secret@x/y', 'postgres://x', 'postgres://x/y?password=secret'])
    expect(refusal(text)).toMatch(/^CommandError: --postgres: (?!.*secret)/);
  expect(refusal('postgresql://[::1]/a%20b?sslmode=require')).toEqual({
    host: '::1',
    port: 5432,
    user: 'postgres',
    database: 'a b',
    sslMode: 'require',
  });
});
