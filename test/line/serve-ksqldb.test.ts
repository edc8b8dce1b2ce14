import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import { type Database, openDatabase } from 'ksqlite';
import { call } from '../../packages/ksqlite/test/server/support/http-call.ts';
import type { LineOptions } from '../../src/line/options.ts';
import { serveKsqldb } from '../../src/line/serve-ksqldb.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

function collected(): { readonly progress: Writable; readonly text: () => string } {
  let text = '';
  const progress = new Writable({
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  return { progress, text: () => text };
}

const only = (ksqldb: LineOptions['ksqldb']) => ({ ksqldb, registry: undefined });
const ANY = { port: 0, asked: true };

it('serves the Schema Registry beside it where that is wanted', async () => {
  const { progress, text } = collected();
  const close = await serveKsqldb(database, { ksqldb: ANY, registry: ANY }, { progress });
  const [url = ''] = /(?<=Registry at )http:\S+/.exec(text()) ?? [];
  expect((await call(url, 'GET', '/subjects')).status).toBe(200);
  await close();
});

it('continues without the registry when its usual port is taken, and ends when the one asked for is', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { progress, text } = collected();
  await (await serveKsqldb(database, { ksqldb: ANY, registry: { port, asked: false } }, { progress }))();
  expect(text()).toMatch(/the Schema Registry is not served .*\nksqlDB's API at http:/);
  await expect(
    serveKsqldb(database, { ksqldb: ANY, registry: { port, asked: true } }, { progress }),
  ).rejects.toMatchObject({ code: 'LISTEN' });
  taken.close();
});

it('serves the line’s database and says where', async () => {
  const { progress, text } = collected();
  const close = await serveKsqldb(database, only({ port: 0, asked: true }), { progress });
  const [url = ''] = /http:\S+/.exec(text()) ?? [];
  expect((await call(url, 'GET', '/info')).status).toBe(200);
  await close();
  await expect(call(url, 'GET', '/info')).rejects.toThrow();
});

it('continues without when the usual port is taken, and ends when the one asked for is', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { progress, text } = collected();
  const close = await serveKsqldb(database, only({ port, asked: false }), { progress });
  expect(text()).toMatch(/another process has the port; ksqlDB's API is not served/);
  await close();
  await expect(serveKsqldb(database, only({ port, asked: true }), { progress })).rejects.toMatchObject({
    code: 'LISTEN',
    exitCode: 27,
  });
  taken.close();
});

it('serves nothing when told so', async () => {
  const { progress, text } = collected();
  await (await serveKsqldb(database, only(undefined), { progress }))();
  expect(text()).toBe('');
});
