import type { Topics } from 'ksqlite/topics';
import { partitionFor } from 'ksqlite/topics';
import { fakeClock } from '../../packages/ksqlite/test/support/fake-clock.ts';
import { inMemoryBroker } from '../../packages/ksqlite/test/support/in-memory-topics.ts';
import { PART_TOPICS, TOPICS } from '../../src/contracts/topic-names.ts';
import { heartbeatParts, heartbeatSku, startHeartbeat } from '../../src/producer/heartbeat.ts';

const PARTITIONS = 4;

async function topicsInMemory(): Promise<Topics> {
  const topics = inMemoryBroker().connect();
  await topics.create(PART_TOPICS.map((name) => ({ name, partitions: PARTITIONS })));
  return topics;
}

async function wheels(topics: Topics, partition: number): Promise<{ sku: string; at: number }[]> {
  const records = await topics.read(TOPICS.wheel, partition, 0, 10_000);
  return records.map(({ key, timestamp }) => ({ sku: String(key), at: timestamp }));
}

describe('startHeartbeat', () => {
  it('sends a car of its own to every partition at every tick', async () => {
    const clock = fakeClock(1_000);
    const topics = await topicsInMemory();
    const heartbeat = startHeartbeat({ topics, partitions: PARTITIONS, clock });
    await clock.advance(1_100);
    await heartbeat.stop();
    await clock.advance(1_000);
    const seen = new Set<string>();
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const found = await wheels(topics, partition);
      expect([...new Set(found.map(({ at }) => at))]).toEqual([1_000, 1_250, 1_500, 1_750, 2_000]);
      expect(found).toHaveLength(5 * 4);
      for (const { sku } of found) seen.add(sku);
    }
    expect(seen.size).toBe(5 * PARTITIONS);
  });

  it('skips ticks while one is being written, and keeps the beat', async () => {
    const clock = fakeClock(0);
    const topics = await topicsInMemory();
    let writing = 0;
    const slow: Topics = {
      ...topics,
      produce: async (records) => {
        expect(++writing).toBe(1);
        await new Promise<void>((resolve) => clock.after(600, resolve));
        await topics.produce(records);
        writing--;
      },
    };
    const heartbeat = startHeartbeat({ topics: slow, partitions: 1, clock });
    await clock.advance(1_600);
    const stopped = heartbeat.stop();
    await clock.advance(600);
    await stopped;
    expect(
      [
        ...new Set(
          (await wheels(topics, 0))
            .concat(await wheels(topics, 1), await wheels(topics, 2), await wheels(topics, 3))
            .map(({ at }) => at),
        ),
      ].sort((a, b) => a - b),
    ).toEqual([0, 750, 1_500]);
  });

  it('continues after an error', async () => {
    const clock = fakeClock(0);
    const topics = await topicsInMemory();
    let calls = 0;
    const errors: unknown[] = [];
    const failing: Topics = {
      ...topics,
      produce: async (records) => {
        if (calls++ === 0) throw new Error('not now');
        await topics.produce(records);
      },
    };
    const heartbeat = startHeartbeat({
      topics: failing,
      partitions: PARTITIONS,
      clock,
      onError: (error) => errors.push(error),
    });
    await clock.advance(300);
    await heartbeat.stop();
    expect(errors).toEqual([new Error('not now')]);
    expect(await wheels(topics, 2)).toHaveLength(4);
  });
});

describe('heartbeatSku', () => {
  it.each([1, 2, 4, 12])('is for the partition that was asked for, of %i', (partitions) => {
    for (let partition = 0; partition < partitions; partition++) {
      const sku = heartbeatSku('a-1', partition, partitions);
      expect(sku).toMatch(/^heartbeat/);
      expect(partitionFor(sku, partitions)).toBe(partition);
    }
  });
});

describe('heartbeatParts', () => {
  it('are the seven parts of a car, at one time', () => {
    const parts = heartbeatParts('heartbeat-1', 77);
    expect(parts.map(({ topic }) => topic)).toEqual([
      TOPICS.body,
      TOPICS.engine,
      TOPICS.remoteControl,
      TOPICS.wheel,
      TOPICS.wheel,
      TOPICS.wheel,
      TOPICS.wheel,
    ]);
    expect(new Set(parts.map(({ value }) => JSON.parse(String(value)).id)).size).toBe(7);
    expect(parts.every(({ key, timestamp }) => key === 'heartbeat-1' && timestamp === 77)).toBe(true);
  });
});
