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
