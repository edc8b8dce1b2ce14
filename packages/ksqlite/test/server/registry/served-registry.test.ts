import { engineOf } from '../../../src/database/engine-of.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { startKsqlServer } from '../../../src/server/ksql-server.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };
const schema = JSON.stringify({ schema: '"int"' });

const JSON_BODY = { 'content-type': 'application/json' };

const registered = (url: string | undefined, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/subjects/a/versions`, {
    method: 'POST',
    body: schema,
    headers: { ...JSON_BODY, ...headers },
  });

describe('a ksqlDB server with a Schema Registry', () => {
  it('serves the registry of its database, which is in the folder’s log', async () => {
    const database = await openDatabase();
    const server = await startKsqlServer({ database, ...LOOPBACK, registry: LOOPBACK });
    expect(await (await registered(server.registryUrl)).json()).toEqual({ id: 1 });
    expect(engineOf(database).schemaRegistry.known(1)).toMatchObject({ schema: '"int"' });
    expect(await database.topics.ranges('_schemas')).toMatchObject([{ start: 0, end: 1 }]);
    await server.close();
    await expect(fetch(`${server.registryUrl}/subjects`)).rejects.toThrow();
    await database.close();
  });

  it('lets in who knows the token, and no other site', async () => {
    const database = await openDatabase();
    const server = await startKsqlServer({ database, ...LOOPBACK, registry: LOOPBACK, token: 's3cret' });
    const refused = await registered(server.registryUrl);
    expect([refused.status, await refused.json()]).toEqual([
      401,
      { error_code: 401, message: 'Unauthorized' },
    ]);
    const basic = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;
    expect((await registered(server.registryUrl, { authorization: basic })).status).toBe(200);
    await server.close();
    const open = await startKsqlServer({ database, ...LOOPBACK, registry: LOOPBACK });
    expect((await registered(open.registryUrl, { origin: 'http://elsewhere.example' })).status).toBe(403);
    await open.close();
    await expect(
      startKsqlServer({ database, ...LOOPBACK, registry: { host: '0.0.0.0', port: 0 } }),
    ).rejects.toThrow('set a token');
    await database.close();
  });

  it('bounds what it reads', async () => {
    const database = await openDatabase();
    const limits = { bodyBytes: 100 };
    const server = await startKsqlServer({ database, ...LOOPBACK, registry: LOOPBACK, limits });
    const body = JSON.stringify({ schema: ' '.repeat(200) });
    const answer = await fetch(`${server.registryUrl}/subjects/a/versions`, {
      method: 'POST',
      body,
      headers: JSON_BODY,
    });
    expect([answer.status, await answer.json()]).toMatchObject([413, { error_code: 413 }]);
    await server.close();
    await database.close();
  });

  it('has none to serve where the database asks a registry of another process', async () => {
    const database = await openDatabase();
    const registry = await startKsqlServer({ database, ...LOOPBACK, registry: LOOPBACK });
    const other = await openDatabase({
      properties: { 'ksql.schema.registry.url': registry.registryUrl ?? '' },
    });
    const server = await startKsqlServer({ database: other, ...LOOPBACK, registry: LOOPBACK });
    expect(server.registryUrl).toBeUndefined();
    await registered(registry.registryUrl);
    expect(await engineOf(other).schemaRegistry.load(1)).toMatchObject({ id: 1, schema: '"int"' });
    await server.close();
    await other.close();
    await registry.close();
    await database.close();
    await expect(
      openDatabase({ properties: { 'ksql.schema.registry.url': 'registry:8081' } }),
    ).rejects.toMatchObject({
      code: 'SCHEMA_REGISTRY',
    });
  });
});
