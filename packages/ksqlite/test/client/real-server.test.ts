import { connectKsqldb } from '../../src/client/connect-ksqldb.ts';
import { credentialsFrom } from '../../src/client/http/credentials.ts';

/** Against a ksqlDB that stands where KSQLDB_URL says; passed over without one. */
const url = process.env.KSQLDB_URL;
const onServer = url === undefined ? describe.skip : describe;

onServer('a ksqlDB server', () => {
  const client = connectKsqldb({ url: url ?? 'http://unused', credentials: credentialsFrom(process.env) });
  const name = `REST_CLIENT_${process.pid}`;
  const earliest = { properties: { 'auto.offset.reset': 'earliest' } };

  beforeAll(async () => {
    const [created] = await client.execute(
      `CREATE STREAM ${name} (id VARCHAR KEY, n BIGINT, d DECIMAL(20, 4), s STRUCT<a INT>)
         WITH (KAFKA_TOPIC = '${name.toLowerCase()}', VALUE_FORMAT = 'JSON', PARTITIONS = 1);`,
    );
    expect(created).toMatchObject({ '@type': 'currentStatus', commandStatus: { status: 'SUCCESS' } });
    const acks = client.insert(name, [
      { ID: 'a', N: 9007199254740993n, D: 1.5, S: { A: 1 } },
      { ID: 'b', N: 2, D: null },
    ]);
    const statuses: string[] = [];
    for await (const { status } of acks) statuses.push(status);
    expect(statuses).toEqual(['ok', 'ok']);
  });

  afterAll(async () => {
    await client.execute(`DROP STREAM IF EXISTS ${name} DELETE TOPIC;`).catch(() => undefined);
    await client.close();
  });

  test('says who it is and that it is well', async () => {
    expect((await client.info()).version).toMatch(/^\d/);
    expect(await client.health()).toMatchObject({ isHealthy: true });
    expect(await client.isValidProperty('auto.offset.reset')).toBe(true);
  });

  test('gives the rows of a push query, to the last digit', async () => {
    const { columns, rows } = await client.query(`SELECT * FROM ${name} EMIT CHANGES LIMIT 2;`, earliest);
    expect(columns.map((column) => column.name)).toEqual(['ID', 'N', 'D', 'S']);
    const all: unknown[] = [];
    for await (const row of rows) all.push(row);
    expect(all).toEqual([
      ['a', 9007199254740993n, '1.5000', { A: 1 }],
      ['b', 2, null, null],
    ]);
  });

  test('ends a push query when it is closed', async () => {
    const stream = await client.query(`SELECT * FROM ${name} EMIT CHANGES;`, earliest);
    let rows = 0;
    for await (const _ of stream.rows) if (++rows === 2) stream.close();
    expect(rows).toBe(2);
  });

  test('prints a topic', async () => {
    const lines: string[] = [];
    for await (const line of client.print(`PRINT '${name.toLowerCase()}' FROM BEGINNING LIMIT 1;`))
      lines.push(line);
    expect(lines.at(-1)).toMatch(/^rowtime: .*key: a, value: \{"N":9007199254740993/);
  });

  test('substitutes variables', async () => {
    const [described] = await client.execute('DESCRIBE ${s};', { variables: { s: name } });
    expect(described).toMatchObject({ '@type': 'sourceDescription', sourceDescription: { name } });
  });

  test('refuses with place and code, and keeps what came before', async () => {
    await expect(client.execute('SHOW STREAMS; DROP STREAM nope_nope;')).rejects.toMatchObject({
      code: 'KSQLDB_REFUSED',
      errorCode: 40001,
      message: expect.stringContaining('NOPE_NOPE does not exist'),
    });
    await expect(client.query(`SELECT nope FROM ${name} EMIT CHANGES;`)).rejects.toMatchObject({
      code: 'KSQLDB_REFUSED',
      message: expect.stringMatching(/^Line: 1, Col: 8/),
    });
  });
});
