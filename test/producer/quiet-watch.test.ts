import type { Topics } from 'ksqlite/topics';
import { type FakeClock, fakeClock } from '../../packages/ksqlite/test/support/fake-clock.ts';
import { inMemoryBroker } from '../../packages/ksqlite/test/support/in-memory-topics.ts';
import { PART_TOPICS, TOPICS } from '../../src/contracts/topic-names.ts';
import { startHeartbeat } from '../../src/producer/heartbeat.ts';
import { QUIET_AFTER_MS, QuietWatch } from '../../src/producer/quiet-watch.ts';

const PARTITIONS = 4;
const START = 1_000_000;

interface Setup {
  readonly clock: FakeClock;
  readonly topics: Topics;
  readonly watch: QuietWatch;
  /** Moves time on, and looks. */
  readonly quietIn: (ms: number) => Promise<boolean>;
  readonly send: (key: string, timestamp?: number, count?: number) => Promise<void>;
  readonly reads: () => number;
}

async function setUp(): Promise<Setup> {
  const clock = fakeClock(START);
  const broker = inMemoryBroker().connect();
  await broker.create(PART_TOPICS.map((name) => ({ name, partitions: PARTITIONS })));
  let reads = 0;
  const topics: Topics = {
    ...broker,
    read: (...args) => {
      reads++;
      return broker.read(...args);
    },
  };
  const watch = new QuietWatch(topics, clock);
  await watch.isQuiet();
  return {
    clock,
    topics,
    watch,
    quietIn: async (ms) => {
      await clock.advance(ms);
      return watch.isQuiet();
    },
    send: (key, timestamp = clock.now(), count = 1) =>
      broker.produce(
        Array.from({ length: count }, () => ({ topic: TOPICS.wheel, key, value: '{}', timestamp })),
      ),
    reads: () => reads,
  };
}

describe('QuietWatch', () => {
  it('is quiet once no part came for a while', async () => {
    const { quietIn, send } = await setUp();
    expect(await quietIn(QUIET_AFTER_MS - 1)).toBe(false);
    expect(await quietIn(1)).toBe(true);
    await send('car-1');
    expect(await quietIn(1_000)).toBe(false);
    expect(await quietIn(QUIET_AFTER_MS - 1)).toBe(false);
    expect(await quietIn(1)).toBe(true);
  });

  it('does not count heartbeats, whoever sends them', async () => {
    const { quietIn, send } = await setUp();
    await send('heartbeat-of-another', undefined, 200);
    expect(await quietIn(QUIET_AFTER_MS)).toBe(true);
    await send('heartbeat-of-another', undefined, 3);
    expect(await quietIn(1_000)).toBe(true);
  });

  it('finds one part among heartbeats, of any key', async () => {
    const { quietIn, send } = await setUp();
    await quietIn(QUIET_AFTER_MS);
    await send('heartbeat-1', undefined, 50);
    await send('hearts');
    await send('heartbeat-1', undefined, 50);
    expect(await quietIn(1_000)).toBe(false);
  });

  it('takes more than heartbeats make for parts, and does not read all of it', async () => {
    const { quietIn, send, reads } = await setUp();
    await quietIn(QUIET_AFTER_MS);
    await send('car-1', undefined, 2_000);
    expect(await quietIn(1_000)).toBe(false);
    expect(reads()).toBe(1);
  });

  it('waits for the time of a part from the future', async () => {
    const { clock, quietIn, send } = await setUp();
    await quietIn(QUIET_AFTER_MS);
    await send('car-1', clock.now() + 60_000);
    expect(await quietIn(1_000)).toBe(false);
    expect(await quietIn(59_000 + QUIET_AFTER_MS - 1)).toBe(false);
    expect(await quietIn(1)).toBe(true);
  });

  it('reads nothing while it knows that parts came', async () => {
    const { quietIn, send, reads } = await setUp();
    await send('car-1');
    for (let i = 0; i < 50; i++) await quietIn(250);
    expect(reads()).toBe(0);
  });
});

describe('a heartbeat on a quiet line', () => {
  it('goes once a minute, and at full pace within a second after a part', async () => {
    const { clock, topics, send } = await setUp();
    let beats = 0;
    let rests = 0;
    const heartbeat = startHeartbeat({
      topics,
      partitions: PARTITIONS,
      clock,
      quietEveryMs: 60_000,
      onBeat: () => beats++,
      onRest: () => rests++,
    });
    await clock.advance(QUIET_AFTER_MS);
    const before = beats;
    expect(before).toBeGreaterThanOrEqual(60);
    await clock.advance(3_600_000);
    expect(beats - before).toBeGreaterThanOrEqual(59);
    expect(beats - before).toBeLessThanOrEqual(61);
    expect(rests).toBeGreaterThan(3_500);
    const idle = beats;
    await send('car-1');
    await clock.advance(10_000);
    expect(beats - idle).toBeGreaterThanOrEqual(4 * 8);
    await heartbeat.stop();
  });
});
