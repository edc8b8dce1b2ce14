import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTestDriver, type TestDriver } from '../../../src/testing/index.ts';
import { formatType } from '../../../src/types/sql-type.ts';
import { type Line, openLine } from '../../engine/support/line.ts';

const OVER = `WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1)`;
const typesOf = (line: Line): string[] =>
  [...line.engine.types()].map(([name, type]) => `${name} ${formatType(type)}`);
const refusal = (line: Line, sql: string): Promise<unknown> =>
  line.engine.execute(sql).then(
    () => undefined,
    (error: unknown) => error,
  );

let driver: TestDriver | undefined;
afterEach(() => driver?.close());

test('a name stands wherever a type stands, in the same script, in any case', () => {
  driver = openTestDriver({
    sql: `CREATE TYPE person AS STRUCT<name VARCHAR, born DATE>;
      CREATE TYPE people AS ARRAY<person>;
      CREATE STREAM s (k VARCHAR KEY, one Person, many people, more MAP<VARCHAR, PEOPLE>) ${OVER};
      CREATE STREAM o AS SELECT k, one->name AS name, many[1]->name AS first, CAST(NULL AS person) AS nobody FROM s;`,
  });
  driver.produce([{ topic: 's', key: 'a', value: '{"one":{"name":"Ada"},"many":[{"name":"Bob"}]}' }]);
  expect(driver.read('o').map(({ value }) => value)).toEqual([{ NAME: 'Ada', FIRST: 'Bob', NOBODY: null }]);
});

test('names are replayed; what was made with one keeps its type when the name goes or means something else', async () => {
  const disk = memoryDisk();
  const before = openLine(disk);
  await before.run({ sql: 'CREATE TYPE t AS STRUCT<`a` INT>; CREATE TYPE kept AS INT;' });
  await before.run({ sql: `CREATE STREAM s (k INT KEY, v t) ${OVER};` });
  await before.run({ sql: 'DROP TYPE t; CREATE TYPE t AS VARCHAR;' });
  const described = before.engine.sources().map(({ sql, values }) => [sql, values]);
  expect(described).toEqual([
    [
      `CREATE STREAM s (k INT KEY, v STRUCT<\`a\` INTEGER>) ${OVER};`,
      [{ name: 'V', type: expect.anything() }],
    ],
  ]);
  expect(typesOf(before)).toEqual(['KEPT INTEGER', 'T STRING']);
  await before.engine.close();

  const after = openLine(disk);
  expect(after.engine.sources().map(({ sql, values }) => [sql, values])).toEqual(described);
  expect(typesOf(after)).toEqual(['KEPT INTEGER', 'T STRING']);
  await after.run({ sql: 'DROP TYPE T; DROP TYPE kept;' });
  await after.engine.close();
  expect(typesOf(openLine(disk))).toEqual([]);
});

test('a name is taken once, and dropped once, but for IF', async () => {
  const line = openLine(memoryDisk());
  await line.run({ sql: 'CREATE TYPE t AS INT;' });
  expect(await refusal(line, 'CREATE TYPE `t` AS VARCHAR;')).toMatchObject({
    code: 'SQL_INVALID',
    message: "Cannot register custom type 't' since it is already registered with type: INTEGER",
  });
  expect(
    await line.engine.execute('CREATE TYPE IF NOT EXISTS t AS VARCHAR; DROP TYPE IF EXISTS u;'),
  ).toMatchObject([
    { message: 'T is already registered with type INTEGER', sequence: undefined },
    { message: "Type 'U' does not exist", sequence: undefined },
  ]);
  expect(await refusal(line, 'DROP TYPE u;')).toMatchObject({ message: 'Type U does not exist.' });
  expect(typesOf(line)).toEqual(['T INTEGER']);
});

test('a name that is not known is refused with the nearest one, and nothing before it is done', async () => {
  const line = openLine(memoryDisk());
  await line.run({ sql: 'CREATE TYPE person AS STRUCT<name VARCHAR>;' });
  expect(
    await refusal(line, `CREATE TYPE x AS INT; CREATE STREAM s (k INT KEY, v persn) ${OVER};`),
  ).toMatchObject({
    code: 'SQL_SYNTAX',
    at: { line: 1, column: 53 },
    hint: 'did you mean PERSON?',
  });
  expect(typesOf(line)).toEqual(['PERSON STRUCT<`NAME` STRING>']);
});
