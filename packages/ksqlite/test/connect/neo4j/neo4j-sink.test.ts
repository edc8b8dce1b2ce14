/** The sink on a real Neo4j: what a graph is after faults is what the topic says. */
import neo4j from 'neo4j-driver';
import { hostConnectors } from '../../../src/database/host-connectors.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { killAtEachWrite } from '../../../src/testing/index.ts';
import type { Topics } from '../../../src/topics/port.ts';
import { describeOnNeo4j } from '../../support/neo4j-server/on-neo4j.ts';
import { readAll } from '../../support/read-all.ts';

const UPSERT = `
  FOREACH (_ IN CASE WHEN __value IS NULL THEN [] ELSE [1] END |
    MERGE (p:Part {id: __key}) SET p.price = __value.price
    MERGE (s:Supplier {id: __value.supplier}) MERGE (p)-[:SUPPLIED_BY]->(s))
  WITH __value, __key WHERE __value IS NULL
  MATCH (p:Part {id: __key}) DETACH DELETE p`;

const VALUES: readonly (readonly [number, string, unknown])[] = [
  [0, 'a', { price: 1, supplier: 1 }],
  [1, 'c', { price: 7.5, supplier: 2 }],
  [0, 'b', { price: 2, supplier: 1 }],
  [0, 'a', { price: 3, supplier: 1 }],
  [1, 'c', null],
  [0, 'a', null],
  [1, 'c', { price: 8, supplier: 2 }],
];
const LEFT = [
  { id: 'b', price: 2n, supplier: 1n },
  { id: 'c', price: 8n, supplier: 2n },
];

/** A property can't be a map. */
const BAD = [0, 'd', { price: { amount: 4 }, supplier: 1 }] as const;
const LETTERS = { 'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': 'letters' };

async function produceParts(topics: Topics, values = VALUES): Promise<void> {
  await topics.create([{ name: 'parts', partitions: 2 }]);
  for (const [partition, key, value] of values)
    await topics.produce([
      { topic: 'parts', partition, key, value: value === null ? null : JSON.stringify(value) },
    ]);
}

describeOnNeo4j('the sink to Neo4j', (server) => {
  const config = (more: Readonly<Record<string, string>> = {}) => ({
    'connector.class': 'org.neo4j.connectors.kafka.sink.Neo4jConnector',
    topics: 'parts',
    'neo4j.uri': `bolt://127.0.0.1:${server().port}`,
    'neo4j.authentication.type': 'NONE',
    'neo4j.max-retry-time': '10ms',
    'errors.retry.delay.max.ms': '100',
    'neo4j.cypher.topic.parts': UPSERT,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    ...more,
  });

  async function ask(query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const driver = neo4j.driver(`bolt://127.0.0.1:${server().port}`, undefined, { useBigInt: true });
    try {
      const { records } = await driver.executeQuery(query);
      return records.map((record) => record.toObject());
    } finally {
      await driver.close();
    }
  }
  const parts = () =>
    ask(
      'MATCH (p:Part)-[:SUPPLIED_BY]->(s) RETURN p.id AS id, p.price AS price, s.id AS supplier ORDER BY id',
    );
  beforeEach(() => ask('MATCH (n) DETACH DELETE n'));

  async function withSink(
    more: Readonly<Record<string, string>>,
    check: (sink: Awaited<ReturnType<typeof hosted>>) => Promise<void>,
    values = VALUES,
  ): Promise<void> {
    const sink = await hosted(more, values);
    await check(sink);
    await sink.worker.close();
    await sink.database.close();
  }

  async function hosted(more: Readonly<Record<string, string>>, values = VALUES) {
    const database = await openDatabase();
    await produceParts(database.topics, values);
    const worker = await hostConnectors({ connectTopics: () => database.connectTopics(), retryMs: 1 });
    await worker.create('sink', config(more));
    const task = () => worker.get('sink').tasks()[0];
    const until = (records: number) =>
      worker.until(() => (task()?.counts.records ?? 0) >= records || task()?.isGivenUp === true);
    return { database, worker, task, until };
  }

  test('nodes and relations are the last values of their keys, and go with them', () =>
    withSink({ 'neo4j.batch-size': '2' }, async ({ until }) => {
      await until(VALUES.length);
      expect(await parts()).toEqual(LEFT);
    }));

  test('what a record makes impossible is reported alone, and the others of its batch are put', async () => {
    const setUp = 'CREATE CONSTRAINT part_id IF NOT EXISTS FOR (p:Part) REQUIRE p.id IS UNIQUE';
    const values = [...VALUES, BAD];
    const more = { ...LETTERS, 'ksqlite.cypher.setup': setUp };
    await withSink(
      more,
      async ({ until, database }) => {
        await until(values.length);
        expect(await parts()).toEqual(LEFT);
        const letters = await readAll(database.topics, 'letters');
        expect(letters.map(({ key }) => String(key))).toEqual(['d']);
        const reason = letters[0]?.headers.find(
          ({ key }) => key === '__connect.errors.exception.message',
        )?.value;
        expect(String(reason)).toContain('Property values can only be of primitive types');
      },
      values,
    );
  });

  test('Cypher that is wrong is told when the task starts', () =>
    withSink({ 'neo4j.cypher.topic.parts': 'MERGE (p:Part {id: __kee})' }, async ({ until, task }) => {
      await until(VALUES.length);
      expect(task()?.trace).toMatch(/^neo4j\.cypher\.topic\.parts: .*Variable `__kee` not defined/s);
    }));

  test('with a label for offsets even what counts is put once, by several connectors', async () => {
    const counting = {
      'neo4j.cypher.topic.parts':
        'MERGE (c:Count {key: __key}) SET c.n = coalesce(c.n, 0) + 1, c.at = __timestamp',
      'neo4j.eos-offset-label': '__Offset',
    };
    await withSink(counting, async ({ until, worker }) => {
      await until(VALUES.length);
      // it begins at the beginning
      await worker.create('again', config(counting));
      await worker.until(() => (worker.get('again').tasks()[0]?.counts.records ?? 0) >= VALUES.length);
      expect(await ask('MATCH (c:Count) RETURN c.key AS key, c.n AS n ORDER BY key')).toEqual([
        { key: 'a', n: 3n },
        { key: 'b', n: 1n },
        { key: 'c', n: 3n },
      ]);
      expect(await ask('MATCH (k:__Offset) RETURN k.partition AS p, k.offset AS o ORDER BY p')).toEqual([
        { p: 0n, o: 3n },
        { p: 1n, o: 2n },
      ]);
    });
  });

  test('killed at any write of ours, the graph ends as the topic says', async () => {
    // a letter behind all others says that they are put
    const values = [...VALUES.map(([, key, value]) => [0, key, value] as const), BAD];
    const kills = await killAtEachWrite({
      connectors: [],
      config: config(LETTERS),
      reset: async () => {
        await ask('MATCH (n) DETACH DELETE n');
      },
      prepare: ({ topics }) => produceParts(topics, values),
      isDone: (database) => database.countRecords('letters') > 0,
      check: async () => expect(await parts()).toEqual(LEFT),
    });
    expect(kills).toBeGreaterThan(5);
  });

  test('killed itself, and away for a while, it is asked again, and nothing is lost', () =>
    withSink({}, async ({ until, task, worker, database }) => {
      await until(VALUES.length);
      await server().kill();
      await database.topics.produce([
        { topic: 'parts', partition: 0, key: 'e', value: '{"price":9,"supplier":2}' },
      ]);
      await worker.until(() => (task()?.counts.failures ?? 0) >= 2);
      await server().restart();
      await until(VALUES.length + 1);
      expect(await parts()).toEqual([...LEFT, { id: 'e', price: 9n, supplier: 2n }]);
    }));
});
