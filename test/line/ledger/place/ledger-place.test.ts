import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Topics } from 'ksqlite/topics';
import { type FakeClock, fakeClock } from '../../../../packages/ksqlite/test/support/fake-clock.ts';
import { inMemoryBroker } from '../../../../packages/ksqlite/test/support/in-memory-topics.ts';
import { PARTITIONS, TOPICS } from '../../../../src/contracts/topic-names.ts';
import { Ledger } from '../../../../src/line/ledger/ledger.ts';
import { LedgerFile } from '../../../../src/line/ledger/place/ledger-file.ts';
import { feedLedger } from '../../../../src/line/ledger-feed.ts';
import { PLACES, partRecord } from '../../../../src/producer/generator/part-record.ts';

const START = 1_700_000_000_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function lineTopics(): Promise<Topics> {
  const topics = inMemoryBroker().connect();
  await topics.create(Object.values(TOPICS).map((name) => ({ name, partitions: PARTITIONS })));
  return topics;
}

/** A car of which all came out but the engine. */
async function sendCar(topics: Topics, sku: string, timestamp = START): Promise<void> {
  await topics.produce([
    ...PLACES.map((place) => ({
      ...partRecord(sku, place, `${sku}/${place}`, () => 0),
      key: sku,
      timestamp,
    })),
    {
      topic: TOPICS.incomplete,
      key: sku,
      value: JSON.stringify({ situation: 'MISSING_ENGINE', body: { id: `${sku}/BODY` }, wheels: [] }),
      timestamp,
    },
  ]);
}

interface Fed {
  readonly ledger: Ledger;
  /** Records that it was shown. */
  readonly shown: () => number;
  readonly caughtUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function feed(topics: Topics, clock: FakeClock = fakeClock(START)): Promise<Fed> {
  const ledger = new Ledger({ unreadable: () => false });
  let shown = 0;
  const counted: Topics = {
    ...topics,
    subscribe: async (options) => {
      const subscription = await topics.subscribe(options);
      return {
        ...subscription,
        poll: async (max, signal) => {
          const records = await subscription.poll(max, signal);
          shown += records.length;
          return records;
        },
      };
    },
  };
  const stop = new AbortController();
  const file = new LedgerFile(folder);
  const running = await feedLedger({ topics: counted, ledger, file, clock, signal: stop.signal });
  return {
    ledger,
    shown: () => shown,
    caughtUp: async () => {
      while (!(await running.caughtUp())) await new Promise((resolve) => setImmediate(resolve));
    },
    stop: async () => {
      stop.abort();
      await running.ended;
    },
  };
}

describe("the ledger's place", () => {
  it('is where the next process begins', async () => {
    const topics = await lineTopics();
    for (const sku of ['a', 'b\u2028"\n', 'c']) await sendCar(topics, sku);
    const first = await feed(topics);
    await first.caughtUp();
    expect(first.shown()).toBe(24);
    await first.stop();
    const second = await feed(topics);
    await second.caughtUp();
    expect(second.shown()).toBe(0);
    expect(second.ledger.summary()).toEqual(first.ledger.summary());
    expect(second.ledger.conservation(9)).toEqual(first.ledger.conservation(9));
    await sendCar(topics, 'd');
    await second.caughtUp();
    expect(second.shown()).toBe(8);
    expect(second.ledger.summary()).toMatchObject({ partsIn: 28, partsOut: 4, openCars: 4 });
    await second.stop();
  });

  it('is saved when nothing came for a while, once', async () => {
    const topics = await lineTopics();
    const clock = fakeClock(START);
    const first = await feed(topics, clock);
    await clock.advance(60_000);
    expect(readdirSync(folder)).toEqual([]);
    await sendCar(topics, 'a');
    await first.caughtUp();
    const file = new LedgerFile(folder);
    while ((await file.load()) === undefined) {
      await clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const saved = readFileSync(join(folder, 'ledger.jsonl'));
    await clock.advance(60_000);
    await first.stop();
    expect(readFileSync(join(folder, 'ledger.jsonl'))).toEqual(saved);
    const second = await feed(topics);
    await second.caughtUp();
    expect(second.shown()).toBe(0);
    expect(second.ledger.summary().partsIn).toBe(7);
    await second.stop();
  });

  it('is not taken from another log', async () => {
    const topics = await lineTopics();
    await sendCar(topics, 'a');
    const first = await feed(topics);
    await first.caughtUp();
    await first.stop();
    const others = await lineTopics();
    await sendCar(others, 'z', START + 1);
    await sendCar(others, 'a', START + 1);
    const second = await feed(others);
    await second.caughtUp();
    expect(second.shown()).toBe(16);
    expect(second.ledger.summary()).toMatchObject({ partsIn: 14, openCars: 2 });
    await second.stop();
    const empty = await feed(await lineTopics());
    expect(empty.ledger.summary().partsIn).toBe(0);
    await empty.stop();
  });

  it('is not taken from a damaged file', async () => {
    const topics = await lineTopics();
    await sendCar(topics, 'a');
    const first = await feed(topics);
    await first.caughtUp();
    await first.stop();
    const path = join(folder, 'ledger.jsonl');
    const whole = readFileSync(path);
    const damaged = [
      whole.subarray(0, whole.length / 2),
      Buffer.from(String(whole).replace('"partsIn":7', '"partsIn":8')),
      Buffer.from(String(whole).replace('"version":1', '"version":2')),
      Buffer.from('not JSON\n'),
      Buffer.alloc(0),
    ];
    for (const bytes of damaged) {
      writeFileSync(path, bytes);
      expect(await new LedgerFile(folder).load()).toBeUndefined();
    }
    const second = await feed(topics);
    await second.caughtUp();
    expect(second.ledger.summary().partsIn).toBe(7);
    expect(second.shown()).toBe(8);
    await second.stop();
  });

  it('goes when the log is removed', async () => {
    const file = new LedgerFile(folder);
    await file.save([], []);
    expect(readdirSync(folder)).toEqual(['ledger.jsonl']);
    await file.remove();
    expect(readdirSync(folder)).toEqual([]);
  });
});
