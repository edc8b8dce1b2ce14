import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { type KafkaSettings, kafkaSettings } from '../../../src/topics/kafka/kafka-settings.ts';
import { connectKafkaTopics, type KafkaTopicsOptions } from '../../../src/topics/kafka/kafka-topics.ts';
import {
  type Callback,
  type ClientConfig,
  loadNative,
  type NativeMessage,
} from '../../../src/topics/kafka/native/native-client.ts';
import type { TopicRecord, Topics } from '../../../src/topics/port.ts';
import { SASL_USER } from '../../support/kafka-broker/kafka-broker.ts';
import { describeOnKafka } from '../../support/kafka-broker/on-kafka.ts';

jest.setTimeout(120_000);

describeOnKafka('Kafka, when something is wrong', ({ bootstrap, sasl, ssl, ca }) => {
  const open: Topics[] = [];
  const connect = async (settings: KafkaSettings, options: KafkaTopicsOptions = {}) => {
    const topics = await connectKafkaTopics(settings, options);
    open.push(topics);
    return topics;
  };
  const refusal = async (settings: KafkaSettings) => {
    const error: unknown = await connectKafkaTopics(settings, { connectTimeoutMs: 5_000 }).catch((e) => e);
    expect(error).toBeInstanceOf(Error);
    return error as Error;
  };
  const plain = kafkaSettings({ KAFKA_BOOTSTRAP: bootstrap });
  const newTopic = async (topics: Topics) => {
    const name = `failures-${randomUUID()}`;
    await topics.create([{ name, partitions: 2 }]);
    return name;
  };
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });

  test('nobody listens: KAFKA_AWAY', async () => {
    const error = await refusal(kafkaSettings({ KAFKA_BOOTSTRAP: '127.0.0.1:1' }));
    expect(error).toMatchObject({ code: 'KAFKA_AWAY', exitCode: 10 });
    expect(error.message).toContain('Kafka at 127.0.0.1:1');
    expect(error.message).toContain('Connection refused');
  });

  const own = sasl === undefined || ssl === undefined ? test.skip : test;

  own('a wrong password: KAFKA_REFUSED, and the password is not told; the right one is let in', async () => {
    const env = {
      KAFKA_BOOTSTRAP: sasl,
      KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
      KAFKA_SASL_USERNAME: SASL_USER.username,
    };
    const error = await refusal(kafkaSettings({ ...env, KAFKA_SASL_PASSWORD: 'hunter2' }));
    expect(error).toMatchObject({ code: 'KAFKA_REFUSED', exitCode: 11 });
    expect(error.message).not.toContain('hunter2');
    const topics = await connect(kafkaSettings({ ...env, KAFKA_SASL_PASSWORD: SASL_USER.password }));
    expect(Array.isArray(await topics.list())).toBe(true);
  });

  own('TLS: a certificate that is not trusted is refused, one that is is not', async () => {
    const env = { KAFKA_BOOTSTRAP: ssl, KAFKA_SECURITY_PROTOCOL: 'SSL' };
    expect(await refusal(kafkaSettings(env))).toMatchObject({ code: 'KAFKA_REFUSED' });
    const topics = await connect(kafkaSettings({ ...env, KAFKA_SSL_CA_LOCATION: ca }));
    expect(Array.isArray(await topics.list())).toBe(true);
  });

  test('a topic that is not there is named, and not made', async () => {
    const topics = await connect(plain);
    const name = `none-${randomUUID()}`;
    const unknown = { code: 'TOPIC_UNKNOWN' };
    await expect(topics.produce([{ topic: name, key: 'k', value: 'v' }])).rejects.toMatchObject(unknown);
    await expect(topics.subscribe({ group: name, topics: [name], from: 'earliest' })).rejects.toMatchObject(
      unknown,
    );
    expect(await topics.list()).not.toContain(name);
  });

  test('other partition counts: TOPIC_PARTITIONS, with both numbers', async () => {
    const topics = await connect(plain);
    const name = await newTopic(topics);
    const refused = topics.create([{ name, partitions: 4 }]);
    await expect(refused).rejects.toMatchObject({ code: 'TOPIC_PARTITIONS' });
    await expect(refused).rejects.toThrow(`${name} has 2 partitions and must have 4`);
  });

  test('a consumer that stops without a word is noticed, and a new subscription continues', async () => {
    const native = await loadNative();
    let stopped = false;
    /** Falls silent as a member of a group; what reads outside of groups continues. */
    class Silent extends native.KafkaConsumer {
      private readonly member: boolean;
      constructor(config: ClientConfig) {
        super(config);
        this.member = 'session.timeout.ms' in config;
      }
      override consume(max: number, done: Callback<readonly NativeMessage[]>) {
        if (stopped && this.member) done(null, []);
        else super.consume(max, done);
      }
    }
    const load = async () => ({
      Producer: native.Producer,
      KafkaConsumer: Silent,
      AdminClient: native.AdminClient,
      OffsetSpec: native.OffsetSpec,
    });
    const topics = await connect(plain, { load, stallMs: 1_000 });
    const other = await connect(plain);
    const name = await newTopic(topics);
    const wanted = { group: name, topics: [name], from: 'earliest' as const };
    const subscription = await topics.subscribe(wanted);
    await topics.produce([{ topic: name, key: 'k', value: '1' }]);
    expect(await subscription.poll(10)).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 2_500)); // only the end of a transaction is left: no stall
    expect(await subscription.poll(10, AbortSignal.timeout(10))).toEqual([]);
    stopped = true;
    await other.produce([{ topic: name, key: 'k', value: '2' }]);
    await expect(subscription.poll(10)).rejects.toThrow('the consumer has stopped');
    stopped = false;
    await subscription.close();
    expect(await (await topics.subscribe(wanted)).poll(10)).not.toEqual([]);
  });

  test('whoever polls slowly gets every record once, in order, and holds few', async () => {
    const topics = await connect(plain);
    const name = await newTopic(topics);
    const count = 9_000;
    await topics.produce(
      Array.from({ length: count }, (_, i) => ({ topic: name, key: `k${i}`, value: `${i}` })),
    );
    const subscription = await topics.subscribe({ group: name, topics: [name], from: 'earliest' });
    const seen: TopicRecord[] = [];
    while (seen.length < count) {
      seen.push(...(await subscription.poll(97)));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const partition of [0, 1]) {
      const values = seen.filter((each) => each.partition === partition).map(({ value }) => Number(value));
      expect(values).toEqual([...values].sort((x, y) => x - y));
    }
    expect(new Set(seen.map(({ value }) => String(value))).size).toBe(count);
  });

  test('a key or a value of no bytes is not null', async () => {
    const topics = await connect(plain);
    const name = await newTopic(topics);
    await topics.produce([{ topic: name, partition: 0, key: '', value: Buffer.alloc(0) }]);
    const subscription = await topics.subscribe({ group: name, topics: [name], from: 'earliest' });
    const [record] = await subscription.poll(1);
    expect([record?.key?.length, record?.value?.length]).toEqual([0, 0]);
  });
});
