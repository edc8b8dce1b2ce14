import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'ksqlite';
import { systemClock } from 'ksqlite/clock';
import type { OutgoingRecord, TopicRecord, Topics } from 'ksqlite/topics';
import { applyTopology, openFolder } from '../../../bench/line/open-line.ts';
import { measureCars } from '../../../bench/load/measure-cars.ts';
import { packParts } from '../../../bench/load/packed-parts.ts';
import { watchCars } from '../../../bench/load/watch-cars.ts';
import { PARTITIONS, TOPICS } from '../../../src/contracts/topic-names.ts';
import { LINE_TOPICS } from '../../../src/line/topics/line-topics.ts';

let folder: string;
let opened: Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'measure-cars-'));
  opened = await openFolder(folder, true);
  await opened.connectTopics().create(LINE_TOPICS);
});
afterEach(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
});

const connect = () => opened.connectTopics();
const clock = systemClock;
const fewParts = () => packParts({ cars: 20, rate: 'max', missing: 0 });
const ends = async (topic: string): Promise<number> =>
  ((await connect().ranges(topic)) ?? []).reduce((sum, { end }) => sum + end, 0);

test('sends all parts at once and waits for their cars', async () => {
  await applyTopology(opened);
  expect(await measureCars({ connect, parts: fewParts(), clock })).toBeGreaterThan(0);
  expect(await ends(TOPICS.awaitingPrice)).toBe(20);
});

test('measures held statements from when they continue, with all parts in the topics', async () => {
  const done: string[] = [];
  const held = {
    hold: async () => {
      done.push('held');
    },
    release: async () => {
      // heartbeats are records too
      done.push((await ends('rccar-wheel')) >= 80 ? 'all there' : 'parts are missing');
      await applyTopology(opened);
    },
  };
  expect(await measureCars({ connect, parts: fewParts(), clock, held })).toBeGreaterThan(0);
  expect(done).toEqual(['held', 'all there']);
});

test('does not measure statements that went on although they are held', async () => {
  await applyTopology(opened);
  const nothing = async (): Promise<void> => undefined;
  let given = 0;
  const connections: ((topics: Topics) => Topics)[] = [
    // that of the parts: they are not said to be durable before all cars were given out
    (topics) => ({
      ...topics,
      produce: async (records) => {
        await topics.produce(records);
        while (given < 20) await new Promise(setImmediate);
      },
    }),
    // that of the cars
    (topics) => ({
      ...topics,
      subscribe: async (options) => {
        const subscription = await topics.subscribe(options);
        const poll = async (max: number, signal?: AbortSignal): Promise<readonly TopicRecord[]> => {
          const records = await subscription.poll(max, signal);
          given += records.length;
          return records;
        };
        return {
          poll,
          commit: (results, offsets) => subscription.commit(results, offsets),
          close: () => subscription.close(),
        };
      },
    }),
  ];
  const measured = measureCars({
    connect: () => connections.shift()?.(connect()) ?? connect(),
    parts: fewParts(),
    clock,
    held: { hold: nothing, release: nothing },
  });
  await expect(measured).rejects.toThrow('the statements went on although they are held');
});

test('counts a car once and says how many did not come', async () => {
  const topics = connect();
  const parts = fewParts();
  const cars = await watchCars(topics, parts, clock);
  const car = (number: number): OutgoingRecord => ({
    topic: TOPICS.awaitingPrice,
    key: `car-bench-${number}-x`,
    value: '{}',
    partition: number % PARTITIONS,
  });
  await topics.produce([car(3), car(4), car(3)]);
  await expect(cars.all(50)).rejects.toThrow('18 of 20 cars did not come out in 0.05 s');
  expect(cars.seen()).toBe(2);
  await cars.close();
});
