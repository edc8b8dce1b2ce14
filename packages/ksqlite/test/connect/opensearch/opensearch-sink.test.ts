import { hostConnectors } from '../../../src/database/host-connectors.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { killAtEachWrite } from '../../../src/testing/index.ts';
import type { Topics } from '../../../src/topics/port.ts';
import { readAll } from '../../support/read-all.ts';
import { FakeSearch, type Fault } from './fake-search.ts';

const server = new FakeSearch();
beforeAll(() => server.start());
afterAll(() => server.stop());
beforeEach(() => server.clear());

const config = (more: Readonly<Record<string, string>> = {}) => ({
  'connector.class': 'io.confluent.connect.elasticsearch.ElasticsearchSinkConnector',
  'connection.url': server.url,
  topics: 'parts',
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'schema.ignore': 'true',
  'behavior.on.null.values': 'delete',
  'retry.backoff.ms': '1',
  ...more,
});

/** Partition 0: `a` comes, changes, goes; `b` comes. Partition 1: `c` comes, goes, comes. */
async function produceParts(topics: Topics): Promise<void> {
  await topics.create([{ name: 'parts', partitions: 2 }]);
  const records: readonly (readonly [number, string, unknown])[] = [
    [0, 'a', { price: 1 }],
    [1, 'c', { price: 7 }],
    [0, 'b', { price: 2, name: 'Wheel “B”\n' }],
    [0, 'a', { price: 3 }],
    [1, 'c', null],
    [0, 'a', null],
    [1, 'c', { price: 8 }],
  ];
  for (const [partition, key, value] of records)
    await topics.produce([
      { topic: 'parts', partition, key, value: value === null ? null : JSON.stringify(value) },
    ]);
}
const LEFT = { b: { price: 2, name: 'Wheel “B”\n' }, c: { price: 8 } };

/** A database with the parts and the connector; until it has put all. */
async function withSink(
  more: Readonly<Record<string, string>>,
  check: (sink: Awaited<ReturnType<typeof hosted>>) => Promise<void>,
  produce: (topics: Topics) => Promise<void> = produceParts,
): Promise<void> {
  const sink = await hosted(more, produce);
  await check(sink);
  await sink.worker.close();
  await sink.database.close();
}

async function hosted(more: Readonly<Record<string, string>>, produce: (topics: Topics) => Promise<void>) {
  const database = await openDatabase();
  await produce(database.topics);
  const worker = await hostConnectors({
    connectTopics: () => database.connectTopics(),
    retryMs: 1,
    env: { SECRET: 'correct' },
  });
  await worker.create('sink', config(more));
  const task = () => worker.get('sink').tasks()[0];
  const until = (records: number) =>
    worker.until(() => (task()?.counts.records ?? 0) >= records || task()?.isGivenUp === true);
  return { database, worker, task, until };
}

test('documents are the last values of their keys, and go with them', () =>
  withSink({ 'connection.compression': 'true' }, async ({ until }) => {
    await until(7);
    expect(server.documents('parts')).toEqual(LEFT);
    expect([...server.indexes]).toEqual(['parts']);
  }));

const FAULTS: readonly (readonly [string, Fault])[] = [
  ['is too busy', { status: 429 }],
  ['is not ready', { status: 503 }],
  ['is behind a proxy that does not find it', { status: 502 }],
  ['does it, and its answer is lost', { cut: 'before' }],
  ['does it, and its answer ends in the middle', { cut: 'within' }],
  ['does half of it', { turnsAway: 429 }],
  ['can’t do half of it', { turnsAway: 503 }],
];
test.each(FAULTS)('a server that %s is asked again, and nothing is lost or changed twice', (_name, fault) => {
  server.faults.push(fault, fault);
  return withSink({}, async ({ until, task }) => {
    await until(7);
    expect(server.documents('parts')).toEqual(LEFT);
    expect(new Set(server.effects).size).toBe(server.effects.length);
    expect(task()?.counts.failures).toBe(0);
  });
});

test('what is sent again after newer versions changes nothing', () =>
  withSink({ 'max.retries': '0' }, async ({ until, worker, task }) => {
    await until(7);
    const before = [...server.effects];
    server.faults.push({ cut: 'before' });
    await worker.drop('sink');
    await worker.create('other', config());
    await worker.until(() => worker.get('other').tasks()[0]?.counts.records === 7);
    expect(server.documents('parts')).toEqual(LEFT);
    // the other one begins at the beginning
    expect(server.effects).toEqual(before);
    expect(task).toThrow('not found');
  }));

test('while the server is away the task fails and is tried again, and then continues', async () => {
  await server.stop();
  await withSink({ 'max.retries': '1' }, async ({ until, task, worker }) => {
    await worker.until(() => (task()?.counts.failures ?? 0) >= 2);
    expect(task()?.trace ?? '').toMatch(/127\.0\.0\.1:\d+ did not answer|^$/);
    await server.start();
    await until(7);
    expect(server.documents('parts')).toEqual(LEFT);
  });
});

const DEAD_LETTERS = {
  'errors.tolerance': 'all',
  'errors.deadletterqueue.topic.name': 'letters',
  'behavior.on.malformed.documents': 'warn',
};
const MIXED = async (topics: Topics): Promise<void> => {
  await topics.create([{ name: 'parts', partitions: 1 }]);
  const values = ['{"price":1}', '{"price":"high"}', '{"price":2}'];
  await topics.produce(values.map((value, at) => ({ topic: 'parts', key: `k${at}`, value })));
};

test('a document that does not fit is a dead letter with the reason, and the others of its batch are written', () =>
  withSink(
    DEAD_LETTERS,
    async ({ until, database, task }) => {
      await until(3);
      expect(server.documents('parts')).toEqual({ k0: { price: 1 }, k2: { price: 2 } });
      const [letter, ...more] = await readAll(database.topics, 'letters');
      expect(more).toEqual([]);
      expect([String(letter?.key), String(letter?.value)]).toEqual(['k1', '{"price":"high"}']);
      const header = (name: string) =>
        String(letter?.headers.find(({ key }) => key === `__connect.errors.${name}`)?.value);
      expect(header('exception.message')).toBe(
        'the document parts/k1 is refused: 400 mapper_parsing_exception: failed to parse field [price]: not a number',
      );
      expect(header('offset')).toBe('1');
      expect(task()?.counts).toMatchObject({ errors: 1, deadLetters: 1 });
    },
    MIXED,
  ));

test('a document that does not fit ends the task, where errors are not tolerated', () =>
  withSink(
    {},
    async ({ until, task }) => {
      await until(3);
      expect(task()).toMatchObject({ state: 'FAILED', isGivenUp: true });
      expect(task()?.trace).toContain('the record parts/0/1 can’t be put'.replace('’', "'"));
    },
    MIXED,
  ));

test('requests are as small as is said, or as the server wants, and records of one key stay in order', async () => {
  const produce = async (topics: Topics): Promise<void> => {
    await topics.create([{ name: 'parts', partitions: 1 }]);
    await topics.produce(
      Array.from({ length: 400 }, (_, n) => ({ topic: 'parts', key: `k${n % 20}`, value: `{"price":${n}}` })),
    );
  };
  const check = async ({ until }: Awaited<ReturnType<typeof hosted>>) => {
    await until(400);
    const last = Array.from({ length: 20 }, (_, k) => [`k${k}`, { price: 380 + k }]);
    expect(server.documents('parts')).toEqual(Object.fromEntries(last));
    // each version took effect: none came behind a newer one
    expect(server.effects).toHaveLength(400);
  };
  await withSink({ 'batch.size': '30', 'max.in.flight.requests': '3' }, check, produce);
  expect(Math.max(...server.requests)).toBe(30);
  server.clear();
  await withSink({ 'bulk.size.bytes': '1000' }, check, produce);
  expect(Math.max(...server.requests)).toBeLessThan(20);
  server.clear();
  server.mostBytes = 3_000;
  await withSink({}, check, produce);
  server.mostBytes = Number.POSITIVE_INFINITY;
});

test('an index is made with the settings and mappings that are given, under a name of its own or another', async () => {
  const mappings = { properties: { price: { type: 'double' } } };
  await withSink({ 'ksqlite.index.template': JSON.stringify({ mappings }) }, async ({ until }) => {
    await until(7);
    expect(server.templates.get('ksqlite-parts')).toEqual({
      index_patterns: ['parts'],
      priority: 100,
      template: { mappings },
    });
  });
  const elsewhere = {
    'external.resource.usage': 'INDEX',
    'topic.to.external.resource.mapping': 'parts:shop',
  };
  await withSink(elsewhere, async ({ until, worker, task }) => {
    await worker.until(() => (task()?.counts.failures ?? 0) > 0);
    server.indexes.add('shop');
    await until(7);
    expect(server.documents('shop')).toEqual(LEFT);
  });
});

test('a user and a password, given by secrets, are sent', async () => {
  server.authorization = `Basic ${Buffer.from('me:correct').toString('base64')}`;
  const user = { 'connection.username': 'me', 'connection.password': '${env:SECRET}' };
  await withSink(user, async ({ until, worker }) => {
    await until(7);
    expect(JSON.stringify(worker.get('sink').config)).not.toContain('correct');
  });
  await withSink({}, async ({ worker, task }) => {
    await worker.until(() => (task()?.counts.failures ?? 0) > 1);
  });
  server.authorization = undefined;
});

test('each record is a document of its own where keys are ignored', () =>
  withSink({ 'key.ignore': 'true', 'behavior.on.null.values': 'ignore' }, async ({ until }) => {
    await until(7);
    expect(Object.keys(server.documents('parts')).toSorted()).toEqual([
      'parts+0+0',
      'parts+0+1',
      'parts+0+2',
      'parts+1+0',
      'parts+1+2',
    ]);
  }));

test('a key that can’t be an id is refused in words, or passed over', async () => {
  const keys = {
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'key.converter.schemas.enable': 'false',
  };
  const produce = async (topics: Topics): Promise<void> => {
    await topics.create([{ name: 'parts', partitions: 1 }]);
    await topics.produce(
      ['{"id":1}', '17', '"a"'].map((key) => ({ topic: 'parts', key, value: '{"price":1}' })),
    );
  };
  await withSink(
    keys,
    async ({ until, task }) => {
      await until(3);
      expect(task()?.trace).toMatch(
        /its key is a struct, and the id of a document is a text or a whole number/,
      );
    },
    produce,
  );
  await withSink(
    { ...keys, 'drop.invalid.message': 'true' },
    async ({ until, task }) => {
      await until(3);
      expect(Object.keys(server.documents('parts'))).toEqual(['17', 'a']);
      expect(task()?.counts.errors).toBe(1);
    },
    produce,
  );
});

test('a topic that was made again, shorter than its documents are old, ends the task in words', async () => {
  await withSink({}, ({ until }) => until(7));
  const shorter = async (topics: Topics): Promise<void> => {
    await topics.create([{ name: 'parts', partitions: 2 }]);
    await topics.produce([{ topic: 'parts', partition: 1, key: 'c', value: '{"price":1}' }]);
  };
  await withSink(
    {},
    async ({ until, task }) => {
      await until(2);
      expect(task()?.trace).toMatch(
        /^the document parts\/c has version 3, and parts\/1 ends at 1: the index has documents of another topic/,
      );
    },
    shorter,
  );
});

test('killed at any write, with a server that loses answers, it ends as the topic says', async () => {
  let kills = 0;
  kills = await killAtEachWrite({
    connectors: [],
    config: config(),
    reset: () => {
      server.clear();
      server.faults.length = 0;
      server.faults.push({ cut: 'before' });
    },
    prepare: ({ topics }) => produceParts(topics),
    isDone: () => JSON.stringify(server.documents('parts')) === JSON.stringify(LEFT),
    check: () => expect(server.documents('parts')).toEqual(LEFT),
  });
  expect(kills).toBeGreaterThan(5);
  server.faults.length = 0;
});
