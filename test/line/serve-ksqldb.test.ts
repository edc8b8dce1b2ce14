import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Writable } from 'node:stream';
import { type Database, openDatabase } from 'ksqlite';
import { call } from '../../packages/ksqlite/test/server/support/http-call.ts';
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

it('serves the line’s database and says where', async () => {
  const { progress, text } = collected();
  const close = await serveKsqldb(database, { port: 0, asked: true }, { progress });
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
  const close = await serveKsqldb(database, { port, asked: false }, { progress });
  expect(text()).toMatch(/another process has the port; ksqlDB's API is not served/);
  await close();
  await expect(serveKsqldb(database, { port, asked: true }, { progress })).rejects.toMatchObject({
    code: 'LISTEN',
    exitCode: 27,
  });
  taken.close();
});

it('serves nothing when told so', async () => {
  const { progress, text } = collected();
  await (await serveKsqldb(database, undefined, { progress }))();
  expect(text()).toBe('');
});
