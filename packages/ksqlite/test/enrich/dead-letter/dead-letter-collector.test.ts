import {
  type CollectorStart,
  type DeadLetterCollector,
  startDeadLetterCollector,
} from '../../../src/enrich/dead-letter/dead-letter-collector.ts';
import type { OutgoingRecord, Topics } from '../../../src/topics/port.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { chanceFrom, freshSeed } from '../../support/fresh-seed.ts';
import { inMemoryBroker } from '../../support/in-memory-topics.ts';
import { readAll } from '../../support/read-all.ts';
import { until } from '../../support/until.ts';

const FROM = ['orders', 'payments', 'clicks'];
const LETTERS = 'dead-letters';
const SEED = freshSeed('COLLECTOR_SEED');

let broker: ReturnType<typeof inMemoryBroker>;
let topics: Topics;
let running: DeadLetterCollector[] = [];

beforeEach(async () => {
  broker = inMemoryBroker({ markers: true });
  topics = broker.connect();
  await topics.create([...FROM, LETTERS].map((name) => ({ name, partitions: 4 })));
});
afterEach(async () => {
  await Promise.all(running.map((collector) => collector.stop()));
  running = [];
});
const start = (options: Partial<CollectorStart> = {}) => {
  const collector = startDeadLetterCollector({
    topics,
    from: FROM,
    to: LETTERS,
    unreadable: ({ value }) => (String(value).startsWith('bad') ? 'it is bad' : undefined),
    commitEveryMs: 10,
    resubscribeDelayMs: 1,
    ...options,
  });
  running.push(collector);
  return collector;
};
const letters = () => readAll(topics, LETTERS);
const parts = (count: number, value: (i: number) => string): OutgoingRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    topic: FROM[i % FROM.length]!,
    key: `k${i}`,
    value: value(i),
    timestamp: i,
  }));

test('a letter for every record that is not readable, from all topics', async () => {
  await topics.produce(parts(1_000, (i) => (i % 10 === 0 ? `bad-${i}` : 'good')));
  const collector = start();
  await until(() => collector.stats().letters === 100);
  const found = await letters();
  expect(found.map(({ value }) => String(value)).sort()).toEqual(
    Array.from({ length: 100 }, (_, i) => `bad-${i * 10}`).sort(),
  );
  for (const { key, value, headers } of found) {
    const header = Object.fromEntries(headers.map((each) => [each.key, String(each.value)]));
    const number = Number(String(value).slice(4));
    expect(String(key)).toBe(`k${number}`);
    expect(header).toMatchObject({ reason: 'it is bad', 'origin.timestamp': String(number) });
    const [origin] = await topics.read(
      header['origin.topic']!,
      Number(header['origin.partition']),
      Number(header['origin.offset']),
      1,
    );
    expect(origin?.value).toEqual(value);
  }
  expect(collector.stats().records).toBe(1_000);
});

/** The topics, and how often they were polled and committed to. */
function counting(process: Topics) {
  const counts = { polls: 0, commits: 0 };
  const counted: Topics = {
    ...process,
    subscribe: async (options) => {
      const subscription = await process.subscribe(options);
      return {
        poll: (max, signal) => {
          counts.polls++;
          return subscription.poll(max, signal);
        },
        commit: async (results, offsets) => {
          await subscription.commit(results, offsets);
          counts.commits++;
        },
        close: () => subscription.close(),
      };
    },
  };
  return { topics: counted, counts };
}

test('commits offsets without letters after a while, and its successor begins there', async () => {
  await topics.produce(parts(10, () => 'good'));
  const clock = fakeClock();
  const process = broker.connect();
  const { topics: counted, counts } = counting(process);
  const first = start({ topics: counted, clock });
  await until(() => first.stats().records === 10);
  expect(counts.commits).toBe(0);
  await until(async () => {
    await clock.advance(10); // again: it may have begun to wait only now
    return counts.commits > 0;
  });
  expect(counts.commits).toBe(1);
  process.kill(); // so nothing is committed at its end
  const second = start();
  await topics.produce(parts(1, () => 'one more'));
  await until(() => second.stats().records > 0);
  expect(second.stats().records).toBe(1);
});

test(`killed at random moments: each letter once (COLLECTOR_SEED=${SEED})`, async () => {
  const { pause } = chanceFrom(SEED);
  await topics.produce(parts(3_000, (i) => `bad-${i}`));
  for (let life = 0; life < 15; life++) {
    const process = broker.connect();
    const collector = start({ topics: process, batchSize: 50 });
    await pause(0, 8);
    process.kill();
    void collector.stop();
  }
  start();
  await until(async () => (await letters()).length >= 3_000);
  await Promise.all(running.map((collector) => collector.stop())); // nothing can come after
  expect(new Set((await letters()).map(({ value }) => String(value))).size).toBe(3_000);
  expect(await letters()).toHaveLength(3_000);
});

test('continues after an error, and stops at once', async () => {
  const clock = fakeClock();
  await topics.produce(parts(10, (i) => `bad-${i}`));
  const errors: unknown[] = [];
  let calls = 0;
  const collector = start({
    unreadable: () => {
      return calls++ === 3 ? Promise.reject(new Error('the registry does not answer')) : 'bad';
    },
    onError: (error) => errors.push(error),
    clock,
  });
  await until(async () => {
    await clock.advance(1); // the pause before it subscribes again
    return collector.stats().letters === 10;
  });
  expect(errors).toHaveLength(1);
  await collector.stop(); // waits for no time-out: its clock stands still
});

test('a record that `unreadable` throws at is a letter, and those behind it are looked at', async () => {
  await topics.produce(parts(8, (i) => `${i}`));
  const errors: unknown[] = [];
  const collector = start({
    unreadable: ({ value }) => {
      if (Number(value) % 2 === 1) throw new Error('no\nidea');
      return undefined;
    },
    onError: (error) => errors.push(error),
  });
  await until(() => collector.stats().records === 8 && collector.stats().letters === 4);
  const found = await letters();
  expect(found.map(({ value }) => String(value)).sort()).toEqual(['1', '3', '5', '7']);
  expect(String(found[0]?.headers.find(({ key }) => key === 'reason')?.value)).toBe(
    'whether it can be read can’t be told: no idea',
  );
  expect(errors).toEqual([]);
});

test('reads thousands of records at a time', async () => {
  for (let i = 0; i < 10; i++) await topics.produce(parts(10_000, () => 'good'));
  const { topics: counted, counts } = counting(topics);
  const collector = start({ topics: counted, clock: fakeClock() });
  await until(() => collector.stats().records === 100_000);
  expect(counts.polls).toBeLessThan(60); // 20 of 5,000, and some at the partitions' ends
});

test('a letter that can’t be written is told, and the others are written', async () => {
  await topics.produce(parts(30, (i) => (i % 10 === 0 ? `bad-${i}` : 'good')));
  const errors: unknown[] = [];
  const collector = start({
    topics: {
      ...topics,
      prepare: (record) =>
        record.value?.toString() === 'bad-10' ? { refused: 'too-large', message: 'no room' } : record,
    },
    onError: (error) => errors.push(error),
  });
  await until(() => collector.stats().letters === 2);
  await until(() => errors.length > 0);
  expect((await letters()).map(({ value }) => String(value)).sort()).toEqual(['bad-0', 'bad-20']);
  expect(errors).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(
        /^payments\/\d\/\d+: it is bad; its dead letter can't be written: no room$/,
      ),
    }),
  ]);
});
