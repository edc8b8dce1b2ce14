import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { call, ksql } from './support/http-call.ts';
import { overHttp2, post } from './support/http2-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openServer({
    limits: { bodyBytes: 10_000, bodyMs: 300, headersMs: 400, pingMs: 300, queries: 2 },
  });
});
afterEach(() => server.close());

const STREAM =
  "CREATE STREAM s (id VARCHAR KEY, v VARCHAR) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);";
const PUSH = JSON.stringify({
  sql: 'SELECT * FROM s EMIT CHANGES;',
  properties: { 'auto.offset.reset': 'earliest' },
});

/** Waits for a condition, which may be slow on a busy machine. */
async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i++) await sleep(10);
  expect(condition()).toBe(true);
}

test('a body that is too long is refused, on both protocols', async () => {
  const long = JSON.stringify({ ksql: `-- ${'x'.repeat(20_000)}` });
  const answer = await call(server.url, 'POST', '/ksql', long);
  expect([answer.status, JSON.parse(answer.body).error_code]).toEqual([413, 41300]);
  const second = await overHttp2(server.url, (session) => post(session, '/ksql', [long]));
  expect(second.status).toBe(413);
  const line = `{"SENSOR":"${'x'.repeat(20_000)}`;
  const third = await overHttp2(server.url, (session) => post(session, '/inserts-stream', [line]));
  expect(third.status).toBe(413);
});

test('a body that does not come ends its request', async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write('POST /ksql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{');
  socket.resume();
  await once(socket, 'close');
});

test.each([
  ['the first request', 'GET /info HTTP/1.1\r\nHost: localhost\r\n'],
  ['a later one', 'GET /info HTTP/1.1\r\nHost: localhost\r\n\r\nGET /info HTTP/1.1\r\n'],
])('headers that come drop by drop end the connection: of %s', async (_name, begin) => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(begin);
  const drops = setInterval(() => socket.write('X: y\r\n'), 50);
  try {
    await once(socket, 'close', { signal: AbortSignal.timeout(10_000) });
  } finally {
    clearInterval(drops);
    socket.destroy();
  }
  expect((await call(server.url, 'GET', '/info')).status).toBe(200);
});

test('paths stay names: none leads to a file', async () => {
  for (const path of [
    '/../../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/status/stream/..%2f..%2fx/create',
    '/%00',
    '/info/..%5c',
    '/%',
  ])
    expect([path, (await call(server.url, 'GET', path)).status]).toEqual([path, 404]);
  expect(server.defects).toEqual([]);
});

/**
 * A connection that speaks HTTP/2 by hand, until it is closed. A reset may take away what the server said before, its
 * GOAWAY, too: that it closed the connection is all that is sure.
 */
async function rawHttp2(
  frames: (write: (bytes: Buffer) => void, isOpen: () => boolean) => Promise<void>,
): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  let open = true;
  socket.on('error', () => undefined);
  socket.resume();
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      open = false;
      resolve();
    });
  });
  socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  socket.write(frame(4, 0, 0, Buffer.alloc(0)));
  await frames(
    (bytes) => socket.write(bytes),
    () => open,
  );
  socket.end();
  await closed;
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** GET / over http, host localhost, in HPACK's static table. */
const HEADERS = Buffer.concat([Buffer.from([0x82, 0x84, 0x86, 0x41, 9]), Buffer.from('localhost')]);

test('who opens and resets streams without end is sent away', async () => {
  let written = 0;
  await rawHttp2(async (write, isOpen) => {
    for (; written < 5_000 && isOpen(); written++) {
      for (let j = 0; j < 50; j++) {
        const stream = 2 * (50 * written + j) + 1;
        write(Buffer.concat([frame(1, 5, stream, HEADERS), frame(3, 0, stream, Buffer.from([0, 0, 0, 8]))]));
      }
      await sleep(1);
    }
  });
  expect(written).toBeLessThan(5_000);
  expect((await call(server.url, 'GET', '/info')).status).toBe(200);
  expect(server.defects).toEqual([]);
});

test('headers that are continued without end are cut off', async () => {
  let written = 0;
  await rawHttp2(async (write, isOpen) => {
    write(frame(1, 0, 1, HEADERS));
    const more = Buffer.concat([
      Buffer.from([0, 1, 0x61, 0x7f, 0x81, 0x7c]),
      Buffer.alloc(16_000 - 6 + 12, 0x62),
    ]);
    for (; written < 5_000 && isOpen(); written++) {
      write(frame(9, 0, 1, more));
      await sleep(1);
    }
  });
  expect(written).toBeLessThan(5_000);
  expect((await call(server.url, 'GET', '/info')).status).toBe(200);
});

test('rubbish behind good frames ends its connection', async () => {
  await rawHttp2(async (write) => {
    write(frame(1, 5, 1, HEADERS));
    write(Buffer.alloc(1_000, 0xff));
  });
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.resume();
  socket.write('GET /info HTTP/1.1\r\nHost: localhost\r\n\r\n\u0000\u0001rubbish\r\n\r\n');
  await once(socket, 'close');
  expect((await call(server.url, 'GET', '/info')).status).toBe(200);
  expect(server.defects).toEqual([]);
});

test('deep and strange JSON is refused, not run', async () => {
  for (const body of [
    '['.repeat(9_000),
    '"ksql"',
    'null',
    '{"ksql":{}}',
    '{"ksql":"","streamsProperties":[1]}',
  ]) {
    const answer = await call(server.url, 'POST', '/ksql', body);
    expect([body.slice(0, 20), answer.status]).toEqual([body.slice(0, 20), 400]);
  }
  expect(server.defects).toEqual([]);
});

test('as many queries as allowed, and a place again for each that ends', async () => {
  await ksql(server.url, STREAM);
  const open = () => {
    const sent = request(`${server.url}/query-stream`, { method: 'POST' });
    sent.on('error', () => undefined);
    sent.end(PUSH);
    return sent;
  };
  const first = open();
  const second = open();
  await until(() => server.engine.transientQueries().length === 2);
  const refused = await call(server.url, 'POST', '/query-stream', PUSH);
  expect([refused.status, JSON.parse(refused.body).error_code]).toEqual([400, 40003]);
  first.destroy();
  await until(() => server.engine.transientQueries().length === 1);
  const third = open();
  await until(() => server.engine.transientQueries().length === 2);
  second.destroy();
  third.destroy();
  await until(() => server.engine.transientQueries().length === 0);
});

test('a reader that does not read holds its query back', async () => {
  await ksql(server.url, STREAM);
  const [partition] = server.engine.log.topics.get('s')!.partitions;
  const text = JSON.stringify({ V: 'x'.repeat(1_000) });
  const rows = 30_000;
  for (let i = 0; i < rows; i++) server.engine.log.append(partition!, i, 'k', text);
  await server.engine.scheduler.settled();

  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `POST /query-stream HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${PUSH.length}\r\n\r\n${PUSH}`,
  );
  socket.pause();
  const sent = (): number => socket.bytesRead;
  await until(() => server.engine.transientQueries().length === 1);
  let read = 0;
  const [query] = server.engine.transientQueries();
  expect(query?.ended()).toBeUndefined();
  await sleep(500);
  // 30 MB are there; what is under way are socket buffers and a thousand rows
  expect(sent()).toBeLessThan(8_000_000);
  socket.on('data', (chunk: Buffer) => {
    read += chunk.length;
  });
  socket.resume();
  await until(() => read > rows * 1_000);
  socket.destroy();
  await until(() => server.engine.transientQueries().length === 0);
});

test('who sends rubbish is cut off, and others are served', async () => {
  const { hostname, port } = new URL(server.url);
  for (const bytes of [
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nrubbish rubbish rubbish',
    '\u0000\u0001\u0002\r\n\r\n',
    'PRI * HTTX',
  ]) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(bytes);
    if (bytes.endsWith('X')) socket.end();
    await once(socket, 'close');
  }
  expect((await call(server.url, 'GET', '/info')).status).toBe(200);
  expect(server.defects).toEqual([]);
});

test('closing the server ends open queries and connections', async () => {
  await ksql(server.url, STREAM);
  const sent = request(`${server.url}/query-stream`, { method: 'POST' });
  sent.on('error', () => undefined);
  sent.end(PUSH);
  await until(() => server.engine.transientQueries().length === 1);
  const answer = new Promise<string>((resolve) => {
    sent.on('close', () => resolve('closed'));
    sent.on('response', (response) => response.resume());
  });
  await server.close();
  expect(await answer).toBe('closed');
  server = await openServer();
});
