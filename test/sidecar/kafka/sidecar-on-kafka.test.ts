import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { connectKafkaTopics, kafkaSettings } from 'ksqlite/kafka';
import type { Topics } from 'ksqlite/topics';
import { chanceFrom, freshSeed } from '../../../packages/ksqlite/test/support/fresh-seed.ts';
import { describeOnKafka } from '../../../packages/ksqlite/test/support/kafka-broker/on-kafka.ts';
import {
  committedSeenByKafkajs,
  seenByKafkajs,
} from '../../../packages/ksqlite/test/topics/kafka/kafkajs-client.ts';
import { prefixedTopics } from '../../../packages/ksqlite/test/topics/kafka/prefixed-topics.ts';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { type PriceApi, type PriceApiOptions, startPriceApi } from '../../../src/price-api/price-api.ts';
import { awaitingRecord, createTopics, skus } from '../cars.ts';
import type { SidecarProcessOptions } from './sidecar-process.ts';
import { type SidecarProcess, spawnSidecar } from './spawn-sidecar.ts';

/** More of the same, for whoever has the time: `KAFKA_KILLS=20 npm test -- test/sidecar/kafka`. */
const KILLS = Number(process.env.KAFKA_KILLS ?? 4);
const STOPS = Number(process.env.KAFKA_STOPS ?? 1);
const PRICED = Number(process.env.KAFKA_PRICED ?? 900);
const SESSION_MS = 3_000;
const SEED = freshSeed('KAFKA_SEED');

jest.setTimeout(600_000);

describeOnKafka('the sidecar on Kafka', ({ bootstrap }) => {
  const sidecars: SidecarProcess[] = [];
  let api: PriceApi;
  let kafka: Topics;
  let topics: Topics;
  let prefix: string;

  beforeAll(async () => {
    kafka = await connectKafkaTopics(kafkaSettings({ KAFKA_BOOTSTRAP: bootstrap }));
  });
  afterAll(() => kafka?.close());
  afterEach(async () => {
    await Promise.all(sidecars.splice(0).map((each) => each.end()));
    await api.close();
  });

  const setUp = async (options: Partial<PriceApiOptions> = {}) => {
    api = await startPriceApi({ port: 0, delayMs: { min: 0, max: 20 }, ...options });
    prefix = `${randomUUID().slice(0, 8)}-`;
    topics = prefixedTopics(kafka, prefix);
    await createTopics(topics);
  };
  const start = (
    config: SidecarProcessOptions['config'] = {},
    env: Readonly<Record<string, string>> = {},
  ): SidecarProcess => {
    const sidecar = spawnSidecar(
      { prefix, priceUrl: api.url, config: { resubscribeDelayMs: 50, ...config } },
      { KAFKA_BOOTSTRAP: bootstrap, KAFKA_SESSION_TIMEOUT_MS: String(SESSION_MS), ...env },
    );
    sidecars.push(sidecar);
    return sidecar;
  };
  const pricedNow = async () =>
    ((await topics.ranges(TOPICS.priced)) ?? []).reduce((sum, { start: from, end }) => sum + end - from, 0);
  const until = async (done: () => boolean | Promise<boolean>, ms = 150_000) => {
    for (const end = Date.now() + ms; !(await done()); ) {
      if (Date.now() > end)
        throw new Error(`not within ${ms} ms; ${sidecars.flatMap((each) => each.errors())}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const eachOnce = async (expected: readonly string[]) => {
    const seen = await seenByKafkajs(bootstrap, prefix + TOPICS.priced, expected.length, {
      waitMs: 300_000, // until they are there: a busy machine needs longer
    });
    expect(seen.map(({ key }) => key).sort()).toEqual([...expected].sort());
    const situations = new Set(
      seen.map(({ value }) => (JSON.parse(value) as { situation: string }).situation),
    );
    expect([...situations]).toEqual(['COMPLETE']);
  };

  test(`killed at random moments, ${KILLS} times: each car priced exactly once (KAFKA_SEED=${SEED})`, async () => {
    const { pause } = chanceFrom(SEED);
    await setUp();
    const cars = skus(KILLS * 100);
    await topics.produce(cars.map(awaitingRecord));
    for (let life = 0; life < KILLS; life++) {
      const sidecar = start({}, { KAFKA_INSTANCE_ID: 'killed' });
      const before = await pricedNow();
      // half of them while they price, half whenever
      if (life % 2 === 0) await until(async () => (await pricedNow()) > before);
      await pause(0, 1_500);
      await sidecar.end();
    }
    start({}, { KAFKA_INSTANCE_ID: 'killed' });
    await eachOnce(cars);
    expect(api.stats().maxInFlight).toBeLessThanOrEqual(10); // the killed one's sockets close a moment later
  });

  test('three share five slots while they join and leave: never more than five lookups, each car once', async () => {
    await setUp();
    const cars: string[] = [];
    const moreCars = async () => {
      const more = skus(60, `batch-${cars.length}`);
      cars.push(...more);
      await topics.produce(more.map(awaitingRecord));
    };
    const first = start({ slots: 2 });
    await moreCars();
    await until(() => (first.latest()?.stats.priced ?? 0) > 0);
    const second = start({ slots: 2 });
    const third = start({ slots: 1 });
    // There is always something under way when one of them joins.
    await until(async () => {
      if (first.latest()?.stats.carsUnderWay === 0) await moreCars();
      return [first, second, third].every((each) => (each.latest()?.stats.priced ?? 0) > 10);
    });
    await moreCars();
    await second.end('SIGTERM');
    await moreCars();
    await eachOnce(cars);
    expect(api.stats().maxInFlight).toBeLessThanOrEqual(5);
    for (const each of [first, second, third])
      expect(each.latest()?.stats.maxInFlight).toBeLessThanOrEqual(2);
  });

  test('a car that waits is not committed over, and what is done beyond it is not done again', async () => {
    let ill = true;
    await setUp({ failing: (id) => (ill && id === 'slow-engine' ? 'error' : undefined), countPerId: true });
    const cars = [...skus(50, 'before'), 'slow', ...skus(50, 'after')];
    await topics.produce(cars.map((sku) => ({ ...awaitingRecord(sku), partition: 1 })));
    const first = start();
    await until(() => first.latest()?.stats.priced === 100);
    await first.end();
    const group = `${prefix}sidecar`;
    const committed = await committedSeenByKafkajs(bootstrap, group, prefix + TOPICS.awaitingPrice);
    expect(committed.get(1)?.offset).toBe(50);
    expect(committed.get(1)?.metadata).not.toBe('');
    ill = false;
    start();
    await eachOnce(cars);
    expect(api.stats().perId.get('after-30-body')).toBe(1);
  });

  test(`stopped for longer than its session, ${STOPS} times, and continued: fenced, nothing doubled (KAFKA_SEED=${SEED})`, async () => {
    const { pause } = chanceFrom(SEED);
    await setUp({ delayMs: { min: 10, max: 40 } });
    const cars: string[] = [];
    const sleeper = start({ slots: 3 });
    start({ slots: 2 });
    for (let round = 0; round < STOPS; round++) {
      const more = skus(200, `round-${round}`);
      cars.push(...more);
      await topics.produce(more.map(awaitingRecord));
      await until(() => (sleeper.latest()?.stats.inFlight ?? 0) > 0);
      await pause(0, 500);
      sleeper.signal('SIGSTOP');
      await eachOnce(cars); // the other one has taken over what the sleeper had under way
      sleeper.signal('SIGCONT'); // with answers of the price API waiting in its sockets
      await pause(2_000, 2_000);
    }
    const before = sleeper.latest()?.stats.priced ?? 0;
    const last = skus(200, 'last');
    cars.push(...last);
    await topics.produce(last.map(awaitingRecord));
    await eachOnce(cars);
    expect(sleeper.latest()?.stats.priced).toBeGreaterThan(before); // it has joined again
    expect(api.stats().maxInFlight).toBeLessThanOrEqual(5);
  });

  test(`10,000 cars waiting: the memory does not grow with ${PRICED} of them priced`, async () => {
    await setUp({ delayMs: { min: 0, max: 2 } });
    await topics.produce(skus(10_000).map(awaitingRecord));
    const sidecar = start();
    await until(() => (sidecar.latest()?.stats.priced ?? 0) > PRICED / 3);
    const early = sidecar.latest()?.rssMB ?? 0;
    await until(() => (sidecar.latest()?.stats.priced ?? 0) > PRICED, 500_000);
    expect(sidecar.latest()?.rssMB).toBeLessThan(early + 40);
    expect(sidecar.latest()?.rssMB).toBeLessThan(300);
  });
});
