import { startKsqlServer } from '../../src/server/ksql-server.ts';
import { call } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

let server: TestServer;
afterEach(() => server?.close());

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('without a token', () => {
  beforeEach(async () => {
    server = await openServer();
  });

  it.each([
    [{ host: 'localhost:8088' }],
    [{ host: '127.0.0.1' }],
    [{ host: '[::1]:8088' }],
    [{ origin: 'http://localhost:3000' }],
    [{ 'sec-fetch-site': 'same-origin' }],
  ])('takes what comes from this machine: %j', async (headers) => {
    expect((await call(server.url, 'GET', '/info', undefined, headers)).status).toBe(200);
  });

  it.each([
    [421, { host: 'attacker.example:8088' }],
    [421, { host: '127.0.0.1.attacker.example' }],
    [403, { origin: 'https://attacker.example' }],
    [403, { origin: 'null' }],
    [403, { 'sec-fetch-site': 'cross-site' }],
  ])('refuses with %i what another site sends: %j', async (status, headers) => {
    const sql = JSON.stringify({
      ksql: "CREATE STREAM s (a INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);",
    });
    const answer = await call(server.url, 'POST', '/ksql', sql, headers as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ '@type': 'generic_error', error_code: status * 100 });
    expect(server.engine.sources()).toEqual([]);
  });

  it('listens on the loopback alone', async () => {
    await expect(startKsqlServer({ database: server.database, host: '0.0.0.0', port: 0 })).rejects.toThrow(
      'set a token',
    );
  });
});

describe('with a token', () => {
  beforeEach(async () => {
    server = await openServer({ token: 'sesame' });
  });

  it.each(['Bearer sesame', 'bearer sesame', basic('anyone', 'sesame'), basic('', 'sesame')])(
    'lets in who knows it: %s',
    async (authorization) => {
      const headers = { authorization, host: 'ksqldb.example' };
      expect((await call(server.url, 'GET', '/info', undefined, headers)).status).toBe(200);
    },
  );

  it.each([undefined, 'Bearer sesam', 'Bearer', 'Basic', basic('sesame', ''), 'Digest sesame'])(
    'lets nobody else in: %s',
    async (authorization) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      for (const path of ['/info', '/healthcheck', '/nope']) {
        const answer = await call(server.url, 'GET', path, undefined, headers);
        expect(answer.status).toBe(401);
        expect(answer.headers['www-authenticate']).toBe('Basic realm="ksqldb"');
        expect(answer.body).not.toContain('sesame');
      }
    },
  );
});
