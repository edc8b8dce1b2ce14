import { killAtEachWrite } from '../../src/testing/index.ts';
import { readAll } from '../support/read-all.ts';
import { collected, collectingSink } from './support/collecting-sink.ts';
import { countingSource } from './support/counting-source.ts';

const COUNT = 9;

it('writes each record of a source once and in order, killed at any write', async () => {
  const kills = await killAtEachWrite({
    connectors: [countingSource()],
    config: {
      'connector.class': 'test.Counting',
      topic: 'numbers',
      count: String(COUNT),
      'topic.creation.default.partitions': '2',
    },
    isDone: (database) => database.countRecords('numbers') >= COUNT,
    check: async (database) => {
      const records = await readAll(database.topics, 'numbers');
      const of = (partition: number) =>
        records.filter((one) => one.partition === partition).map(({ value }) => Number(value));
      const [zero, one] = [of(0), of(1)];
      expect(zero).toEqual(zero.toSorted((a, b) => a - b));
      expect(one).toEqual(one.toSorted((a, b) => a - b));
      expect([...zero, ...one].toSorted((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
    },
  });
  expect(kills).toBeGreaterThan(15);
});

it('puts each record of a sink at least once, and writes each dead letter once, killed at any write', async () => {
  const into = collected();
  const values = ['{"n":1}', 'not JSON', '{"bad":true}', '{"n":2}', '{"n":3}'];
  const kills = await killAtEachWrite({
    connectors: [collectingSink(into)],
    config: {
      'connector.class': 'test.Collecting',
      topics: 'orders',
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': 'letters',
    },
    reset: () => into.put.clear(),
    prepare: async ({ topics }) => {
      await topics.create([{ name: 'orders', partitions: 1 }]);
      for (const value of values) await topics.produce([{ topic: 'orders', key: null, value }]);
    },
    isDone: (database) => into.put.size === 3 && database.countRecords('letters') >= 2,
    check: async (database) => {
      expect([...into.put.entries()]).toEqual([
        ['0/0', { n: 1 }],
        ['0/3', { n: 2 }],
        ['0/4', { n: 3 }],
      ]);
      const letters = await readAll(database.topics, 'letters');
      expect(letters.map(({ value }) => String(value))).toEqual(['not JSON', '{"bad":true}']);
    },
  });
  expect(kills).toBeGreaterThan(5);
});
