import ksqldbClient from 'ksqldb-client';
import { ksql } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

// the package is CommonJS without types of its own for this
// biome-ignore lint/suspicious/noExplicitAny: as above
const KsqldbClient = ((ksqldbClient as any).default ?? ksqldbClient) as any;

let server: TestServer;
// biome-ignore lint/suspicious/noExplicitAny: as above
let client: any;
beforeAll(async () => {
  server = await openServer();
  client = new KsqldbClient({ host: 'http://127.0.0.1', port: Number(new URL(server.url).port) });
  await client.connect();
});
afterAll(async () => {
  await client.disconnect();
  await server.close();
});

describe('ksqldb-client', () => {
  it('creates, lists, inserts and queries', async () => {
    const created = await client.executeStatement(
      "CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);",
    );
    expect(created.status).toBe(200);
    await client.executeStatement('CREATE TABLE t AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;');
    expect((await client.listStreams()).map(({ name }: { name: string }) => name)).toEqual(['S']);
    for (const id of ['a', 'b', 'a']) {
      const inserted = await client.insertInto('s', { id, v: 1 });
      expect([inserted.status, inserted.error]).toEqual([200, undefined]);
    }
    const { data } = await client.query("SELECT * FROM t WHERE id = 'a';");
    expect(data.rows).toEqual([{ ID: 'a', N: 2 }]);
    const refused = await client.executeStatement('CREATE STREM x;');
    expect(refused).toMatchObject({ status: 400, error: { error_code: 40001 } });
  });

  it('gets the rows of a push query as they arrive, one a frame', async () => {
    const rows: unknown[] = [];
    let query: Promise<void> | undefined;
    await new Promise<void>((resolve) => {
      query = client.streamQuery(
        'SELECT id, v FROM s EMIT CHANGES LIMIT 300;',
        (answer: unknown) => {
          rows.push(answer);
          if (rows.length >= 300) resolve();
        },
        { 'auto.offset.reset': 'earliest' },
      );
      void (async () => {
        const inserts = Array.from({ length: 300 }, (_, i) => `INSERT INTO s VALUES ('k', ${i});`).join('');
        await ksql(server.url, inserts);
      })();
    });
    await query;
    expect(rows.length).toBeGreaterThanOrEqual(300);
    expect(JSON.stringify(rows)).toContain('"ID":"a"');
  });
});
