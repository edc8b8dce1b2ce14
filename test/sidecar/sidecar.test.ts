import { fakeClock } from '../../packages/ksqlite/test/support/fake-clock.ts';
import { chanceFrom, freshSeed } from '../../packages/ksqlite/test/support/fresh-seed.ts';
import { type InMemoryTopics, inMemoryBroker } from '../../packages/ksqlite/test/support/in-memory-topics.ts';
import { type RcCar, rcCarSchema } from '../../src/contracts/rc-car.ts';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import { type PriceApi, type PriceApiOptions, startPriceApi } from '../../src/price-api/price-api.ts';
import { priceOf } from '../../src/price-api/price-of.ts';
import { readPriceAnswer } from '../../src/sidecar/price-lookup/price-answer.ts';
import { type Sidecar, type SidecarStart, startSidecar } from '../../src/sidecar/sidecar.ts';
import { awaitingCar, awaitingRecord, createTopics, readAll, skus, until } from './cars.ts';

/** Time-outs that a busy machine does not reach by itself. */
const quick = { attemptTimeoutMs: 500, retryDelayMs: 80, lookupTimeoutMs: 1_500, resubscribeDelayMs: 5 };

const SEED = freshSeed('SIDECAR_SEED');

let api: PriceApi;
let topics: InMemoryTopics;
let broker: ReturnType<typeof inMemoryBroker>;
let sidecars: Sidecar[] = [];
let errors: unknown[] = [];
let told: string[] = [];

const setUp = async (options: Partial<PriceApiOptions> = {}) => {
  api = await startPriceApi({ port: 0, delayMs: { min: 0, max: 3 }, countPerId: true, ...options });
  broker = inMemoryBroker({ markers: true, commitTurns: 3 });
  topics = broker.connect();
  await createTopics(topics);
};
const start = (options: Partial<SidecarStart> = {}): Sidecar => {
  const sidecar = startSidecar({
    topics,
    priceUrl: api.url,
    config: quick,
    log: (line) => told.push(line),
    onError: (error) => errors.push(error),
    ...options,
  });
  sidecars.push(sidecar);
  return sidecar;
};
afterEach(async () => {
  await Promise.all(sidecars.map((sidecar) => sidecar.stop()));
  await api.close();
  sidecars = [];
  errors = [];
  told = [];
});

const outcomes = async (): Promise<readonly RcCar[]> =>
  (await readAll(topics, TOPICS.priced)).map(({ value }) => rcCarSchema.parse(JSON.parse(String(value))));
const outcomesAre = (count: number, ms?: number) =>
  until(async () => (await readAll(topics, TOPICS.priced)).length >= count, ms);
const eachOnce = async (expected: readonly string[]) =>
  expect((await outcomes()).map(({ sku }) => sku).sort()).toEqual([...expected].sort());

test('prices every car once, with the API at most five deep', async () => {
  await setUp();
  const cars = skus(200);
  await topics.produce(cars.map(awaitingRecord));
  const sidecar = start();
  await outcomesAre(200);
  await eachOnce(cars);
  for (const record of await readAll(topics, TOPICS.priced)) {
    const sku = String(record.key);
    const car = awaitingCar(sku);
    const [body, engine, remoteControl, wheel] = [
      car.body.id,
      car.engine.id,
      car.remoteControl.id,
      car.wheels[0]!.id,
    ].map(priceOf) as [number, number, number, number];
    const withPrice = <T extends { part: unknown }>(part: T, price: number) => ({
      ...part,
      part: { ...(part.part as object), price },
    });
    const cents = Math.round((body + engine + remoteControl + 4 * wheel) * 100);
    expect(String(record.value)).toBe(
      JSON.stringify({
        sku,
        totalPrice: cents / 100,
        body: withPrice(car.body, body),
        engine: withPrice(car.engine, engine),
        remoteControl: withPrice(car.remoteControl, remoteControl),
        wheels: car.wheels.map((each) => withPrice(each, wheel)),
        situation: 'COMPLETE',
      }),
    );
    expect(record.timestamp).toBe(awaitingRecord(sku).timestamp);
  }
  await until(() => sidecar.stats().priced === 200);
  expect(api.stats()).toMatchObject({ requests: 800, maxInFlight: 5 });
  expect(sidecar.stats()).toMatchObject({
    requests: 800,
    maxInFlight: 5,
    failed: 0,
    retries: 0,
    carsUnderWay: 0,
  });
  expect(errors).toEqual([]);
});

test('ids that fail or hang: those cars fail, all others are priced meanwhile', async () => {
  await setUp({
    failing: (id) =>
      /^(bad|bad2)-\d+-engine/.test(id) ? 'error' : id === 'slow-0-body' ? 'hang' : undefined,
  });
  const bad = [...skus(30, 'bad'), ...skus(1, 'slow')];
  await topics.produce([...bad, ...skus(100)].map(awaitingRecord));
  const sidecar = start();
  await outcomesAre(131);
  await eachOnce([...bad, ...skus(100)]);
  const cars = await outcomes();
  for (const car of cars) {
    const failed = bad.includes(car.sku);
    expect([car.sku, car.situation]).toEqual([car.sku, failed ? 'FAILED_GET_PRICE' : 'COMPLETE']);
    if (failed)
      expect(car).toEqual({ ...awaitingCar(car.sku), totalPrice: -1, situation: 'FAILED_GET_PRICE' });
  }
  expect(api.stats().perId.get('bad-3-engine')).toBe(4);
  expect(api.stats().perId.get('bad-3-body')).toBe(1);
  expect(api.stats().maxInFlight).toBe(5);
  await until(() => sidecar.stats().failed === 31);
  expect(sidecar.stats()).toMatchObject({ priced: 100 });
  expect(sidecar.stats().retries).toBeGreaterThanOrEqual(90);
});

test('an API that hangs altogether never sees more than five requests, and every car fails', async () => {
  await setUp({ failing: () => 'hang' });
  await topics.produce(skus(10).map(awaitingRecord));
  const sidecar = start({
    config: { ...quick, attemptTimeoutMs: 20, retryDelayMs: 30, lookupTimeoutMs: 150 },
  });
  await outcomesAre(10);
  expect((await outcomes()).every(({ situation }) => situation === 'FAILED_GET_PRICE')).toBe(true);
  await eachOnce(skus(10));
  expect(api.stats().maxInFlight).toBeLessThanOrEqual(5);
  expect(sidecar.stats().maxInFlight).toBe(5);
  await until(() => api.stats().inFlight === 0);
});

test('an API that gets well again: all are priced', async () => {
  const ill = new Set<string>();
  await setUp({
    failing: (id) => {
      if (ill.has(id)) return undefined;
      ill.add(id);
      return 'error';
    },
  });
  await topics.produce(skus(20).map(awaitingRecord));
  const sidecar = start();
  await outcomesAre(20);
  expect((await outcomes()).every(({ situation }) => situation === 'COMPLETE')).toBe(true);
  expect(sidecar.stats().retries).toBe(80);
});

test('an API whose answers have another shape is told at once, counted, and said in the headers', async () => {
  await setUp();
  await topics.produce(skus(3).map(awaitingRecord));
  const reason = 'the price API answered something that is not {id, price}';
  const sidecar = start({
    client: {
      getPrice: async (id) => readPriceAnswer(id, 200, Buffer.from(`{"id":"${id}","amount":1}`)),
      close: async () => undefined,
    },
  });
  await until(() => sidecar.stats().failed === 3);
  expect(told[0]).toBe(`a request failed (other-shape): ${reason}`);
  expect(told).toContain(`a record failed (other-shape): ${reason}`);
  const { failures, failedRequests } = sidecar.stats();
  expect([failures, Object.keys(failedRequests)]).toEqual([{ 'other-shape': 3 }, ['other-shape']]);
  const records = await readAll(topics, TOPICS.priced);
  for (const { headers } of records)
    expect(headers.map(({ key, value }) => [key, String(value)])).toEqual([
      ['reason', reason],
      ['reason.code', 'other-shape'],
    ]);
});

test('what is not a car goes to the dead letters', async () => {
  await setUp();
  const bytes = Buffer.from([0xff, 0x00]);
  const { engine, ...noEngine } = awaitingCar('x');
  await topics.produce([
    { topic: TOPICS.awaitingPrice, partition: 2, key: bytes, value: bytes, timestamp: 5 },
    { topic: TOPICS.awaitingPrice, partition: 2, key: null, value: null },
    { topic: TOPICS.awaitingPrice, partition: 2, key: 'x', value: JSON.stringify(noEngine) },
    awaitingRecord('good'),
  ]);
  expect(engine.id).toBe('x-engine');
  const sidecar = start();
  await outcomesAre(1);
  await until(() => sidecar.stats().unreadable === 3);
  await eachOnce(['good']);
  const letters = await readAll(topics, TOPICS.deadLetter);
  expect(letters).toHaveLength(3);
  const raw = letters.find(({ key }) => key?.equals(bytes));
  expect(raw?.value).toEqual(bytes);
  expect(raw?.headers.map(({ key, value }) => [key, String(value)])).toEqual([
    ['reason', 'the value is not JSON'],
    ['origin.topic', TOPICS.awaitingPrice],
    ['origin.partition', '2'],
    ['origin.offset', '0'],
    ['origin.timestamp', '5'],
  ]);
});

test(`killed at random moments, again and again: each car priced exactly once (SIDECAR_SEED=${SEED})`, async () => {
  const { pause } = chanceFrom(SEED);
  const failing = new Set(['car-7-engine', 'car-70-wheel-FRONT_LEFT', 'car-100-body']);
  await setUp({ failing: (id) => (failing.has(id) ? 'error' : undefined) });
  const cars = skus(150);
  await topics.produce(cars.map(awaitingRecord));
  const config = { ...quick, retryDelayMs: 15 };
  for (let life = 0; life < 25; life++) {
    const process = broker.connect();
    const sidecar = start({ topics: process, config });
    await pause(5, 45);
    process.kill();
    void sidecar.stop();
  }
  start({ config });
  await outcomesAre(150);
  await Promise.all(sidecars.map((sidecar) => sidecar.stop())); // nothing can come after
  await eachOnce(cars);
  const failed = (await outcomes()).filter(({ situation }) => situation === 'FAILED_GET_PRICE');
  expect(failed.map(({ sku }) => sku).sort()).toEqual(['car-100', 'car-7', 'car-70']);
});

test(`others join and leave meanwhile: each car priced exactly once (SIDECAR_SEED=${SEED})`, async () => {
  const { pause } = chanceFrom(SEED);
  await setUp();
  const cars = skus(300);
  await topics.produce(cars.map(awaitingRecord));
  start();
  for (let i = 0; i < 8; i++) {
    const guest = start({ topics: broker.connect() });
    await pause(5, 45);
    await guest.stop();
  }
  await outcomesAre(300);
  await Promise.all(sidecars.map((sidecar) => sidecar.stop())); // nothing can come after
  await eachOnce(cars);
});

test(`topics that fail now and then: it subscribes again, each car priced exactly once (SIDECAR_SEED=${SEED})`, async () => {
  const { random } = chanceFrom(SEED);
  await setUp();
  const cars = skus(100);
  await topics.produce(cars.map(awaitingRecord));
  const shaky: typeof topics = {
    ...topics,
    subscribe: async (options) => {
      if (random() < 0.2) throw new Error('subscribe failed');
      const subscription = await topics.subscribe(options);
      return {
        close: () => subscription.close(),
        poll: async (max, signal) => {
          if (random() < 0.05) throw new Error('poll failed');
          return subscription.poll(max, signal);
        },
        commit: async (results, offsets) => {
          const fate = random();
          if (fate < 0.05) throw new Error('commit failed');
          await subscription.commit(results, offsets);
          if (fate < 0.1) throw new Error('commit happened, but who knows');
        },
      };
    },
  };
  start({ topics: shaky });
  await outcomesAre(100);
  await Promise.all(sidecars.map((sidecar) => sidecar.stop())); // nothing can come after
  await eachOnce(cars);
  expect(api.stats().maxInFlight).toBe(5);
});

test('takes up no more than maxCars', async () => {
  await setUp({ failing: (id) => (id.endsWith('-body') ? 'error' : undefined) });
  await topics.produce(skus(60).map(awaitingRecord));
  const sidecar = start({ config: { ...quick, maxCars: 7 } });
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, sidecar.stats().carsUnderWay);
  }, 1);
  await until(() => sidecar.stats().failed >= 14);
  clearInterval(watch);
  expect(most).toBe(7);
});

test('a backlog is not taken up further ahead than the slots need', async () => {
  await setUp({ delayMs: { min: 20, max: 20 } });
  await topics.produce(skus(500).map(awaitingRecord));
  const sidecar = start();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, sidecar.stats().carsUnderWay);
  }, 1);
  await outcomesAre(20);
  clearInterval(watch);
  expect(most).toBeLessThan(12);
});

test.each([0, 1, 3, 5])(
  'stops at once, with %d requests under way, while the API hangs',
  async (requests) => {
    await setUp({ failing: () => 'hang' });
    await topics.produce(skus(20).map(awaitingRecord));
    const stop = new AbortController();
    const sidecar = start({ signal: stop.signal, config: {}, clock: fakeClock() });
    await until(() => api.stats().inFlight >= requests);
    await sidecar.stop(); // waits for no time-out: its clock stands still
    await until(() => api.stats().inFlight === 0);
    expect(await outcomes()).toEqual([]);
  },
);

test('stops within two seconds while a commit never ends', async () => {
  await setUp();
  await topics.produce(skus(20).map(awaitingRecord));
  const process = broker.connect();
  const clock = fakeClock();
  const sidecar = start({ topics: process, clock });
  await outcomesAre(1);
  process.kill();
  const stopped = sidecar.stop();
  await clock.advance(2_000); // no later than this, by its clock
  await stopped;
  sidecars = []; // stopped again, it would wait for its clock again
});

test('its signal stops it, and another takes over', async () => {
  await setUp();
  await topics.produce(skus(100).map(awaitingRecord));
  const stop = new AbortController();
  start({ signal: stop.signal });
  await outcomesAre(20);
  stop.abort();
  start({ topics: broker.connect() });
  await outcomesAre(100);
  await eachOnce(skus(100));
});

test('notes that are not its own stop it from guessing', async () => {
  await setUp();
  const other = await topics.subscribe({
    group: 'sidecar',
    topics: [TOPICS.awaitingPrice],
    from: 'earliest',
  });
  await other.commit([], [{ topic: TOPICS.awaitingPrice, partition: 0, offset: 0, metadata: 'not ours!' }]);
  await other.close();
  await topics.produce(skus(10).map(awaitingRecord));
  start();
  await until(() => errors.length > 0);
  expect(String(errors[0])).toContain('not a list of offsets');
  expect(await outcomes()).toEqual([]);
});

test('refuses a wrong configuration', () => {
  const wrong = { attemptTimeoutMs: 5, lookupTimeoutMs: 4, slots: 0, typo: 1 };
  expect(() => startSidecar({ topics, priceUrl: 'http://localhost', config: wrong })).toThrow(
    expect.objectContaining({ code: 'USAGE' }),
  );
});
