import { type EmbeddedTopics, embeddedTopics } from '../../src/topics/embedded/embedded-topics.ts';
import { type TestEngine, testEngine } from '../support/engine-bench.ts';
import { topicsSuite } from './topics.suite.ts';

let bench: TestEngine;
let broker: EmbeddedTopics;

beforeAll(() => {
  bench = testEngine();
  broker = embeddedTopics(bench.engine.log, bench.engine.scheduler, Date.now);
});
afterAll(() => bench.close());

topicsSuite('embedded', async () => broker.connect(), { waitMs: 5_000 });

test('a producer rests while statements are far behind and can read nothing', async () => {
  let backlog = 1_000_000;
  let looks = 0;
  let read: () => void = () => undefined;
  const pump = {
    settled: async () => undefined,
    backlog: () => {
      looks++;
      return backlog;
    },
    readable: () =>
      new Promise<void>((resolve) => {
        read = resolve;
      }),
  };
  const topics = embeddedTopics(bench.engine.log, pump, Date.now).connect();
  await topics.create([{ name: 'resting', partitions: 1 }]);
  const produced = topics.produce([{ topic: 'resting', key: 'a', value: 'b' }]);
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(looks).toBe(1);
  const appended = () => bench.engine.log.topics.get('resting')?.partitions[0]?.logEndOffset;
  expect(appended()).toBe(0);
  backlog = 0;
  read();
  await produced;
  expect(appended()).toBe(1);
});
