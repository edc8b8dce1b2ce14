import type { IncomingMessage, ServerResponse } from 'node:http';
import { createPriceClient, type PriceClient } from '../../../src/sidecar/price-lookup/price-client.ts';
import { until } from '../cars.ts';
import { type HostileServer, hostileServer } from './hostile-server.ts';

type Answer = (id: string, response: ServerResponse, request: IncomingMessage) => void;

const json = (response: ServerResponse, body: unknown) => response.end(JSON.stringify(body));

let server: HostileServer;
let client: PriceClient;
afterEach(async () => {
  await client.close();
  await server.close();
});
const against = async (answer: Answer) => {
  server = await hostileServer(answer);
  client = createPriceClient({
    priceUrl: `${server.url}/`,
    connections: 5,
    connectTimeoutMs: 1_000,
    maxAnswerBytes: 65_536,
  });
};
/** Without a limit, so that a busy machine changes nothing. */
const get = (id = 'x', signal = new AbortController().signal) => client.getPrice(id, signal);

test('a price', async () => {
  await against((id, response) => json(response, { id, price: 12.345, more: true }));
  const attempt = await get();
  expect(attempt.ok && attempt.value.toString()).toBe('12.34');
});

test.each(['a/b', '..', '.', 'ä ö', '?q#h', '%2F', '😀', 'a\nb'])(
  'the id goes URL-encoded: %j',
  async (id) => {
    await against((got, response) => json(response, { id: got, price: 1 }));
    expect(await get(id)).toMatchObject({ ok: true });
  },
);

test('half a surrogate pair has no URL: a failed attempt', async () => {
  await against((id, response) => json(response, { id, price: 1 }));
  expect(await get('\ud800')).toMatchObject({ ok: false });
  expect(server.requests()).toBe(0);
});

const failing: readonly (readonly [string, Answer])[] = [
  ['500', (_, response) => response.writeHead(500).end('{"error":"x"}')],
  ['204', (_, response) => response.writeHead(204).end()],
  ['404 with a price', (id, response) => json(response.writeHead(404), { id, price: 1 })],
  ['a reset', (_, __, request) => request.socket.resetAndDestroy()],
  ['a socket closed', (_, __, request) => request.socket.destroy()],
  ['garbage', (_, response) => response.end('<html>')],
  ['nothing', (_, response) => response.end()],
  ['not HTTP', (_, __, request) => request.socket.end('SSH-2.0-OpenSSH\r\n\r\n')],
  [
    'half an answer',
    (_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"id":');
      setTimeout(() => response.destroy(), 5);
    },
  ],
  ['another id', (_, response) => json(response, { id: 'y', price: 1 })],
  ['a number as id', (_, response) => json(response, { id: 1, price: 1 })],
  ['no price', (id, response) => json(response, { id })],
  ['a text as price', (id, response) => json(response, { id, price: '1' })],
  ['null', (id, response) => json(response, { id, price: null })],
  ['NaN', (id, response) => response.end(`{"id":"${id}","price":NaN}`)],
  ['infinity', (id, response) => response.end(`{"id":"${id}","price":1e999}`)],
  ['a price without cents', (id, response) => json(response, { id, price: 1e300 })],
  ['a negative price', (id, response) => json(response, { id, price: -0.01 })],
  ['a list', (id, response) => json(response, [{ id, price: 1 }])],
];

const endless: readonly (readonly [string, Answer])[] = [
  ['hang', () => {}],
  ['headers only', (_, response) => response.flushHeaders()],
  [
    'a slow drip',
    (_, response) => {
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    },
  ],
];

/** A server that answers one id well, and the others so; and what its answer to `x` ended in. */
async function failedAttempt(answer: Answer, signal?: AbortSignal): Promise<void> {
  await against((id, response, request) => {
    if (id === 'good') json(response, { id, price: 1 });
    else answer(id, response, request);
  });
  expect(await get('x', signal)).toMatchObject({
    ok: false,
    code: expect.any(String),
    message: expect.any(String),
  });
  expect(server.requests()).toBe(1);
  expect(await get('good')).toMatchObject({ ok: true });
}

test.each(failing)('%s is a failed attempt, and the next one is good', async (_, answer) => {
  await failedAttempt(answer);
});

test.each(endless)('%s ends with the time for it, and the next one is good', async (_, answer) => {
  const limit = new AbortController();
  await failedAttempt((id, response, request) => {
    answer(id, response, request);
    // the time is over when the client has had a chance to read what there is
    setTimeout(() => limit.abort(new DOMException('too late', 'TimeoutError')), 30);
  }, limit.signal);
});

test('a redirect is not followed', async () => {
  await against((id, response) => {
    if (id === 'other') json(response, { id: 'x', price: 1 });
    else response.writeHead(302, { location: '/price/other' }).end();
  });
  expect(await get()).toMatchObject({
    code: 'status',
    message: 'the price API answered 302',
    reach: 'answered',
  });
  expect(server.requests()).toBe(1);
});

test('an answer of 200 MB is cut off', async () => {
  let written = 0;
  await against((_, response) => {
    const chunk = Buffer.alloc(65_536, ' ');
    const more = () => {
      while (written < 200_000_000 && !response.destroyed) {
        written += chunk.length;
        if (!response.write(chunk)) {
          response.once('drain', more);
          return;
        }
      }
    };
    more();
  });
  expect(await get()).toMatchObject({
    code: 'too-long',
    message: "the price API's answer is longer than 65536 bytes",
    reach: 'answered',
  });
  await until(() => server.sockets() === 0);
  expect(written).toBeLessThan(20_000_000);
});

test('nobody there: a failed attempt', async () => {
  await against(() => {});
  await server.close();
  expect(await get()).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('ECONNREFUSED'),
    reach: 'unreachable',
  });
});

test('five that hang, again and again: never more than five sockets or requests', async () => {
  const calledOff = new Map<string, AbortController>();
  await against((id) => calledOff.get(id)?.abort()); // as soon as the request is there, and never answered
  const worker = async (name: string) => {
    for (let i = 0; i < 25; i++) {
      const id = `${name}-${i}`;
      const abort = new AbortController();
      calledOff.set(id, abort);
      expect(await client.getPrice(id, abort.signal)).toMatchObject({ ok: false });
    }
  };
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map(worker));
  expect(server.requests()).toBe(125);
  expect(server.maxInFlight()).toBeLessThanOrEqual(5);
  expect(server.maxSockets()).toBeLessThanOrEqual(5);
});

test.each(['nonsense', 'ftp://x', 'http://h?q=1', 'http://u:p@h', 'http://h#f'])('refuses %s', (priceUrl) => {
  expect(() =>
    createPriceClient({ priceUrl, connections: 1, connectTimeoutMs: 1, maxAnswerBytes: 1 }),
  ).toThrow(expect.objectContaining({ code: 'PRICE_API' }));
});
