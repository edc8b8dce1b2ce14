import { PLUGINS } from '../../../src/connect/index.ts';
import { parameterOf } from '../../../src/connect/neo4j/event-of.ts';
import { statementOf } from '../../../src/connect/neo4j/statement-of.ts';
import { validate } from '../../../src/connect/worker/validate.ts';

const CLASS = 'org.neo4j.connectors.kafka.sink.Neo4jConnector';
const GOOD = {
  topics: 't',
  'neo4j.uri': 'neo4j://a:7687',
  'neo4j.authentication.basic.username': 'neo4j',
  'neo4j.authentication.basic.password': '${env:P}',
  'neo4j.cypher.topic.t': 'MERGE (n:N {id: __key}) SET n.v = __value.v',
};

async function errors(more: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const connector = await PLUGINS.find((one) => one.class === CLASS)?.load();
  if (connector === undefined) throw new Error('no such class');
  const sources = { env: { P: 'x' }, readFile: () => '' };
  return validate(connector, { 'connector.class': CLASS, ...GOOD, ...more }, sources);
}

test('takes the keys of the plug-in', async () => {
  expect(await errors({})).toEqual([]);
  const more = {
    'neo4j.authentication.type': 'NONE',
    'neo4j.batch-size': '10',
    'neo4j.batch-timeout': '1m30s',
    'neo4j.eos-offset-label': '__Offset',
    'neo4j.cypher.bind-header-as': '',
    'ksqlite.cypher.setup': 'CREATE CONSTRAINT a IF NOT EXISTS FOR (n:N) REQUIRE n.id IS UNIQUE;',
  };
  expect(await errors(more)).toEqual([]);
});

test.each<readonly [Readonly<Record<string, string>>, RegExp]>([
  [
    { 'neo4j.pattern.topic.t': '(:N{!id})' },
    /^neo4j\.pattern\.topic\.t - this strategy is not done here: write its Cypher/,
  ],
  [{ 'neo4j.cud.topics': 't' }, /^neo4j\.cud\.topics - this strategy is not done here/],
  [{ 'neo4j.uri': 'bolt://me:pw@a' }, /^neo4j\.uri - must be such as/],
  [{ 'neo4j.batch-timeout': 'soon' }, /^neo4j\.batch-timeout - must be a duration/],
  [
    { 'neo4j.authentication.basic.password': 'open' },
    /^neo4j\.authentication\.basic\.password - it is a secret/,
  ],
  [
    { 'neo4j.authentication.type': 'KERBEROS' },
    /^neo4j\.authentication\.type - must be NONE, BASIC or BEARER/,
  ],
  [{ 'neo4j.authentication.type': 'BEARER' }, /^neo4j\.authentication\.bearer\.token - must be set/],
  [{ 'neo4j.colour': 'red' }, /^neo4j\.colour - there is no such key here/],
  [{ 'neo4j.cypher.topic.t': ' ' }, /^neo4j\.cypher\.topic\.t - must be a Cypher statement/],
])('%j is refused by name', async (more, message) => {
  const [error, ...others] = await errors(more);
  expect(error).toMatch(message);
  expect(others).toEqual([]);
});

test('a statement runs the Cypher of a topic for each event, with its variables', () => {
  const names = { timestamp: '__timestamp', header: '', key: '__key', value: 'v', isEvent: true };
  expect(statementOf('CREATE (n)', names)).toBe(
    'UNWIND $events AS e CALL (e) { WITH e.value AS event, e.timestamp AS __timestamp, e.key AS __key, e.value AS v\nCREATE (n)\n}',
  );
});

test('whole numbers are INTEGER there, unless their schema says otherwise', () => {
  expect(parameterOf(undefined, { a: 1, b: [1.5, 2], c: 'x', d: null, e: 2n ** 60n })).toEqual({
    a: 1n,
    b: [1.5, 2n],
    c: 'x',
    d: null,
    e: 2n ** 60n,
  });
  const schema = {
    type: 'struct',
    fields: [
      { field: 'price', schema: { type: 'float64' } },
      { field: 'count', schema: { type: 'int32' } },
    ],
  } as const;
  expect(parameterOf(schema, { price: 2, count: 2 })).toEqual({ price: 2, count: 2n });
});
