import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import type { RecordHeader } from '../../../src/log/topics/log-record.ts';
import { openTestDriver, type TestDriver } from '../../../src/testing/index.ts';
import { openLine } from '../../engine/support/line.ts';

const header = (key: string, value: string | null): RecordHeader => ({
  key,
  value: value === null ? null : Buffer.from(value),
});
const S = `CREATE STREAM s (k VARCHAR KEY, trace BYTES HEADER('trace'), v INT)
  WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const ALL = `CREATE STREAM s (k VARCHAR KEY, h ARRAY<STRUCT<key VARCHAR, value BYTES>> HEADERS, v INT)
  WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;

let driver: TestDriver;
const open = (sql: string): void => {
  driver = openTestDriver({ sql });
};
const produce = (topic: string, key: string, value: object, ...headers: RecordHeader[]): void =>
  driver.produce([{ topic, key, value: JSON.stringify(value), headers }]);
afterEach(() => driver?.close());

test('HEADER reads the last header of its name; none, and one without a value, are NULL', () => {
  open(`${S} CREATE STREAM o AS SELECT k, FROM_BYTES(trace, 'utf8') AS t, v FROM s WHERE v > 0;`);
  produce('s', 'a', { v: 1 });
  produce('s', 'b', { v: 2 }, header('trace', 'x'), header('other', 'o'), header('trace', 'y'));
  produce('s', 'c', { v: 3 }, header('trace', 'x'), header('trace', null));
  expect(driver.read('o').map(({ value }) => value)).toEqual([
    { T: null, V: 1 },
    { T: 'y', V: 2 },
    { T: null, V: 3 },
  ]);
});

test('HEADERS reads all headers in order, and SELECT * has the column behind the others', () => {
  open(`${ALL} CREATE STREAM o AS SELECT * FROM s;`);
  produce('s', 'a', { v: 1, h: 'a field of the value is not read' }, header('x', '1'), header('x', null));
  produce('s', 'b', { v: 2 });
  expect(driver.readTopic('O').map(({ value }) => String(value))).toEqual([
    '{"V":1,"H":[{"KEY":"x","VALUE":"MQ=="},{"KEY":"x","VALUE":null}]}',
    '{"V":2,"H":[]}',
  ]);
});

test('what a query makes of a record carries its headers, also through a repartition', () => {
  open(`${ALL}
    CREATE STREAM keyed AS SELECT * FROM s PARTITION BY v;
    CREATE TABLE n AS SELECT v, COUNT(*) AS n, LATEST_BY_OFFSET(h[1]->key) AS name FROM s GROUP BY v;
    CREATE STREAM deep AS SELECT keyed.v AS v, n.name AS name FROM keyed JOIN n ON keyed.v = n.v;`);
  produce('s', 'a', { v: 1 }, header('x', '1'));
  expect(driver.read('n')).toMatchObject([{ value: { N: 1, NAME: 'x' }, headers: [header('x', '1')] }]);
  produce('s', 'a', { v: 1 }, header('y', '2'));
  produce('s', 'a', { v: 1 });
  expect(driver.read('keyed').map(({ headers }) => headers)).toEqual([
    [header('x', '1')],
    [header('y', '2')],
    [],
  ]);
  expect(driver.read('n').map(({ headers }) => headers)).toEqual([[header('y', '2')], []]);
});

test('a joined record carries the headers of the side that came last', () => {
  open(`CREATE STREAM l (k INT KEY, a BYTES HEADER('a'), v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', PARTITIONS=1);
    CREATE STREAM r (k INT KEY, b BYTES HEADER('b'), v INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=1);
    CREATE STREAM o AS SELECT * FROM l JOIN r WITHIN 1 HOUR ON l.k = r.k;`);
  const key = Buffer.from([0, 0, 0, 1]);
  driver.produce([{ topic: 'l', key, value: '{"v":1}', timestamp: 1, headers: [header('a', 'A')] }]);
  driver.produce([{ topic: 'r', key, value: '{"v":2}', timestamp: 2, headers: [header('b', 'B')] }]);
  expect(driver.readTopic('O').map(({ value, headers }) => [String(value), headers])).toEqual([
    ['{"L_V":1,"L_A":"QQ==","R_K":1,"R_V":2,"R_B":"Qg=="}', [header('b', 'B')]],
  ]);
});

test('a table keeps them with its row, over a restart', async () => {
  const disk = memoryDisk();
  const before = openLine(disk);
  await before.run({
    sql: `CREATE TABLE t (k VARCHAR PRIMARY KEY, trace BYTES HEADER('trace'), v INT)
        WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM s (k VARCHAR KEY, w INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM o AS SELECT s.k AS k, w, trace FROM s JOIN t ON s.k = t.k;`,
  });
  const { log } = before.engine;
  log.append(log.topics.get('t')!.partitions[0]!, 1, 'a', '{"v":1}', [header('trace', 'X')]);
  await before.run({ inputs: [] });
  await before.engine.close();

  const after = openLine(disk);
  await after.run({ inputs: [{ topic: 's', key: 'a', value: { w: 2 }, ts: 2 }] });
  expect(after.topics().O!.flat()).toEqual([[2, 'a', '{"W":2,"TRACE":"WA=="}']]);
  await after.engine.close();
});

test.each([
  ["h INT HEADER('key')", "Invalid type for HEADER('key') column: expected BYTES, got INTEGER"],
  [
    'h BYTES HEADERS',
    'Invalid type for HEADERS column: expected ARRAY<STRUCT<`KEY` STRING, `VALUE` BYTES>>, got BYTES',
  ],
  ["h BYTES HEADER('a'), i BYTES HEADER('a')", "Schema already contains a HEADER('a') column."],
  [
    "h ARRAY<STRUCT<key VARCHAR, value BYTES>> HEADERS, i BYTES HEADER('a')",
    'Schema already contains a HEADERS column.',
  ],
])('%s is refused', (columns, message) => {
  open('');
  const sql = `CREATE STREAM x (k INT KEY, ${columns}, v INT) WITH (KAFKA_TOPIC='x', VALUE_FORMAT='JSON', PARTITIONS=1);`;
  expect(() => driver.execute(sql)).toThrow(expect.objectContaining({ code: 'SQL_INVALID', message }));
});

test('INSERT names no header column; a query writes into no stream that has one', () => {
  open(
    `${ALL} CREATE STREAM p (k VARCHAR KEY, h INT, v INT) WITH (KAFKA_TOPIC='p', VALUE_FORMAT='JSON', PARTITIONS=1);`,
  );
  for (const insert of ["INSERT INTO s VALUES ('a', NULL, 1);", "INSERT INTO s (k, h) VALUES ('a', NULL);"])
    expect(() => driver.execute(insert)).toThrow('Cannot insert into HEADER columns: H');
  expect(() => driver.execute('INSERT INTO s SELECT * FROM p;')).toThrow(
    'Cannot insert into S because it has header columns',
  );
  driver.execute("INSERT INTO s (k, v) VALUES ('a', 1);");
  driver.execute('CREATE STREAM o AS SELECT * FROM s;');
  expect(driver.read('o')).toMatchObject([{ key: { K: 'a' }, value: { V: 1, H: [] } }]);
});
