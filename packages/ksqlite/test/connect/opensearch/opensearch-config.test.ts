import { PLUGINS } from '../../../src/connect/index.ts';
import { validate } from '../../../src/connect/worker/validate.ts';

const CONFLUENT = 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector';
const AIVEN = 'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector';
const GOOD = { topics: 't', 'connection.url': 'http://a:9200,https://b', 'schema.ignore': 'true' };

async function errors(name: string, more: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const plugin = PLUGINS.find((one) => one.class === name);
  if (plugin === undefined) throw new Error('no such class');
  const sources = { env: { P: 'x' }, readFile: () => '' };
  return validate(await plugin.load(), { 'connector.class': name, ...GOOD, ...more }, sources);
}

test.each([CONFLUENT, AIVEN])('%s takes the keys of its plug-in', async (name) => {
  expect(await errors(name, {})).toEqual([]);
  expect(
    await errors(name, {
      'connection.username': 'me',
      'connection.password': '${env:P}',
      'behavior.on.null.values': 'DELETE',
      'batch.size': '10',
      'linger.ms': '0',
    }),
  ).toEqual([]);
});

test.each<readonly [Readonly<Record<string, string>>, RegExp]>([
  [{ 'schema.ignore': 'false' }, /^schema\.ignore - must be true here: mappings are not made of schemas/],
  [{ 'write.method': 'UPSERT' }, /^write\.method - must be insert here/],
  [{ 'data.stream.type': 'logs' }, /^data\.stream\.type - there is no such key here/],
  [
    { 'connection.url': 'http://me:pw@a' },
    /^connection\.url - must be http or https, without user and password/,
  ],
  [{ 'connection.url': '' }, /^connection\.url - must name a node/],
  [{ 'connection.password': 'open', 'connection.username': 'me' }, /^connection\.password - it is a secret/],
  [{ 'connection.username': 'me' }, /^connection\.username - must be set together with connection\.password/],
  [{ 'max.buffered.records': '10' }, /^max\.buffered\.records - must be at least/],
  [{ 'topic.to.external.resource.mapping': 't:i' }, /must be set together with external\.resource\.usage/],
  [{ 'external.resource.usage': 'index', 'topic.to.external.resource.mapping': 't' }, /must be topic:index/],
  [{ 'ksqlite.index.template': 'no' }, /^ksqlite\.index\.template - must be an object as JSON/],
  [{ 'key.ignore': 'true', 'topic.key.ignore': 't' }, /^topic\.key\.ignore - can't be set/],
])('%j is refused by name', async (more, message) => {
  const [error, ...others] = await errors(CONFLUENT, more);
  expect(error).toMatch(message);
  expect(others).toEqual([]);
});
