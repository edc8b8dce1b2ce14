import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openLine } from '../engine/support/line.ts';

/** The keys that `SELECT *` writes for records with these keys. */
async function keysWritten(columns: string, format: string, keys: readonly (string | null)[]) {
  const line = openLine(memoryDisk());
  await line.run({
    sql: `CREATE STREAM s (${columns}, v INT) WITH (KAFKA_TOPIC='s', KEY_FORMAT='${format}', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM o AS SELECT * FROM s; CREATE STREAM again AS SELECT * FROM o;`,
  });
  await line.run({ inputs: keys.map((key, ts) => ({ topic: 's', key, value: { v: ts }, ts })) });
  const { O, AGAIN } = line.topics();
  await line.engine.close();
  expect(AGAIN).toEqual(O);
  return O!.flat().map((record) => (record as [number, string | null, string])[1]);
}

describe('a record without a key', () => {
  it('is written without one, in DELIMITED', async () => {
    expect(await keysWritten('k INT KEY', 'DELIMITED', ['7', null])).toEqual(['7', null]);
    expect(await keysWritten('k VARCHAR KEY, l VARCHAR KEY', 'DELIMITED', ['a,b', ',b', null])).toEqual([
      'a,b',
      ',b',
      null,
    ]);
  });

  it('is written without one, in JSON of two columns', async () => {
    const keys = ['{"K":1,"L":2}', '{"K":null,"L":2}', null];
    expect(await keysWritten('k INT KEY, l INT KEY', 'JSON', keys)).toEqual(keys);
  });

  it('is told from a key of nulls', async () => {
    const keys = ['a,b', ',', null];
    expect(await keysWritten('k VARCHAR KEY, l VARCHAR KEY', 'DELIMITED', keys)).toEqual(keys);
    const objects = ['{"K":null,"L":null}', '{}', null, 'null'];
    expect(await keysWritten('k INT KEY, l INT KEY', 'JSON', objects)).toEqual([
      '{"K":null,"L":null}',
      '{"K":null,"L":null}',
      null,
      null,
    ]);
  });

  it('is not what PARTITION BY makes of nulls', async () => {
    const line = openLine(memoryDisk());
    await line.run({
      sql: `CREATE STREAM s (a INT, b INT, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
        CREATE STREAM o WITH (KEY_FORMAT='DELIMITED') AS SELECT a, v FROM s PARTITION BY a;
        CREATE STREAM unread AS SELECT * FROM o;
        CREATE STREAM two WITH (KEY_FORMAT='JSON') AS SELECT a, v + NULLIF(1, 1) AS w, b FROM s PARTITION BY a, v + NULLIF(1, 1);`,
    });
    await line.run({ inputs: [{ topic: 's', key: null, value: { b: 1, v: 2 }, ts: 3 }] });
    expect(line.topics().O).toEqual([[[3, '', '{"V":2}']]]);
    // a line of nothing can't be read
    expect(line.topics().UNREAD).toEqual([[]]);
    expect(line.topics().TWO).toEqual([[[3, '{"A":null,"W":null}', '{"B":1}']]]);
    await line.engine.close();
  });
});
