import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/clock/clock.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../src/log/topic-log.ts';
import { RegistryStore } from '../../src/schemas/embedded/registry-store.ts';
import { registryAddress } from '../../src/schemas/remote/registry-address.ts';
import type { RegistryClientOptions } from '../../src/schemas/remote/registry-client.ts';
import type { RegistryState } from '../../src/schemas/remote/registry-watch.ts';
import { RemoteRegistry } from '../../src/schemas/remote/remote-registry.ts';
import { startRegistryServer } from '../../src/server/registry/registry-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function connected(url: string, options: Partial<RegistryClientOptions> = {}, user?: string): RemoteRegistry {
  const registry = new RemoteRegistry(registryAddress(url, user), { clock: systemClock, ...options });
  closing.push(() => registry.close());
  return registry;
}

async function served(token?: string): Promise<string> {
  const log = openTopicLog({ disk: memoryDisk(), now: () => 1 });
  const store = new RegistryStore(log, () => 1);
  const server = await startRegistryServer({
    store,
    settled: () => log.commit(),
    host: '127.0.0.1',
    port: 0,
    token,
  });
  closing.push(async () => {
    await server.close();
    await log.close();
  });
  return server.url;
}

/** A server that answers as it is told, and counts. */
async function scripted(
  answers: readonly [status: number, body: string][],
): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const [status, body] = answers[Math.min(asked.length, answers.length - 1)] ?? [500, ''];
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const KIND = {
  type: 'AVRO',
  schema: '{"type":"enum","name":"Kind","symbols":["GOAT"]}',
  references: [],
} as const;
const PEN = {
  type: 'AVRO',
  schema: '{"type":"record","name":"Pen","fields":[{"name":"kind","type":"Kind"}]}',
  references: [{ name: 'Kind', subject: 'farm kind/1', version: 1 }],
} as const;

describe('a registry over HTTP', () => {
  it('registers, finds by id and by subject, and resolves references', async () => {
    const url = await served();
    const writer = connected(url);
    expect(await writer.register('farm kind/1', KIND)).toEqual({ id: 1, ...KIND, resolved: [] });
    const pen = { id: 2, ...PEN, resolved: [{ name: 'Kind', schema: KIND.schema }] };
    expect(await writer.register('pen-value', PEN)).toEqual(pen);
    const reader = connected(url);
    expect(reader.known(2)).toBeUndefined();
    expect(await reader.load(2)).toEqual(pen);
    expect(reader.known(2)).toEqual(pen);
    expect(await reader.version('pen-value')).toEqual({ ...pen, subject: 'pen-value', version: 1 });
    expect(await reader.version('pen-value', 1)).toEqual({ ...pen, subject: 'pen-value', version: 1 });
    expect(await reader.version('pen-value', 2)).toBeUndefined();
    expect(await reader.version('none')).toBeUndefined();
    expect(await reader.load(99)).toBeUndefined();
  });

  it('passes on what the registry refuses', async () => {
    const registry = connected(await served());
    await expect(registry.register('a', { ...KIND, schema: '"nothing"' })).rejects.toMatchObject({
      status: 422,
      code: 42201,
      message: expect.stringContaining('Undefined name: "nothing"'),
    });
  });

  it('says who asks, by the address or by a setting', async () => {
    const url = await served('s3cret');
    await expect(connected(url).load(1)).rejects.toMatchObject({ status: 401 });
    expect(await connected(url, {}, 'me:s3cret').load(1)).toBeUndefined();
    expect(await connected(url.replace('//', '//me:s3cret@')).load(1)).toBeUndefined();
  });

  it('asks once for what several wait for, and keeps it', async () => {
    const { url, asked } = await scripted([[200, '{"schema":"\\"int\\""}']]);
    const registry = connected(url);
    const [first, second] = await Promise.all([registry.load(5), registry.load(5)]);
    expect(first).toEqual({ id: 5, type: 'AVRO', schema: '"int"', references: [], resolved: [] });
    expect(second).toBe(first);
    expect(await registry.load(5)).toBe(first);
    expect(asked).toEqual(['GET /schemas/ids/5']);
  });

  it('does not ask again at once for an id that is not there', async () => {
    const { url, asked } = await scripted([[404, '{"error_code":40403,"message":"Schema 5 not found"}']]);
    let now = 0;
    const registry = connected(url, { clock: { ...systemClock, now: () => now } });
    expect(await registry.load(5)).toBeUndefined();
    expect(await registry.load(5)).toBeUndefined();
    expect(asked).toHaveLength(1);
    now = 60_000;
    expect(await registry.load(5)).toBeUndefined();
    expect(asked).toHaveLength(2);
  });

  it('asks again what failed, and gives up with words', async () => {
    const unable: [number, string] = [500, '{"error_code":50001,"message":"the store is away"}'];
    const { url, asked } = await scripted([unable, [503, 'proxy'], [200, '{"schema":"\\"int\\""}']]);
    // no time passes: the delays are over at once
    const clock = {
      now: () => 0,
      after: (_: number, then: () => void) => {
        setImmediate(then);
        return () => undefined;
      },
    };
    expect(await connected(url, { clock }).load(5)).toMatchObject({ id: 5 });
    expect(asked).toHaveLength(3);
    const broken = await scripted([unable]);
    await expect(connected(broken.url, { clock, retryForMs: 0 }).load(5)).rejects.toMatchObject({
      status: 500,
      code: 50001,
      message: 'the store is away',
    });
    const { url: gone } = await scripted([]);
    await closing.pop()?.();
    await expect(connected(gone, { clock, retryForMs: 0 }).load(5)).rejects.toMatchObject({
      code: 50003,
      message: `no Schema Registry at ${gone}: nothing listens there`,
    });
  });

  it('tells once that it waits, and that it need not wait any more', async () => {
    const away: [number, string] = [503, 'proxy'];
    const there: [number, string] = [200, '{"schema":"\\"int\\""}'];
    const { url } = await scripted([away, away, away, away, there, away, there]);
    let now = 0;
    const clock = {
      now: () => now,
      after: (ms: number, then: () => void) => {
        now += Math.max(ms, 1_000);
        setImmediate(then);
        return () => undefined;
      },
    };
    const told: RegistryState[] = [];
    const registry = connected(url, { clock, onState: (state) => told.push(state) });
    expect(await registry.load(5)).toMatchObject({ id: 5 });
    expect(told).toEqual([
      {
        answers: false,
        text: `the Schema Registry at ${url} answers 503. Records whose schema is not known yet wait; statements that need a schema are refused after half a minute`,
      },
      { answers: true, text: `the Schema Registry at ${url} answers again` },
    ]);
    // what is over within a moment is not worth a word
    expect(await registry.load(6)).toMatchObject({ id: 6 });
    expect(told).toHaveLength(2);
  });

  it('tells of a user that is not known at once', async () => {
    const told: RegistryState[] = [];
    const registry = connected(await served('s3cret'), { onState: (state) => told.push(state) }, 'me:x');
    await expect(registry.load(5)).rejects.toMatchObject({ status: 401 });
    await expect(registry.load(5)).rejects.toMatchObject({ status: 401 });
    expect(told).toMatchObject([{ answers: false, text: expect.stringContaining('does not take the user') }]);
  });

  it('does not take anything for a registry', async () => {
    const { url } = await scripted([[200, '<html>']]);
    await expect(connected(url).load(5)).rejects.toMatchObject({
      message: `what answers at ${url} is not a Schema Registry`,
    });
    expect(() => registryAddress('localhost:8081', undefined)).toThrow(
      'is not the address of a Schema Registry',
    );
  });

  it.each([
    'ftp://me:s3cret@host',
    'ftp://me:a/s3cret@host',
    'me:x@s3cret@host',
    'https://me:x,s3cret@host:port',
    'https://me:s3cret@host:port',
  ])('shows no password of %j, which is no address', (text) => {
    expect(() => registryAddress(text, undefined)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^(?!.*s3cret).* is not the address of a Schema Registry/),
      }),
    );
  });

  it('takes any password, and the first of several addresses', () => {
    const basic = (user: string): string => `Basic ${Buffer.from(user).toString('base64')}`;
    expect(registryAddress('https://me:1,50%@host/x/, https://other', 'you:2')).toEqual({
      origin: 'https://host',
      prefix: '/x',
      shown: 'https://host/x',
      authorization: basic('me:1,50%'),
    });
    expect(registryAddress('http://a:1,', 'you:2')).toMatchObject({
      shown: 'http://a:1',
      authorization: basic('you:2'),
    });
  });
});
