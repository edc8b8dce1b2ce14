import { memoryDisk } from '../../../../src/log/disk/memory-disk.ts';
import { type Line, openLine } from '../../../engine/support/line.ts';

const S = `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
CREATE STREAM t (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const INSERT = "INSERT INTO t WITH (QUERY_ID='fill_t') SELECT * FROM s;";
const ids = (line: Line): string[] => line.engine.queries().map(({ id }) => id);
const row = (v: number) => ({ topic: 's', key: 'k', value: { v }, ts: v });

it('is not given again after a restart, though the query that had it is gone', async () => {
  const copy = 'CREATE STREAM c AS SELECT * FROM s;';
  const disk = memoryDisk();
  const before = openLine(disk);
  await before.run({ sql: `${S} ${copy}` });
  await before.run({ inputs: [row(1)] });
  expect(ids(before)).toEqual(['CSAS_C_1']);
  await before.run({ sql: 'TERMINATE CSAS_C_1; DROP STREAM c DELETE TOPIC;' });
  await before.engine.close();

  const after = openLine(disk);
  await after.run({ sql: `SET 'auto.offset.reset'='earliest'; ${copy}` });
  await after.run({ inputs: [row(2)] });
  expect(ids(after)).toEqual(['CSAS_C_2']);
  // from the beginning, not from where the first one stood
  expect(after.topics().C!.flat()).toHaveLength(2);
  await after.engine.close();
});

describe('INSERT INTO … WITH (QUERY_ID)', () => {
  it('names the query, once, and over a restart', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    await before.run({ sql: `${S} ${INSERT}` });
    expect(ids(before)).toEqual(['FILL_T']);
    await expect(before.engine.execute(INSERT)).rejects.toMatchObject({
      code: 'SQL_INVALID',
      message: "Query ID 'FILL_T' already exists.",
    });
    await before.run({ inputs: [row(1)] });
    await before.engine.close();

    const after = openLine(disk);
    expect(ids(after)).toEqual(['FILL_T']);
    await expect(after.engine.execute(INSERT)).rejects.toMatchObject({ code: 'SQL_INVALID' });
    await after.run({ inputs: [row(2)] });
    expect(after.topics().t!.flat()).toHaveLength(2);
    await after.engine.close();
  });

  it('does not continue where a terminated query of that id stood', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: `${S} ${INSERT}` });
    await line.run({ inputs: [row(1)] });
    await line.engine.execute('TERMINATE FILL_T;');
    await expect(line.engine.execute(INSERT)).rejects.toMatchObject({
      message: expect.stringContaining("Query ID 'FILL_T' was a terminated query’s"),
    });
    await line.engine.close();
  });

  it.each([
    ["QUERY_ID='a-b'", /only alphanumeric/],
    ["QUERY_ID='insertquery_7'", /reserved query ID prefix/],
    ["QUERYID='a'", /Invalid config variable/],
  ])('refuses %s', async (given, message) => {
    const line = openLine(memoryDisk());
    await line.run({ sql: S });
    const sql = `INSERT INTO t WITH (${given}) SELECT * FROM s;`;
    await expect(line.engine.execute(sql)).rejects.toMatchObject({
      code: 'SQL_INVALID',
      message: expect.stringMatching(message),
      at: { line: 1, column: expect.any(Number) },
    });
    expect(ids(line)).toEqual([]);
    await line.engine.close();
  });
});
