import { openDatabase } from 'ksqlite';
import { rehearse } from 'ksqlite/cli';
import { registerColumns, type SchemaRegistry, SchemaRegistryError, withSchemas } from 'ksqlite/schemas';
import type { TopicRecord } from 'ksqlite/topics';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { registerPartSchemas } from '../../../src/line/format/line-schemas.ts';
import { whenLoaded } from '../../../src/line/format/when-loaded.ts';
import { lineScripts } from '../../../src/line/sql-folder.ts';
import { unreadablePart } from '../../../src/line/unreadable-part.ts';

/** A registry of another process, that is away at will, and the reader of parts over it. */
async function setUp() {
  const home = await openDatabase();
  const { schemaRegistry: inner } = home;
  await registerPartSchemas(inner, 'avro');
  // of a producer with a schema of its own, which no statement has met
  await registerColumns(inner, 'theirs', 'AVRO', { id: 'VARCHAR', color: 'VARCHAR' });
  await home.topics.create([{ name: 'theirs', partitions: 1 }]);
  const theirs = withSchemas(home.topics, inner, { topics: ['theirs'] });
  await theirs.produce(['{"id":"e"}', '{"id":""}'].map((value) => ({ topic: 'theirs', key: 'a', value })));
  const [good, bad] = (await home.topics.read('theirs', 0, 0, 2)).map((record) => ({
    ...record,
    topic: TOPICS.engine,
  }));
  const loaded = new Map<number, Awaited<ReturnType<SchemaRegistry['load']>>>();
  const state = { isAway: false };
  const distant: SchemaRegistry = {
    known: (id) => loaded.get(id),
    load: async (id) => {
      if (state.isAway) throw new SchemaRegistryError(500, 50003, 'away');
      const schema = await inner.load(id);
      if (schema !== undefined) loaded.set(id, schema);
      return schema;
    },
    version: async (subject, version) => inner.version(subject, version),
    register: () => Promise.reject(new Error('nothing is registered by a rehearsal')),
    remove: () => Promise.reject(new Error('nothing is removed by a rehearsal')),
  };
  const rehearsed = await rehearse(lineScripts('avro'), () => 0, distant);
  const unreadable = unreadablePart(rehearsed);
  await rehearsed.close();
  await home.close();
  return { check: whenLoaded(unreadable, distant), good: good!, bad: bad!, state };
}

it('a record waits for its schema, and is read at once when that is there', async () => {
  const { check, good, bad } = await setUp();
  const first = check(good);
  expect(first).toBeInstanceOf(Promise);
  expect(await first).toBeUndefined();
  expect(check(bad)).toBe('the part has no id');
});

it('a record of a schema that nobody has is unreadable', async () => {
  const { check, good } = await setUp();
  const alien: TopicRecord = { ...good, offset: 7, value: Buffer.from([0, 0, 0, 0, 99, 2]) };
  expect(await check(alien)).toBe('Error retrieving Avro value schema for id 99');
});

it('while the registry is away nothing is unreadable: it is told, and asked again', async () => {
  const { check, good, state } = await setUp();
  state.isAway = true;
  await expect(check(good)).rejects.toMatchObject({ name: 'SchemaRegistryError', message: 'away' });
  state.isAway = false;
  expect(await check(good)).toBeUndefined();
});
