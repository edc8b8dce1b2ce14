import type { Topics } from 'ksqlite/topics';
import {
  chooseEmbedded,
  chooseKafka,
  kafkaAway,
  startCommand,
} from '../../../packages/ksqlite/test/support/command-context.ts';
import { inMemoryBroker } from '../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { LINE_TOPICS } from '../../../src/line/topics/line-topics.ts';
import { type PriceApi, startPriceApi } from '../../../src/price-api/price-api.ts';
import { sidecarCommand } from '../../../src/sidecar/command/sidecar-command.ts';
import { until } from '../../support/line-process.ts';
import { awaitingRecord } from '../cars.ts';

let api: PriceApi;
beforeAll(async () => {
  api = await startPriceApi({ port: 0, delayMs: { min: 0, max: 20 } });
});
afterAll(() => api.close());

async function all(topics: Topics, name: string) {
  const ranges = (await topics.ranges(name)) ?? [];
  const reads = ranges.map(({ partition, end }) => topics.read(name, partition, 0, end));
  return (await Promise.all(reads)).flat();
}

describe('npm run sidecar', () => {
  it('prices cars and collects dead letters until it is stopped', async () => {
    const { connect } = inMemoryBroker();
    const topics = connect();
    await topics.create(LINE_TOPICS);
    await topics.produce([
      ...Array.from({ length: 10 }, (_, i) => awaitingRecord(`car-${i}`)),
      { topic: TOPICS.body, key: 'car-1', value: '{"id":"b-1","weight":1.5}' },
      { topic: TOPICS.body, key: 'car-2', value: '{"id":' },
      { topic: TOPICS.wheel, key: 'car-2', value: '{"id":"w","placement":"MIDDLE"}' },
      { topic: TOPICS.engine, key: null, value: '{"id":"e"}' },
      { topic: TOPICS.engine, key: 'car-3', value: '{"id":"e-3"}' },
    ]);
    const run = startCommand(sidecarCommand(chooseKafka(connect)), ['--json', '--slots', '3'], {
      env: { PRICE_URL: api.url },
    });
    await until(
      'all is priced and told',
      async () =>
        (await all(topics, TOPICS.priced)).length === 10 &&
        (await all(topics, TOPICS.deadLetter)).length === 3,
      20_000,
    );
    run.stop();
    expect(await run.ended).toBe(0);
    expect(JSON.parse(run.stdout())).toMatchObject({
      pricing: { priced: 10, failed: 0, maxInFlight: 3 },
      deadLetters: { letters: 3 },
    });
    const reasons = (await all(topics, TOPICS.deadLetter)).map(({ headers }) =>
      String(headers.find(({ key }) => key === 'reason')?.value),
    );
    expect(reasons.sort()).toEqual([
      expect.stringMatching(/JSON/),
      'the record has no key: it belongs to no car',
      expect.stringMatching(/placement is none of/),
    ]);
  });

  it('waits for a price API that is not there yet, and gives up after --wait', async () => {
    const { connect } = inMemoryBroker();
    await connect().create(LINE_TOPICS);
    const gone = await startPriceApi({ port: 0 });
    await gone.close();
    const argv = ['--price-url', gone.url, '--wait', '1'];
    const run = startCommand(sidecarCommand(chooseKafka(connect)), argv);
    await expect(run.ended).rejects.toMatchObject({
      code: 'PRICE_API',
      message: expect.stringMatching(/the price API at http.* does not answer \(ECONNREFUSED\); gave up/),
    });
  });

  it('gives up when the broker goes away for longer than --wait, and not before', async () => {
    const { connect } = inMemoryBroker();
    await connect().create(LINE_TOPICS);
    let away = false;
    const choose = chooseKafka(() => {
      const topics = connect();
      const whileThere = async <T>(answer: () => Promise<T>) => {
        if (away) throw kafkaAway();
        return answer();
      };
      return { ...topics, ranges: (topic) => whileThere(() => topics.ranges(topic)) };
    });
    const run = startCommand(sidecarCommand(choose), ['--wait', '1', '--price-url', api.url]);
    run.ended.catch(() => undefined);
    setTimeout(() => {
      away = true;
    }, 1_000);
    await expect(run.ended).rejects.toMatchObject({ code: 'KAFKA_AWAY' });
  });

  it('does not wait for what waiting does not help', async () => {
    const { connect } = inMemoryBroker();
    await connect().create([...LINE_TOPICS.slice(0, 8), { name: TOPICS.deadLetter, partitions: 1 }]);
    const run = startCommand(sidecarCommand(chooseKafka(connect)), ['--price-url', api.url]);
    await expect(run.ended).rejects.toMatchObject({
      code: 'TOPIC_PARTITIONS',
      message: expect.stringContaining('rccar-dead-letter has 1, wants 4'),
    });
  });

  it.each([
    [[], {}, /^PRICE_URL: is not set/],
    [[], { PRICE_URL: 'localhost' }, /^PRICE_URL: got "localhost"/],
    [['--price-url', 'http://x', '--slots', '0'], {}, /^--slots: got "0"/],
    [['--price-url', 'http://x'], {}, /^KAFKA_BOOTSTRAP: is not set/],
  ])('says what is wrong with %j and %j', async (argv, env, message) => {
    const run = startCommand(sidecarCommand(chooseEmbedded), argv, { env });
    await expect(run.ended).rejects.toMatchObject({ code: 'USAGE', message: expect.stringMatching(message) });
  });
});
