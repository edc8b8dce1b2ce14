import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { TOPICS } from '../../../../../src/contracts/topic-names.ts';
import { startPriceApi } from '../../../../../src/price-api/price-api.ts';
import { startSidecar } from '../../../../../src/sidecar/sidecar.ts';
import { awaitingRecord, createTopics, skus } from '../../../../../test/sidecar/cars.ts';
import { kafkaSettings } from '../../../src/topics/kafka/kafka-settings.ts';
import { connectKafkaTopics } from '../../../src/topics/kafka/kafka-topics.ts';
import { type KafkaBroker, startKafkaBroker } from '../../support/kafka-broker/kafka-broker.ts';
import { describeOnKafka } from '../../support/kafka-broker/on-kafka.ts';
import { seenByKafkajs } from './kafkajs-client.ts';

jest.setTimeout(600_000);

/** A broker of its own, to be killed: not with a broker that others use. */
const describeWithOwnBroker = process.env.KAFKA_BOOTSTRAP ? describe.skip : describeOnKafka;

describeWithOwnBroker('the broker away', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rccar-kafka-away-'));
  let broker: KafkaBroker | undefined;
  afterAll(async () => {
    await broker?.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  test('killed in the middle and brought back: the sidecar continues by itself, each car priced once', async () => {
    broker = await startKafkaBroker(join(folder, 'broker'));
    const { bootstrap } = broker;
    const topics = await connectKafkaTopics(kafkaSettings({ KAFKA_BOOTSTRAP: bootstrap }));
    await createTopics(topics);
    const cars = skus(300);
    await topics.produce(cars.map(awaitingRecord));
    const api = await startPriceApi({ port: 0, delayMs: { min: 0, max: 20 } });
    const errors: unknown[] = [];
    const sidecar = startSidecar({
      topics,
      priceUrl: api.url,
      config: { resubscribeDelayMs: 100 },
      onError: (error) => errors.push(error),
    });
    while (sidecar.stats().priced < 30) await new Promise((resolve) => setTimeout(resolve, 5));
    await broker.kill();
    const during = await topics.list().catch((error: unknown) => error);
    expect(during).toMatchObject({ code: 'KAFKA_AWAY' });
    await broker.restart();
    const seen = await seenByKafkajs(bootstrap, TOPICS.priced, cars.length, { waitMs: 150_000 });
    expect(seen.map(({ key }) => key).sort()).toEqual([...cars].sort());
    await sidecar.stop();
    await topics.close();
    await api.close();
    for (const error of errors) expect(error).toMatchObject({ name: 'CommandError' });
  });
});
