import { randomUUID } from 'node:crypto';
import type {
  CommittedOffset,
  OutgoingRecord,
  Subscription,
  TopicRecord,
  Topics,
} from '../../src/topics/port.ts';

/** Keys with their 32-bit hashes in Kafka's own tests (UtilsTest.testMurmur2). */
const MURMUR2: readonly (readonly [string, number])[] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

/**
 * What every implementation of the topics port must do. `connect` gives one process's view of one and the same log:
 * it is called several times in a test. Topics and groups have names of their own in each test.
 */
export function topicsSuite(
  name: string,
  connect: () => Promise<Topics>,
  { waitMs = 20_000 }: { readonly waitMs?: number } = {},
): void {
  describe(`topics port: ${name}`, () => {
    const open: Topics[] = [];
    const subscriptions: Subscription[] = [];
    let topics: Topics;
    let a: string;
    let b: string;
    let group: string;

    const another = async () => {
      const other = await connect();
      open.push(other);
      return other;
    };
    const subscribe = async (
      options: Partial<Parameters<Topics['subscribe']>[0]> = {},
      on: Topics = topics,
    ): Promise<Subscription> => {
      const subscription = await on.subscribe({ group, topics: [a], from: 'earliest', ...options });
      subscriptions.push(subscription);
      return subscription;
    };

    beforeEach(async () => {
      const id = randomUUID();
      [a, b, group] = [`suite-a-${id}`, `suite-b-${id}`, `suite-${id}`];
      topics = await another();
      await topics.create([
        { name: a, partitions: 4 },
        { name: b, partitions: 4 },
      ]);
    });
    afterEach(async () => {
      for (const subscription of subscriptions.splice(0)) await subscription.close();
      for (const each of open.splice(0)) await each.close();
    });

    /** Polls until `count` records are there. */
    const pollMany = async (subscription: Subscription, count: number): Promise<TopicRecord[]> => {
      const records: TopicRecord[] = [];
      const late = AbortSignal.timeout(waitMs);
      while (records.length < count && !late.aborted)
        records.push(...(await subscription.poll(count - records.length, late)));
      return records;
    };
    const until = async (done: () => boolean) => {
      for (const end = Date.now() + waitMs; !done() && Date.now() < end; )
        await new Promise((resolve) => setTimeout(resolve, 5));
      expect(done()).toBe(true);
    };
    const readNow = async (topic: string): Promise<TopicRecord[]> => {
      const records: TopicRecord[] = [];
      for (const { partition, start } of (await topics.ranges(topic)) ?? [])
        records.push(...(await topics.read(topic, partition, start, 10_000)));
      return records;
    };
    /** All of a topic once there are `count`: on Kafka what is committed is seen a moment after the commit. */
    const readAll = async (topic: string, count: number): Promise<TopicRecord[]> => {
      for (const end = Date.now() + waitMs; ; ) {
        const records = await readNow(topic);
        if (records.length >= count || Date.now() > end) return records;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const values = (records: readonly TopicRecord[]) => records.map(({ value }) => String(value)).sort();
    const numbered = (count: number, partition?: number): OutgoingRecord[] =>
      Array.from({ length: count }, (_, i) => ({ topic: a, key: `k${i}`, value: `v${i}`, partition }));
    const past = ({ topic, partition, offset }: TopicRecord, metadata = ''): CommittedOffset => ({
      topic,
      partition,
      offset: offset + 1,
      metadata,
    });

    test('creates topics once, lists them, and refuses another number of partitions', async () => {
      await topics.create([{ name: a, partitions: 4 }]);
      expect(await topics.list()).toEqual(expect.arrayContaining([a, b]));
      await expect(topics.create([{ name: a, partitions: 3 }])).rejects.toThrow();
      expect((await topics.ranges(a))?.map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
      expect(await topics.ranges(`${a}-none`)).toBeUndefined();
    });

    test('keeps bytes, nulls, headers and timestamps', async () => {
      const bytes = Buffer.from([0, 255, 10, 128]);
      await topics.produce([
        {
          topic: a,
          partition: 1,
          key: bytes,
          value: bytes,
          timestamp: 1_700_000_000_123,
          headers: [
            { key: 'h', value: bytes },
            { key: 'h', value: Buffer.from('2') },
          ],
        },
        { topic: a, partition: 1, key: null, value: null, timestamp: 1_700_000_000_124 },
        { topic: a, partition: 1, key: 'text', value: 'ü' },
      ]);
      const [first, second, third] = await readAll(a, 3);
      expect(first).toMatchObject({ topic: a, partition: 1, offset: 0, timestamp: 1_700_000_000_123 });
      expect(first?.key).toEqual(bytes);
      expect(first?.value).toEqual(bytes);
      expect(first?.headers).toEqual([
        { key: 'h', value: bytes },
        { key: 'h', value: Buffer.from('2') },
      ]);
      expect(second).toMatchObject({ key: null, value: null, headers: [] });
      expect(String(third?.value)).toBe('ü');
      expect(Math.abs((third?.timestamp ?? 0) - Date.now())).toBeLessThan(60_000);
    });

    test('puts keys where Kafka puts them', async () => {
      await topics.produce(MURMUR2.map(([key]) => ({ topic: a, key, value: key })));
      for (const record of await readAll(a, MURMUR2.length)) {
        const [, hash = 0] = MURMUR2.find(([key]) => key === String(record.key)) ?? [];
        expect([String(record.key), record.partition]).toEqual([String(record.key), (hash & 0x7fffffff) % 4]);
      }
    });

    test('reads a part, and none at the end, at once', async () => {
      await topics.produce(numbered(5, 2));
      await readAll(a, 5);
      expect(values(await topics.read(a, 2, 1, 3))).toEqual(['v1', 'v2', 'v3']);
      const end = (await topics.ranges(a))?.[2]?.end ?? 0;
      expect(end).toBeGreaterThanOrEqual(5);
      expect(await topics.read(a, 2, end, 3)).toEqual([]);
    });

    test('produces all or none', async () => {
      await expect(
        topics.produce([...numbered(1), { topic: `${a}-none`, key: 'x', value: 'x' }]),
      ).rejects.toThrow();
      expect(await readNow(a)).toEqual([]);
    });

    test('polls everything from the earliest, each partition in order', async () => {
      await topics.produce(numbered(200));
      const records = await pollMany(await subscribe(), 200);
      expect(values(records)).toEqual(values(await readAll(a, 200)));
      for (const partition of [0, 1, 2, 3]) {
        const offsets = records
          .filter((record) => record.partition === partition)
          .map(({ offset }) => offset);
        expect(offsets).toEqual([...offsets].sort((x, y) => x - y));
      }
    });

    test('polls only what is new from the latest', async () => {
      await topics.produce(numbered(5));
      await readAll(a, 5);
      let assigned = 0;
      const subscription = await subscribe({
        from: 'latest',
        onAssigned: (partitions) => {
          assigned += partitions.length;
        },
      });
      const polled = pollMany(subscription, 1);
      await until(() => assigned === 4);
      await topics.produce([{ topic: a, key: 'new', value: 'new' }]);
      expect(values(await polled)).toEqual(['new']);
    });

    test('a poll waits, and ends with its signal or its subscription', async () => {
      const subscription = await subscribe();
      expect(await subscription.poll(10, AbortSignal.timeout(50))).toEqual([]);
      const waiting = subscription.poll(10);
      await topics.produce(numbered(1));
      expect(await waiting).toHaveLength(1);
      const last = subscription.poll(10);
      await subscription.close();
      expect(await last).toEqual([]);
    });

    test('commits results and offsets together, with the notes', async () => {
      await topics.produce(numbered(4, 1));
      const first = await subscribe();
      const [, second] = await pollMany(first, 4);
      const notes = 'n'.repeat(4_000);
      await first.commit([{ topic: b, key: 'r', value: 'result' }], [past(second!, notes)]);
      expect(values(await readAll(b, 1))).toEqual(['result']);
      await first.close();

      const assigned: CommittedOffset[] = [];
      const next = await subscribe({ onAssigned: (partitions) => assigned.push(...partitions) });
      expect(values(await pollMany(next, 2))).toEqual(['v2', 'v3']);
      expect(assigned).toHaveLength(4);
      expect(assigned).toContainEqual(past(second!, notes));
    });

    test('what is not committed comes again', async () => {
      await topics.produce(numbered(3, 0));
      const first = await subscribe();
      expect(await pollMany(first, 3)).toHaveLength(3);
      await first.close();
      expect(values(await pollMany(await subscribe(), 3))).toEqual(['v0', 'v1', 'v2']);
    });

    test('groups do not see each other', async () => {
      await topics.produce(numbered(3, 0));
      const one = await subscribe();
      const records = await pollMany(one, 3);
      await one.commit([], [past(records[2]!)]);
      expect(await pollMany(await subscribe({ group: `${group}-2` }), 3)).toHaveLength(3);
    });

    test('members share the partitions, and take over from one that leaves', async () => {
      const mine = new Set<number>();
      const theirs = new Set<number>();
      const track = (owned: Set<number>) => ({
        onAssigned: (partitions: readonly CommittedOffset[]) => {
          for (const { partition } of partitions) owned.add(partition);
        },
        onRevoked: (partitions: readonly { readonly partition: number }[]) => {
          for (const { partition } of partitions) owned.delete(partition);
        },
      });
      const stop = new AbortController();
      const keepPolling = async (subscription: Subscription) => {
        while (!stop.signal.aborted) await subscription.poll(10, stop.signal);
      };
      const one = await subscribe(track(mine));
      const polling = [keepPolling(one)];
      await until(() => mine.size === 4);
      const two = await subscribe(track(theirs), await another());
      polling.push(keepPolling(two));
      await until(() => mine.size === 2 && theirs.size === 2);
      expect(new Set([...mine, ...theirs]).size).toBe(4);
      stop.abort();
      await Promise.all(polling);

      await two.close();
      const again = new AbortController();
      const onlyOne = (async () => {
        while (!again.signal.aborted) await one.poll(10, again.signal);
      })();
      await until(() => mine.size === 4);
      again.abort();
      await onlyOne;
    });

    test('a member that has lost a partition can not commit for it', async () => {
      await topics.produce(numbered(1, 0));
      const one = await subscribe();
      const [record] = await pollMany(one, 1);
      await one.close();
      await expect(one.commit([{ topic: b, key: 'r', value: 'late' }], [past(record!)])).rejects.toThrow();
      expect(await readNow(b)).toEqual([]);
      expect(await pollMany(await subscribe(), 1)).toHaveLength(1);
    });
  });
}
