import type {
  Callback,
  NativeAdmin,
  NativeError,
  NativeKafka,
} from '../../../src/topics/kafka/native/native-client.ts';
import { TopicAdmin } from '../../../src/topics/kafka/topic-admin.ts';

const AWAY = Object.assign(new Error('Local: Broker transport failure'), { code: -195 }) as NativeError;

/** A broker's admin half that says what it is asked, and may be away. */
function adminOn() {
  const asked: string[] = [];
  const created: object[] = [];
  const topics = new Map<string, number>([['there', 2]]);
  let isAway = false;
  let now = 0;
  const told = <T>(name: string, done: Callback<T>, result: () => T): void => {
    asked.push(name);
    if (isAway) done(AWAY, undefined as T);
    else done(undefined, result());
  };
  const native: NativeAdmin = {
    listTopics: (_, done) => told('list', done, () => [...topics.keys()]),
    describeTopics: (names, _, done) =>
      told('describe', done, () =>
        names.flatMap((name) => {
          const count = topics.get(name);
          const unknown = { message: 'unknown', code: /^[\w.-]+$/.test(name) ? 3 : 17 };
          if (count === undefined) return [{ name, partitions: [], error: unknown }];
          return [
            { name, partitions: Array.from({ length: count }, (_unused, partition) => ({ partition })) },
          ];
        }),
      ),
    listOffsets: (partitions, _, done) =>
      told('offsets', done, () =>
        partitions.map(({ topic, partition }) => ({ topic, partition, offset: 7 })),
      ),
    createTopic: (topic, _, done) =>
      told('create', done, () => {
        created.push(topic.config);
        topics.set(topic.topic, topic.num_partitions);
      }),
    disconnect: () => undefined,
  };
  const kafka = { OffsetSpec: { EARLIEST: {}, LATEST: {} } } as unknown as NativeKafka;
  return {
    admin: new TopicAdmin(kafka, native, 'kafka:9092', () => now),
    pass: (ms: number) => {
      now += ms;
    },
    created,
    goAway: () => {
      isAway = true;
    },
    comeBack: () => {
      isAway = false;
    },
    /** What was asked since it was last looked at. */
    asked: () => asked.splice(0),
  };
}

test('while the broker is away only what waits quietly is asked', async () => {
  const { admin, asked, goAway, comeBack, pass } = adminOn();
  await admin.ranges('there');
  expect(asked()).toEqual(['list', 'describe', 'offsets', 'offsets']);
  goAway();
  await expect(admin.ranges('there')).rejects.toMatchObject({ code: 'KAFKA_AWAY' });
  expect(asked()).toEqual(['describe']);
  for (let i = 0; i < 3; i++)
    await expect(admin.rangeOf('there', [0])).rejects.toMatchObject({ code: 'KAFKA_AWAY' });
  expect(new Set(asked())).toEqual(new Set(['list']));
  comeBack();
  await admin.ranges('there');
  expect(asked()).toEqual(['list', 'describe', 'offsets', 'offsets']);
  pass(1_000);
  await admin.ranges('there');
  expect(asked()).toEqual(['describe', 'offsets', 'offsets']);
  pass(1_001);
  goAway();
  await expect(admin.ranges('there')).rejects.toMatchObject({ code: 'KAFKA_AWAY' });
  expect(asked()).toEqual(['list']);
});

test('an error that the client tells is reason enough to ask quietly first', async () => {
  const { admin, asked, goAway } = adminOn();
  await admin.ranges('there');
  asked();
  admin.suspect();
  goAway();
  await expect(admin.ranges('there')).rejects.toMatchObject({ code: 'KAFKA_AWAY' });
  expect(asked()).toEqual(['list']);
});

test('a topic whose last records of each key are enough is compacted, in segments that get full', async () => {
  const { admin, created } = adminOn();
  await admin.create([
    { name: 'progress', partitions: 1, retentionMs: -1, compacted: true },
    { name: 'plain', partitions: 1 },
  ]);
  expect(created).toEqual([
    {
      'retention.ms': '-1',
      'cleanup.policy': 'compact',
      'segment.bytes': '1048576',
      'min.cleanable.dirty.ratio': '0.1',
    },
    {},
  ]);
});

test('a topic that is not there, or has a name that none can have, has no ranges', async () => {
  const { admin } = adminOn();
  expect(await admin.ranges('there')).toHaveLength(2);
  expect(await admin.ranges('nowhere')).toBeUndefined();
  expect(await admin.ranges('no name')).toBeUndefined();
});
