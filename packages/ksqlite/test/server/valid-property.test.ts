import { call } from './support/http-call.ts';
import { openServer, type TestServer } from './support/open-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.close());

it.each([
  'auto.offset.reset',
  'ksql.streams.auto.offset.reset',
  'ksql.query.pull.table.scan.enabled',
  // those that have an effect here
  'ksql.persistence.default.format.value',
  'ksql.output.topic.name.prefix',
])('a session may set %s', async (name) => {
  expect(await call(server.url, 'GET', `/is_valid_property/${name}`)).toMatchObject({
    status: 200,
    body: 'true',
  });
});

it('not what is the server’s', async () => {
  const { status, body } = await call(server.url, 'GET', '/is_valid_property/ksql.schema.registry.url');
  expect(status).toBe(400);
  expect(body).toContain('[ksql.schema.registry.url]');
});
