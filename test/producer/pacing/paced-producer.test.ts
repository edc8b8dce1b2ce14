import fc from 'fast-check';
import { sleep } from 'ksqlite/clock';
import type { TopicRecord, Topics } from 'ksqlite/topics';
import { inMemoryBroker } from '../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { PART_TOPICS, PROGRESS_TOPIC, TOPICS } from '../../../src/contracts/topic-names.ts';
import { produceAtPace } from '../../../src/producer/pacing/paced-producer.ts';
import type { DueRecord, RecordSource } from '../../../src/producer/source/record-source.ts';
import { selfMovingClock } from '../self-moving-clock.ts';

/** Numbered records; one key, so that a topic has them in the order of sending. */
const source = (ats: readonly number[], pace = 'test'): RecordSource => ({
  id: 'test',
  pace,
  total: ats.length,
  records: (from) =>
    ats
      .map((at, i): DueRecord => ({ at, topic: TOPICS.body, key: 'car', value: String(i) }))
      .slice(from)
      .values(),
});

async function broker(): Promise<() => Topics> {
  const { connect } = inMemoryBroker();
  await connect().create(PART_TOPICS.map((name) => ({ name, partitions: 1 })));
  return connect;
}

const sentTo = (topics: Topics, topic: string = TOPICS.body): Promise<readonly TopicRecord[]> =>
  topics.read(topic, 0, 0, Number.MAX_SAFE_INTEGER);

const numbers = (records: readonly TopicRecord[]) => records.map(({ value }) => Number(value));

describe('produceAtPace', () => {
  it('sends each record when it is due, with the moment of sending as its timestamp', async () => {
    const clock = selfMovingClock(1_000_000);
    const topics = (await broker())();
    const state = await clock.during(produceAtPace({ topics, clock, source: source([0, 0, 100, 900]) }));
    expect(state).toEqual({ sent: 4, total: 4, finished: true, sentNow: 4 });
    const timestamps = (await sentTo(topics)).map(({ timestamp }) => timestamp);
    expect(timestamps).toEqual([1_000_000, 1_000_000, 1_000_100, 1_000_900]);
  });

  it('lets what is due within a few ms share a batch', async () => {
    const clock = selfMovingClock();
    const topics = (await broker())();
    const ats = Array.from({ length: 10_000 }, (_, i) => i / 10);
    await clock.during(produceAtPace({ topics, clock, source: source(ats) }));
    expect((await sentTo(topics, PROGRESS_TOPIC)).length).toBeLessThan(250);
  });

  it('sends no batch longer than asked for, and one at a time', async () => {
    const clock = selfMovingClock();
    const topics = (await broker())();
    let inFlight = 0;
    const sizes: number[] = [];
    const slow: Topics = {
      ...topics,
      produce: async (records) => {
        expect(++inFlight).toBe(1);
        sizes.push(records.length - 1);
        await sleep(clock, 20);
        await topics.produce(records);
        inFlight--;
      },
    };
    const ats = Array.from({ length: 95 }, () => 0);
    await clock.during(produceAtPace({ topics: slow, clock, source: source(ats), maxBatch: 10 }));
    expect(sizes).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 5]);
    expect(numbers(await sentTo(topics))).toEqual(ats.map((_, i) => i));
  });

  it('sends nothing when the source is already sent', async () => {
    const clock = selfMovingClock();
    const connect = await broker();
    await clock.during(produceAtPace({ topics: connect(), clock, source: source([0, 1]) }));
    clock.skip(60_000);
    const again = await clock.during(produceAtPace({ topics: connect(), clock, source: source([0, 1]) }));
    expect(again).toEqual({ sent: 2, total: 2, finished: true, sentNow: 0 });
    expect(numbers(await sentTo(connect()))).toEqual([0, 1]);
  });

  it('finds its own progress behind that of thousands of others', async () => {
    const clock = selfMovingClock();
    const topics = (await broker())();
    await clock.during(produceAtPace({ topics, clock, source: source([0]) }));
    const other = { topic: PROGRESS_TOPIC, key: 'another', value: '{}' };
    await topics.produce(Array.from({ length: 3_500 }, () => other));
    expect(await clock.during(produceAtPace({ topics, clock, source: source([0]) }))).toMatchObject({
      sentNow: 0,
    });
  });

  it('stops at once when asked to, and continues later', async () => {
    const clock = selfMovingClock();
    const connect = await broker();
    const stop = new AbortController();
    const ats = [0, 100, 60_000];
    const first = produceAtPace({
      topics: connect(),
      clock,
      source: source(ats),
      signal: stop.signal,
      onProgress: ({ sent }) => {
        if (sent === 2) stop.abort();
      },
    });
    const before = clock.now();
    expect(await clock.during(first)).toEqual({ sent: 2, total: 3, finished: false, sentNow: 2 });
    expect(clock.now() - before).toBeLessThan(200);
    await clock.during(produceAtPace({ topics: connect(), clock, source: source(ats) }));
    expect(numbers(await sentTo(connect()))).toEqual([0, 1, 2]);
  });

  describe('after an outage', () => {
    const timesAfter = async (outageMs: number, pace = 'test') => {
      const clock = selfMovingClock(0);
      const connect = await broker();
      const dying: Topics = {
        ...connect(),
        produce: async (records) => {
          if (clock.now() >= 2_000) throw new Error('killed');
          await connect().produce(records);
        },
      };
      const ats = Array.from({ length: 20 }, (_, i) => i * 1_000);
      const died = clock.during(produceAtPace({ topics: dying, clock, source: source(ats) }));
      await expect(died).rejects.toThrow('killed');
      clock.skip(outageMs);
      await clock.during(produceAtPace({ topics: connect(), clock, source: source(ats, pace) }));
      return (await sentTo(connect())).map(({ timestamp }) => timestamp);
    };

    it('keeps to the schedule: what became due meanwhile is sent at once', async () => {
      expect((await timesAfter(3_500)).slice(0, 8)).toEqual([
        0, 1_000, 5_500, 5_500, 5_500, 5_500, 6_000, 7_000,
      ]);
    });

    it('begins the schedule again when the outage was longer than a car may take', async () => {
      expect((await timesAfter(10_000)).slice(0, 5)).toEqual([0, 1_000, 12_000, 13_000, 14_000]);
    });

    it('begins the schedule again at another pace', async () => {
      expect((await timesAfter(3_500, 'another')).slice(0, 4)).toEqual([0, 1_000, 5_500, 6_500]);
    });
  });

  it('sends each record exactly once and in order, whenever it is killed', async () => {
    const life = fc.record({
      /** it dies in its batch of this number */
      batches: fc.nat({ max: 6 }),
      /** that batch becomes durable, but the producer never learns of it */
      durable: fc.boolean(),
      outageMs: fc.integer({ min: 0, max: 12_000 }),
    });
    const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 3_000 })), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        gaps,
        fc.array(life, { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.nat({ max: 50 }),
        async (steps, lives, maxBatch, produceMs) => {
          const clock = selfMovingClock(1_000_000);
          const connect = await broker();
          let at = 0;
          const ats = steps.map((gap) => (at += gap));
          for (const { batches, durable, outageMs } of lives) {
            let left = batches;
            const mortal: Topics = {
              ...connect(),
              produce: async (records) => {
                await sleep(clock, produceMs);
                if (left-- > 0 || durable) await connect().produce(records);
                if (left < 0) throw new Error('killed');
              },
            };
            const run = produceAtPace({ topics: mortal, clock, source: source(ats), maxBatch });
            await clock.during(run).catch(() => undefined);
            clock.skip(outageMs);
          }
          const last = await clock.during(produceAtPace({ topics: connect(), clock, source: source(ats) }));
          expect(last).toMatchObject({ sent: ats.length, finished: true });
          const records = await sentTo(connect());
          expect(numbers(records)).toEqual(ats.map((_, i) => i));
          for (const [i, record] of records.entries())
            expect(record.timestamp).toBeGreaterThanOrEqual(1_000_000 + ats[i]!);
        },
      ),
      { numRuns: 150 },
    );
  });
});
