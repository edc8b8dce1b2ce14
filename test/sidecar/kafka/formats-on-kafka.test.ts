import { randomUUID } from 'node:crypto';
import { openDatabase } from 'ksqlite';
import { connectKafkaTopics, kafkaSettings } from 'ksqlite/kafka';
import { connectSchemaRegistry, schemaIdIn } from 'ksqlite/schemas';
import { type KsqlServer, startKsqlServer } from 'ksqlite/server';
import type { Topics } from 'ksqlite/topics';
import { chooseKafka, startCommand } from '../../../packages/ksqlite/test/support/command-context.ts';
import { inMemoryBroker } from '../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { describeOnKafka } from '../../../packages/ksqlite/test/support/kafka-broker/on-kafka.ts';
import { prefixedTopics } from '../../../packages/ksqlite/test/topics/kafka/prefixed-topics.ts';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { createTopicsCommand } from '../../../src/line/commands/topics/create-topics-command.ts';
import { asJson } from '../../../src/line/format/line-schemas.ts';
import { lineScripts } from '../../../src/line/sql-folder.ts';
import { type PriceApi, startPriceApi } from '../../../src/price-api/price-api.ts';
import { produceCommand } from '../../../src/producer/produce-command/produce-command.ts';
import { sidecarCommand } from '../../../src/sidecar/command/sidecar-command.ts';
import { carLines, inputFile, seeded, unreadableLines } from '../../support/input-cars.ts';
import { awaitingRecord, readAll, skus } from '../cars.ts';

/**
 * The line's commands on a broker, in Avro, with a Schema Registry of another process's kind: over HTTP. What ksqlDB does between
 * them, an engine in memory does: it registers what the statements write.
 */
const DIRTY = unreadableLines('dirty', 0);
const INPUT = inputFile([...carLines('whole', 0, seeded(5)), ...DIRTY]);

async function linesInAvro(connect: () => Topics | Promise<Topics>): Promise<void> {
  const own = await openDatabase();
  const served: KsqlServer = await startKsqlServer({
    database: own,
    host: '127.0.0.1',
    port: 0,
    registry: { host: '127.0.0.1', port: 0 },
  });
  const url = served.registryUrl!;
  const registry = connectSchemaRegistry(url);
  const api: PriceApi = await startPriceApi({ port: 0, delayMs: { min: 0, max: 5 } });
  const env = { SCHEMA_REGISTRY_URL: url, LINE_FORMAT: 'avro', PRICE_URL: api.url };
  const choose = chooseKafka(async () => connect());
  const raw = await connect();
  try {
    const creating = startCommand(createTopicsCommand(choose), ['--json'], { env });
    expect(await creating.ended).toBe(0);
    expect(JSON.parse(creating.stdout()).registered).toEqual([
      'rccar-body-value',
      'rccar-engine-value',
      'rccar-remote-control-value',
      'rccar-wheel-value',
    ]);
    const ksqldb = await openDatabase({ properties: { 'ksql.schema.registry.url': url } });
    for (const { text } of lineScripts('avro')) await ksqldb.execute(text);
    await ksqldb.close();

    const producing = startCommand(produceCommand(choose), ['--input', INPUT, '--rate', 'max', '--json'], {
      env,
    });
    expect(await producing.ended).toBe(0);
    const cars = skus(20);
    await asJson(raw, registry).produce(cars.map(awaitingRecord));

    const sidecar = startCommand(sidecarCommand(choose), ['--json'], { env });
    const priced = async () => readAll(raw, TOPICS.priced);
    const letters = async () => readAll(raw, TOPICS.deadLetter);
    // ends are cheap to ask for, and count the ends of transactions as well
    const ends = async (topic: string) =>
      ((await raw.ranges(topic)) ?? []).reduce((sum, { end }) => sum + end, 0);
    const isDone = async () =>
      (await ends(TOPICS.priced)) >= cars.length &&
      (await ends(TOPICS.deadLetter)) >= DIRTY.length &&
      (await priced()).length === cars.length &&
      (await letters()).length === DIRTY.length;
    while (!(await isDone()))
      await Promise.race([
        new Promise((resolve) => setTimeout(resolve, 300)),
        sidecar.ended.then((code) => Promise.reject(new Error(`ended with ${code}: ${sidecar.stderr()}`))),
      ]);
    sidecar.stop();
    expect(await sidecar.ended).toBe(0);

    for (const { value } of await priced()) expect(schemaIdIn(value)).toBeGreaterThan(0);
    const read = (await readAll(asJson(raw, registry), TOPICS.priced)).map(({ value }) =>
      JSON.parse(String(value)),
    );
    expect(read.map(({ sku }) => sku).sort()).toEqual([...cars].sort());
    expect(read[0]).toMatchObject({
      situation: 'COMPLETE',
      wheels: [{ placement: 'FRONT_LEFT' }, {}, {}, {}],
    });
    const reasons = (await letters()).map(({ headers }) =>
      String(headers.find(({ key }) => key === 'reason')?.value),
    );
    expect(reasons).toHaveLength(DIRTY.length);
    for (const reason of ['Unknown magic byte!', 'the part has no id', 'the record has no value'])
      expect(reasons).toContain(reason);
    expect(reasons).toContainEqual(expect.stringMatching(/^Error retrieving Avro value schema for id \d+$/));
  } finally {
    await raw.close();
    await registry.close();
    await served.close();
    await own.close();
    await api.close();
  }
}

test('the line’s commands in Avro, with a Schema Registry over HTTP', async () => {
  const { connect } = inMemoryBroker();
  await linesInAvro(connect);
});

test('without the address of a Schema Registry a format with schemas is refused', async () => {
  const { connect } = inMemoryBroker();
  for (const command of [createTopicsCommand, produceCommand, sidecarCommand])
    await expect(
      startCommand(command(chooseKafka(connect)), ['--format', 'avro'], { env: { PRICE_URL: 'http://x' } })
        .ended,
    ).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(/^SCHEMA_REGISTRY_URL: is not set/),
    });
});

describeOnKafka('on Kafka', ({ bootstrap }) => {
  test('the same', async () => {
    const prefix = `${randomUUID().slice(0, 8)}-`;
    await linesInAvro(async () =>
      prefixedTopics(await connectKafkaTopics(kafkaSettings({ KAFKA_BOOTSTRAP: bootstrap })), prefix),
    );
  });
});
