/** What is tried out on a sandbox is seen by nobody else. */
import { engineOf } from '../../src/database/engine-of.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { openSandbox } from '../../src/engine/open-sandbox.ts';

const SALES =
  "CREATE STREAM sales (shop VARCHAR KEY, pieces INT) WITH (KAFKA_TOPIC='sales', VALUE_FORMAT='JSON', PARTITIONS=2);";

let engine: Engine;
beforeEach(async () => {
  const database = await openDatabase();
  engine = engineOf(database);
  await database.execute(`${SALES}
    CREATE TYPE place AS STRUCT<town VARCHAR>;
    CREATE TABLE sold AS SELECT shop, COUNT(*) AS n FROM sales GROUP BY shop;
    INSERT INTO sales VALUES ('a', 1);`);
});
afterEach(() => engine.close());

/** All that statements go by. */
const catalogue = (of: Engine) => ({
  sources: of.sources().map(({ name }) => name),
  types: [...of.types()].map(([name]) => name),
  queries: of.queries().map(({ id, status }) => [id, status().state]),
  next: of.nextQueryId('CSAS_X'),
  topics: [...of.log.topics].map(([name, { partitions }]) => [name, partitions.length]),
});

test('it knows what the engine knows, and holds no records', async () => {
  const sandbox = openSandbox(engine);
  expect(catalogue(sandbox)).toEqual(catalogue(engine));
  expect(sandbox.log.topics.get('sales')?.partitions.map(({ logEndOffset }) => logEndOffset)).toEqual([0, 0]);
  await sandbox.close();
});

test('the engine stays as it is', async () => {
  const before = catalogue(engine);
  const commands = engine.log.topics.get('_ksql-commands')?.partitions[0]?.logEndOffset;
  const sandbox = openSandbox(engine);
  await sandbox.execute(`
    INSERT INTO sales VALUES ('b', 2);
    CREATE TYPE spot AS STRUCT<x INT>; DROP TYPE place;
    PAUSE ALL;
    CREATE STREAM many AS SELECT * FROM sales WHERE pieces > 10;
    TERMINATE ALL;
    DROP STREAM many DELETE TOPIC; DROP TABLE sold DELETE TOPIC; DROP STREAM sales DELETE TOPIC;`);
  expect(sandbox.sources().map(({ name }) => name)).toEqual(
    before.sources.filter((name) => !['SALES', 'SOLD'].includes(name)),
  );
  await sandbox.close();
  expect(catalogue(engine)).toEqual(before);
  expect(engine.log.topics.get('_ksql-commands')?.partitions[0]?.logEndOffset).toBe(commands);
  await engine.execute("INSERT INTO sales VALUES ('a', 3);");
  const query = await engine.query("SELECT n FROM sold WHERE shop = 'a';");
  const rows = [];
  for await (const row of query.rows) rows.push(row);
  expect(rows).toEqual([[2]]);
});

test('it refuses what the engine would refuse', async () => {
  const sandbox = openSandbox(engine);
  for (const sql of [
    SALES,
    'DROP STREAM sales;',
    'TERMINATE nothing_1;',
    'CREATE OR REPLACE TABLE sold AS SELECT shop, MAX(pieces) AS n FROM sales GROUP BY shop;',
  ]) {
    const here = await engine.execute(sql).catch((error: Error) => error.message);
    expect(typeof here).toBe('string');
    expect(await sandbox.execute(sql).catch((error: Error) => error.message)).toBe(here);
  }
  await sandbox.close();
});
