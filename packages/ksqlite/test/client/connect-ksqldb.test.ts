import { connectKsqldb } from '../../src/client/connect-ksqldb.ts';
import type { RestClient } from '../../src/client/rest-client.ts';
import type { Clock } from '../../src/clock/clock.ts';
import { type Answer, type FakeKsqldb, fakeKsqldb, json } from './support/fake-ksqldb.ts';
import { recorded } from './support/recorded.ts';

let server: FakeKsqldb;
let client: RestClient;
const waits: string[] = [];

/** No time passes but what is waited for. */
function waitedClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    after: (ms, then) => {
      now += ms;
      const soon = setImmediate(then);
      return () => clearImmediate(soon);
    },
  };
}

async function connected(answer: Answer, options = {}): Promise<RestClient> {
  server = await fakeKsqldb(answer);
  waits.length = 0;
  client = connectKsqldb({
    url: server.url,
    retryForMs: 1_000,
    clock: waitedClock(),
    onWait: ({ reason }) => waits.push(reason),
    ...options,
  });
  return client;
}

afterEach(async () => {
  await client.close();
  await server.close();
});

const replay: Answer = (response, asked) => {
  const { status, body } = recorded(asked);
  json(response, body, status);
};

describe('recorded answers of a real server', () => {
  test('info, health, a property', async () => {
    await connected(replay);
    expect(await client.info()).toMatchObject({ version: '7.9.0', ksqlServiceId: 'default_' });
    expect(await client.health()).toMatchObject({ isHealthy: true, serverState: 'READY' });
    expect(await client.isValidProperty('auto.offset.reset')).toBe(true);
  });

  test('a statement: its entity with command id, status and number', async () => {
    await connected(replay);
    const [entity] = await client.execute(
      'CREATE STREAM hot AS SELECT sensor, temp FROM readings WHERE temp > 30 EMIT CHANGES;',
    );
    expect(entity).toMatchObject({
      '@type': 'currentStatus',
      commandId: 'stream/`HOT`/create',
      commandStatus: { status: 'SUCCESS', queryId: 'CSAS_HOT_39' },
      commandSequenceNumber: 40,
      warnings: [],
    });
  });

  test('INSERT … VALUES has no entity', async () => {
    await connected(replay);
    expect(
      await client.execute("INSERT INTO readings (sensor, area, temp) VALUES ('s2', 'south', 12.25);"),
    ).toEqual([]);
  });

  test('a refused statement: the server’s message, code and statement', async () => {
    await connected(replay);
    await expect(client.execute('CREATE STREAM a AS SELEC;')).rejects.toMatchObject({
      code: 'KSQLDB_REFUSED',
      exitCode: 24,
      errorCode: 40001,
      status: 400,
      message: "line 1:20: Syntax Error\nmissing 'SELECT' at 'SELEC'",
      statementText: 'CREATE STREAM a AS SELEC;',
      entities: [],
    });
    expect(server.asked).toHaveLength(1);
  });

  test('a path that is not there', async () => {
    await connected((response) =>
      json(response, '<html><body><h1>Resource not found</h1></body></html>', 404),
    );
    await expect(client.info()).rejects.toMatchObject({
      code: 'KSQLDB_ALIEN',
      message: `what answers at ${server.url} is not a ksqlDB: 404 to GET /info. Is the address right?`,
    });
  });
});

describe('what is sent', () => {
  test('settings and variables travel with each statement', async () => {
    await connected((response) => json(response, []));
    await client.execute('SHOW STREAMS;', {
      properties: { 'auto.offset.reset': 'earliest' },
      variables: { t: 'x' },
      commandSequenceNumber: 7,
    });
    expect(server.asked[0]?.path).toBe('/ksql');
    expect(JSON.parse(server.asked[0]?.body ?? '')).toEqual({
      ksql: 'SHOW STREAMS;',
      streamsProperties: { 'auto.offset.reset': 'earliest' },
      sessionVariables: { t: 'x' },
      commandSequenceNumber: 7,
    });
  });

  test.each([
    [{ username: 'ada', password: 'a:b ä' }, `Basic ${Buffer.from('ada:a:b ä').toString('base64')}`],
    [{ token: 't0k' }, 'Bearer t0k'],
  ])('credentials %j', async (credentials, header) => {
    await connected((response) => json(response, []), { credentials });
    await client.execute('SHOW STREAMS;');
    expect(server.asked[0]?.headers.authorization).toBe(header);
  });

  test('credentials in the address are used, and never shown; a path is kept', async () => {
    await connected((response) => json(response, 'no', 401));
    await client.close();
    client = connectKsqldb({ url: `${server.url.replace('//', '//ada:s%3Acret@')}/behind/` });
    const error = await client.info().catch((caught: Error) => caught);
    expect(String((error as Error).message)).not.toContain('cret');
    expect(server.asked[0]?.path).toBe('/behind/info');
    expect(server.asked[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('ada:s:cret').toString('base64')}`,
    );
  });

  test('a command id is one path segment but for its slashes', async () => {
    await connected((response) => json(response, { status: 'SUCCESS', message: 'Stream created' }));
    expect(await client.commandStatus('stream/`A B`/create')).toMatchObject({ status: 'SUCCESS' });
    expect(server.asked[0]?.path).toBe('/status/stream/%60A%20B%60/create');
  });
});

describe('a hostile server', () => {
  test.each([401, 403])('%i: the credentials; not asked again', async (status) => {
    await connected((response) => json(response, '<html>no</html>', status));
    await expect(client.info()).rejects.toMatchObject({ code: 'KSQLDB_CREDENTIALS', exitCode: 22 });
    expect(server.asked).toHaveLength(1);
  });

  test('Kafka denies a topic: the statement is refused, the credentials are right', async () => {
    await connected((response) =>
      json(response, { '@type': 'generic_error', error_code: 40301, message: 'denied: topic x' }, 403),
    );
    await expect(client.execute('PRINT x;')).rejects.toMatchObject({
      code: 'KSQLDB_REFUSED',
      message: 'denied: topic x',
    });
  });

  test('503 until it is ready: asked again, a statement too', async () => {
    await connected((response, _, nth) =>
      nth < 2
        ? json(response, { '@type': 'generic_error', error_code: 50302, message: 'Server initializing' }, 503)
        : json(response, []),
    );
    expect(await client.execute('SHOW STREAMS;')).toEqual([]);
    expect(server.asked).toHaveLength(3);
    expect(waits).toHaveLength(2);
    expect(waits[0]).toContain('is not ready: Server initializing');
  });

  test('503 for ever: it gives up after retryForMs', async () => {
    await connected((response) => json(response, 'wait', 503), { retryForMs: 300 });
    await expect(client.info()).rejects.toMatchObject({ code: 'KSQLDB_AWAY', exitCode: 21 });
    expect(server.asked).toHaveLength(3);
  });

  test('a Retry-After beyond retryForMs is not waited for', async () => {
    await connected((response) => json(response, 'wait', 503, { 'retry-after': '10' }));
    await expect(client.info()).rejects.toMatchObject({ code: 'KSQLDB_AWAY' });
    expect(server.asked).toHaveLength(1);
  });

  test('the connection cut before the answer: a question again, a statement never', async () => {
    await connected((response, asked, nth) => {
      if (asked.path === '/ksql' || nth === 0) response.socket?.destroy();
      else json(response, { isHealthy: true });
    });
    expect(await client.health()).toEqual({ isHealthy: true });
    expect(server.asked).toHaveLength(2);
    await expect(client.execute('CREATE STREAM a AS SELECT 1 FROM b;')).rejects.toMatchObject({
      code: 'KSQLDB_UNCERTAIN',
      exitCode: 26,
    });
    expect(server.asked).toHaveLength(3);
  });

  test('the connection cut within the answer to a statement', async () => {
    await connected((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('[{"@type":', () => response.socket?.destroy());
    });
    await expect(client.execute('SHOW STREAMS;')).rejects.toMatchObject({ code: 'KSQLDB_UNCERTAIN' });
    expect(server.asked).toHaveLength(1);
  });

  test('no answer in time', async () => {
    await connected(() => undefined, { answerTimeoutMs: 60, retryForMs: 0 });
    await expect(client.execute('SHOW STREAMS;')).rejects.toMatchObject({
      code: 'KSQLDB_UNCERTAIN',
      message: expect.stringContaining('no answer in time'),
    });
  });

  test.each([502, 504])('a proxy’s %i: a statement may have been carried out', async (status) => {
    await connected((response) => json(response, '<html>bad gateway</html>', status), { retryForMs: 0 });
    await expect(client.execute('CREATE STREAM a AS SELECT 1 FROM b;')).rejects.toMatchObject({
      code: 'KSQLDB_UNCERTAIN',
    });
    await expect(client.info()).rejects.toMatchObject({ code: 'KSQLDB_AWAY' });
  });

  test.each([
    ['HTML', '<html>hello</html>'],
    ['another JSON', '{"hello":"world"}'],
    ['nothing', ''],
  ])('200 with %s', async (_, body) => {
    await connected((response) => json(response, body));
    await expect(client.info()).rejects.toMatchObject({ code: 'KSQLDB_ALIEN', exitCode: 23 });
    await expect(client.execute('SHOW STREAMS;')).rejects.toMatchObject({ code: 'KSQLDB_ALIEN' });
  });

  test('500: its own fault, said with its words', async () => {
    await connected((response) =>
      json(response, { '@type': 'generic_error', error_code: 50000, message: 'out of disk' }, 500),
    );
    await expect(client.execute('SHOW STREAMS;')).rejects.toMatchObject({
      code: 'KSQLDB_FAILED',
      message: `ksqlDB at ${server.url} failed at POST /ksql: out of disk`,
    });
  });

  test('nothing listens: asked again for retryForMs, then it gives up', async () => {
    await connected(() => undefined, { retryForMs: 300 });
    await server.close();
    await expect(client.execute('SHOW STREAMS;')).rejects.toMatchObject({
      code: 'KSQLDB_AWAY',
      message: `no ksqlDB at ${server.url}: nothing listens there`,
    });
    expect(waits).toHaveLength(2);
  });

  test('a request that is called off throws the reason', async () => {
    await connected(() => undefined);
    const abort = new AbortController();
    const asked = client.execute('SHOW STREAMS;', { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 30);
    await expect(asked).rejects.toThrow('enough');
  });
});

test.each(['localhost:8088', 'ftp://x', '', 'http://', 'ada:secret@host'])(
  '%j is not an address',
  async (url) => {
    let caught: unknown;
    try {
      connectKsqldb({ url });
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: 'KSQLDB_URL', exitCode: 20 });
    expect(String(caught)).not.toContain('secret');
  },
);
