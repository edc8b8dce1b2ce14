import { connect } from 'node:net';
import axios from 'axios';
import { type PriceApi, type PriceApiOptions, startPriceApi } from '../../src/price-api/price-api.ts';
import { until } from '../sidecar/cars.ts';

let api: PriceApi;
afterEach(() => api.close());
const setUp = async (options: Partial<PriceApiOptions> = {}) => {
  api = await startPriceApi({ port: 0, delayMs: { min: 0, max: 0 }, ...options });
};
/** Not undici, which the sidecar asks with: the API must answer any client alike. */
const get = async (path: string, { method = 'GET' } = {}) => {
  const { status, data } = await axios.request<Record<string, unknown>>({
    url: `${api.url}${path}`,
    method,
    proxy: false,
    validateStatus: () => true,
  });
  return { status, body: data };
};

test('the same id always has the same price, above zero, in cents', async () => {
  await setUp();
  const first = await get('/price/body-1');
  expect(first).toEqual({ status: 200, body: { id: 'body-1', price: expect.any(Number) } });
  expect(await get('/price/body-1')).toEqual(first);
  const prices = await Promise.all(
    Array.from({ length: 100 }, async (_, i) => (await get(`/price/id-${i}`)).body.price as number),
  );
  expect(new Set(prices).size).toBeGreaterThan(90);
  for (const price of prices) {
    expect(price).toBeGreaterThan(0);
    expect(price).toBe(Number(price.toFixed(2)));
  }
});

test('another source of prices is asked when it answers', async () => {
  const prices = new Map([['a', 1]]);
  await setUp({ priceOf: async (id) => prices.get(id) });
  expect(await get('/price/a')).toEqual({ status: 200, body: { id: 'a', price: 1 } });
  prices.set('a', 2.5);
  expect(await get('/price/a')).toEqual({ status: 200, body: { id: 'a', price: 2.5 } });
  expect(await get('/price/b')).toEqual({
    status: 404,
    body: { code: 'ID_UNKNOWN', error: 'the catalogue has no such part' },
  });
});

test.each(['a/b', 'ä ö', '?x', '%', '😀'])('decodes the id %j', async (id) => {
  await setUp();
  expect((await get(`/price/${encodeURIComponent(id)}`)).body.id).toBe(id);
});

test('refuses what is not a price', async () => {
  await setUp();
  const refusal = (status: number, code: string) => ({ status, body: { code, error: expect.any(String) } });
  for (const path of ['/', '/price/', '/price/a/b'])
    expect(await get(path)).toEqual(refusal(404, 'NOT_FOUND'));
  expect(await get('/price/%E0%A4%A')).toEqual(refusal(400, 'ID_ENCODING'));
  expect(await get('/price/x', { method: 'POST' })).toEqual(refusal(405, 'METHOD_NOT_ALLOWED'));
  expect(await get('/healthcheck')).toEqual({ status: 200, body: { status: 'ok' } });
  expect(api.stats().requests).toBe(0);
});

test('the delay is what chance says, between its bounds', async () => {
  await setUp({ delayMs: { min: 20, max: 120 }, random: () => 0.5 });
  const start = performance.now();
  await get('/price/x');
  expect(performance.now() - start).toBeGreaterThanOrEqual(69);
});

test('counts what is in flight until it is answered, or its socket closed', async () => {
  await setUp({
    countPerId: true,
    failing: (id) => (id === 'bad' ? 'error' : id.startsWith('hang') ? 'hang' : undefined),
  });
  const { port } = new URL(api.url);
  const sockets = ['hang-1', 'hang-2', 'hang-3'].map((id) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`GET /price/${id} HTTP/1.1\r\nhost: x\r\n\r\n`);
    return socket;
  });
  await until(() => api.stats().inFlight === 3);
  expect(await get('/price/bad')).toEqual({
    status: 500,
    body: { code: 'ID_FAILS', error: 'this id fails' },
  });
  expect(api.stats()).toMatchObject({ requests: 4, inFlight: 3, maxInFlight: 4 });
  sockets[0]?.destroy();
  sockets[1]?.resetAndDestroy();
  await until(() => api.stats().inFlight === 1);
  expect(api.stats().perId.get('hang-1')).toBe(1);
});

test('closes while requests hang', async () => {
  await setUp({ failing: () => 'hang' });
  const hanging = fetch(`${api.url}/price/x`);
  await until(() => api.stats().inFlight === 1);
  await Promise.all([expect(hanging).rejects.toThrow(), api.close()]);
  await until(() => api.stats().inFlight === 0);
});

test('says so when the port is taken', async () => {
  await setUp();
  await expect(startPriceApi({ port: Number(new URL(api.url).port) })).rejects.toMatchObject({
    code: 'PRICE_API',
  });
});
