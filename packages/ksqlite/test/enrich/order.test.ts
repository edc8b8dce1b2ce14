/** Random calls, kills and members: each record once, and records of one key in their order. */
import { type Enricher, enrich } from '../../src/enrich/index.ts';
import type { Topics } from '../../src/topics/port.ts';
import { chanceFrom, freshSeed } from '../support/fresh-seed.ts';
import { inMemoryBroker } from '../support/in-memory-topics.ts';
import { readAll } from '../support/read-all.ts';
import { until } from '../support/until.ts';

const SEED = freshSeed('ENRICH_SEED');
const KEYS = 7;
const RECORDS = 210;

const turns = async (count: number) => {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
};

async function broker() {
  const made = inMemoryBroker({ markers: true, commitTurns: 2 });
  const topics = made.connect();
  await topics.create(['in', 'out', 'letters'].map((name) => ({ name, partitions: 3 })));
  await topics.produce(
    Array.from({ length: RECORDS }, (_, i) => ({ topic: 'in', key: `k${i % KEYS}`, value: String(i) })),
  );
  return { ...made, topics };
}

/** The results of each key, in the order in which they are on the topic. */
async function byKey(topics: Topics): Promise<readonly (readonly number[])[]> {
  const all = new Map<string, number[]>();
  for (const { key, value } of await readAll(topics, 'out'))
    all.set(String(key), [...(all.get(String(key)) ?? []), Number(String(value))]);
  return [...all.keys()].sort().map((key) => all.get(key) ?? []);
}

const expected = Array.from({ length: KEYS }, (_, key) =>
  Array.from({ length: RECORDS / KEYS }, (_, i) => key + i * KEYS),
);

function start(topics: Topics, random: () => number, order: 'key' | 'none', underWay: Set<number>): Enricher {
  return enrich<number>({
    topics,
    from: 'in',
    to: 'out',
    group: 'order',
    deadLetters: 'letters',
    order,
    concurrency: 4,
    retry: { retries: 3, delayMs: 1, jitter: 0 },
    resubscribeDelayMs: 1,
    log: () => undefined,
    call: async ({ value }) => {
      underWay.add(value);
      await turns(Math.floor(random() * 8));
      underWay.delete(value);
      if (random() < 0.05) throw new Error('now and then');
      return { value };
    },
  });
}

test(`killed again and again, with others beside it: each once, in the order of its key (ENRICH_SEED=${SEED})`, async () => {
  const { random } = chanceFrom(SEED);
  const { connect, topics } = await broker();
  const all: Enricher[] = [];
  for (let life = 0; life < 12; life++) {
    const process = connect();
    const enricher = start(process, random, 'key', new Set());
    all.push(enricher);
    await turns(20 + Math.floor(random() * 60));
    const fate = random();
    if (fate < 0.5) {
      process.kill();
      void enricher.stop();
    } else if (fate < 0.75) await enricher.stop();
    else await enricher.finish();
  }
  const last = start(topics, random, 'key', new Set());
  await until(async () => (await readAll(topics, 'out')).length >= RECORDS);
  await Promise.all([...all, last].map((each) => each.stop())); // nothing can come after
  expect(await byKey(topics)).toEqual(expected);
});

test('records of one key are worked on one after the other, unless no order is wanted', async () => {
  for (const order of ['key', 'none'] as const) {
    const { topics } = await broker();
    const underWay = new Set<number>();
    let overlaps = 0;
    const { random } = chanceFrom(SEED);
    const enricher = start(topics, () => 0.5 + random() / 2, order, {
      add: (value: number) => {
        if ([...underWay].some((other) => other % KEYS === value % KEYS)) overlaps++;
        return underWay.add(value);
      },
      delete: (value: number) => underWay.delete(value),
    } as Set<number>);
    await until(async () => (await readAll(topics, 'out')).length >= RECORDS);
    await enricher.stop();
    if (order === 'key') expect(overlaps).toBe(0);
    else expect(overlaps).toBeGreaterThan(0);
    expect((await byKey(topics)).flat().toSorted((a, b) => a - b)).toEqual(
      expected.flat().toSorted((a, b) => a - b),
    );
  }
});
