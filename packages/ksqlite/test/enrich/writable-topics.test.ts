import { WritableTopics } from '../../src/enrich/writable-topics.ts';
import { CommandError } from '../../src/errors/command-error.ts';
import type { OutgoingRecord, RefusedRecord, Topics } from '../../src/topics/port.ts';

const record = (topic: string, partition?: number): OutgoingRecord => ({
  topic,
  key: null,
  value: 'v',
  ...(partition === undefined ? {} : { partition }),
});

function topicsWith(partitions: Record<string, number>, prepare?: Topics['prepare']) {
  const asked: string[] = [];
  const topics = {
    ranges: async (topic: string) => {
      asked.push(topic);
      await Promise.resolve();
      if (topic === 'secret') throw new CommandError('KAFKA_REFUSED', 'not for you');
      if (topic === 'away') throw new CommandError('KAFKA_AWAY', 'nobody there');
      const count = partitions[topic];
      return count === undefined
        ? undefined
        : Array.from({ length: count }, (_, partition) => ({ partition }));
    },
    ...(prepare === undefined ? {} : { prepare }),
  } as unknown as Topics;
  return { writable: new WritableTopics(topics, new Map([['known', 2]])), asked, partitions };
}

test('records of topics that are known are given as they are, at once', () => {
  const { writable, asked } = topicsWith({});
  const records = [record('known'), record('known', 1)];
  expect(writable.prepare(records)).toBe(records);
  expect(writable.prepare([])).toEqual([]);
  expect(asked).toEqual([]);
});

test('a topic is asked for once, by all that want it, and kept; one that is not there is asked for again', async () => {
  const { writable, asked, partitions } = topicsWith({ other: 1 });
  const first = await Promise.all([1, 2].map(() => writable.prepare([record('known'), record('other')])));
  expect(first.map((each) => 'refused' in each)).toEqual([false, false]);
  expect(asked).toEqual(['other']);
  const missing = { refused: 'no-topic', message: 'there is no topic later' };
  expect(await Promise.all([1, 2].map(() => writable.prepare([record('later')])))).toEqual([
    missing,
    missing,
  ]);
  expect(await writable.prepare([record('known'), record('later')])).toEqual(missing);
  partitions.later = 1;
  expect(await writable.prepare([record('later')])).toEqual([record('later')]);
  expect(writable.prepare([record('later')])).toEqual([record('later')]);
  expect(asked).toEqual(['other', 'later', 'later', 'later']);
});

test('a partition has to be there; one that was added is seen', async () => {
  const { writable, partitions } = topicsWith({ known: 2 });
  const missing = { refused: 'no-topic', message: 'topic known has no partition 2, it has 2' };
  expect(await writable.prepare([record('known', 2)])).toEqual(missing);
  partitions.known = 3;
  expect(await writable.prepare([record('known', 2)])).toEqual([record('known', 2)]);
});

test('a topic that must not be looked at is refused; when nobody answers nobody can say', async () => {
  const { writable } = topicsWith({});
  expect(await writable.prepare([record('secret')])).toEqual({ refused: 'no-topic', message: 'not for you' });
  await expect(writable.prepare([record('away')])).rejects.toMatchObject({ code: 'KAFKA_AWAY' });
});

test('what the topics prepare is given, in order, whether at once or later; the first refusal stands for all', async () => {
  const seen: unknown[] = [];
  const refusal: RefusedRecord = { refused: 'unfit', message: 'unfit' };
  const { writable } = topicsWith({}, (given) => {
    seen.push(given.value);
    const made = given.value === 'bad' ? refusal : { ...given, value: `<${String(given.value)}>` };
    return String(given.value).startsWith('later') ? Promise.resolve(made) : made;
  });
  const all = (...values: string[]) => values.map((value) => ({ topic: 'known', key: null, value }));
  expect(writable.prepare(all('a', 'b'))).toEqual(all('<a>', '<b>'));
  expect(writable.prepare(all('a', 'bad', 'b'))).toBe(refusal);
  const later = writable.prepare(all('a', 'later 1', 'b', 'later 2', 'c'));
  expect(later).toBeInstanceOf(Promise);
  expect(await later).toEqual(all('<a>', '<later 1>', '<b>', '<later 2>', '<c>'));
  expect(await writable.prepare(all('later', 'bad', 'never'))).toBe(refusal);
  expect(seen).toEqual(['a', 'b', 'a', 'bad', 'a', 'later 1', 'b', 'later 2', 'c', 'later', 'bad']);
});
