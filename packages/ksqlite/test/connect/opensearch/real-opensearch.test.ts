/** The sink on a real OpenSearch: what is sent twice changes nothing, and after faults the index is what the topic says. */

import { hostConnectors } from '../../../src/database/host-connectors.ts';
import { openDatabase } from '../../../src/database/open-database.ts';
import { describeOnOpenSearch } from '../../support/opensearch-server/on-opensearch.ts';
import { readAll } from '../../support/read-all.ts';

const TEMPLATE = JSON.stringify({
  settings: { number_of_shards: 1, number_of_replicas: 0 },
  mappings: { properties: { price: { type: 'double' }, state: { type: 'keyword' } } },
});
const VALUES: readonly (readonly [number, string, unknown])[] = [
  [0, 'a', { price: 1, state: 'SP' }],
  [1, 'c', { price: 7 }],
  [0, 'b', { price: 2, state: 'RJ', name: 'Wheel “B”\n' }],
  [0, 'a', { price: 3 }],
  [1, 'c', null],
  [0, 'd', { price: 'high' }],
  [0, 'a', null],
  [1, 'c', { price: 8 }],
];
const LEFT = { b: { price: 2, state: 'RJ', name: 'Wheel “B”\n' }, c: { price: 8 } };

describeOnOpenSearch('the sink to OpenSearch', (server) => {
  const url = () => `http://127.0.0.1:${server().port}`;
  const config = () => ({
    'connector.class': 'io.aiven.kafka.connect.opensearch.OpensearchSinkConnector',
    'connection.url': url(),
    topics: 'parts',
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'schema.ignore': 'true',
    'behavior.on.null.values': 'delete',
    'behavior.on.malformed.documents': 'warn',
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': 'letters',
    'errors.retry.delay.max.ms': '100',
    // a busy machine is slow to answer, which is no failure of it
    'read.timeout.ms': '60000',
    'max.retries': '0',
    'ksqlite.index.template': TEMPLATE,
  });

  /** What is found by searching, by id. */
  async function found(): Promise<Readonly<Record<string, unknown>>> {
    await fetch(`${url()}/parts/_refresh`, { method: 'POST' });
    const answer = await fetch(`${url()}/parts/_search?size=100`);
    const { hits } = (await answer.json()) as {
      hits: { hits: { readonly _id: string; readonly _source: unknown }[] };
    };
    return Object.fromEntries(hits.hits.map(({ _id, _source }) => [_id, _source]));
  }

  test('documents come, change and go; a batch that is sent twice changes nothing; what does not fit is a dead letter', async () => {
    const database = await openDatabase();
    await database.topics.create([{ name: 'parts', partitions: 2 }]);
    for (const [partition, key, value] of VALUES)
      await database.topics.produce([
        { topic: 'parts', partition, key, value: value === null ? null : JSON.stringify(value) },
      ]);
    const worker = await hostConnectors({ connectTopics: () => database.connectTopics(), retryMs: 1 });
    const counts = (name: string) => worker.get(name).tasks()[0]?.counts;
    await worker.create('sink', config());
    await worker.until(() => counts('sink')?.records === VALUES.length);
    expect(await found()).toEqual(LEFT);
    const versions = await fetch(`${url()}/parts/_doc/b`).then((answer) => answer.json());
    expect(versions).toMatchObject({ _version: 2 });

    // it begins at the beginning: the same batches again
    await worker.create('again', config());
    await worker.until(() => counts('again')?.records === VALUES.length);
    expect(await found()).toEqual(LEFT);
    expect(await fetch(`${url()}/parts/_doc/b`).then((answer) => answer.json())).toEqual(versions);
    const letters = await readAll(database.topics, 'letters');
    expect(letters.map(({ key }) => String(key))).toEqual(['d', 'd']);
    const reason = letters[0]?.headers.find(({ key }) => key === '__connect.errors.exception.message')?.value;
    expect(String(reason)).toMatch(
      /parts\/d is refused: 400 mapper_parsing_exception: failed to parse field \[price\]/,
    );
    await worker.drop('again');

    await server().kill();
    await database.topics.produce([
      { topic: 'parts', partition: 0, key: 'e', value: '{"price":9}' },
      { topic: 'parts', partition: 0, key: 'b', value: null },
    ]);
    await worker.until(() => (counts('sink')?.failures ?? 0) >= 2);
    await server().restart();
    await worker.until(() => counts('sink')?.records === VALUES.length + 2);
    expect(await found()).toEqual({ c: { price: 8 }, e: { price: 9 } });
    await worker.close();
    await database.close();
  });
});
