/** Where objects end, by records that no topic gave: whatever life was killed when, each record is in one object. */
import fc from 'fast-check';
import { ARCHIVE_CONFIG } from '../../../src/connect/archive/archive-config.ts';
import { ArchiveTask } from '../../../src/connect/archive/archive-task.ts';
import { loadParquet } from '../../../src/connect/archive/parquet/parquet-package.ts';
import type { DataSchema, SinkRecord } from '../../../src/connect/index.ts';
import { freshSeed } from '../../support/fresh-seed.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';
import { parquetSchema, readParquet } from './read-parquet.ts';

const KEYS = {
  'format.class': 'io.confluent.connect.s3.format.parquet.ParquetFormat',
  'store.url': 'file:///nowhere',
  'record.columns': 'partition,offset,timestamp',
};
const signal = new AbortController().signal;
const parquet = await loadParquet();

const SEED = freshSeed('ARCHIVE_SEED');

const SCHEMAS: readonly DataSchema[] = [
  { type: 'struct', fields: [{ field: 'n', schema: { type: 'int32', optional: true } }] },
  { type: 'struct', fields: [{ field: 'n', schema: { type: 'int64', optional: true } }] },
];

interface Made {
  readonly partition: number;
  readonly offset: number;
  readonly time: number;
  readonly schema: 0 | 1;
  readonly isBad: boolean;
}

const recordOf = ({ partition, offset, time, schema, isBad }: Made): SinkRecord => ({
  key: null,
  value: { schema: SCHEMAS[schema]!, value: { n: isBad ? 'not a number' : offset } },
  origin: {
    topic: 't',
    partition,
    offset,
    timestamp: time,
    key: null,
    value: Buffer.from('{}'),
    headers: [],
  },
});

/** A life: it puts batches from what is committed, and is over after `puts`, or at a store that fails. */
async function live(
  records: readonly Made[],
  committed: Map<number, number>,
  store: MemoryStore,
  keys: Record<string, string>,
  { batch, puts, now }: { batch: number; puts: number; now: number },
): Promise<void> {
  const task = new ArchiveTask({
    config: ARCHIVE_CONFIG.parse({ ...KEYS, ...keys }),
    parquet,
    store,
    now: () => now,
    report: () => undefined,
  });
  const left = records.filter(({ partition, offset }) => offset >= (committed.get(partition) ?? 0));
  const put = new Map<number, number>();
  try {
    for (let i = 0; i < puts && i * batch < left.length; i++) {
      const some = left.slice(i * batch, (i + 1) * batch);
      await task.put(some.map(recordOf), signal);
      for (const { partition, offset } of some) put.set(partition, offset + 1);
      const open = [...put].map(([partition, offset]) => ({ topic: 't', partition, offset }));
      for (const safe of await task.safeOffsets(open)) committed.set(safe.partition, safe.offset);
    }
  } catch (error) {
    if ((error as Error).message !== 'killed') throw error;
  }
  await task.stop();
}

const made = fc
  .array(
    fc.record({
      partition: fc.nat(1),
      gap: fc.constantFrom(1, 1, 1, 3),
      time: fc.nat(50),
      schema: fc.constantFrom<0 | 1>(0, 0, 0, 0, 1),
      isBad: fc.constantFrom(false, false, false, false, true),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((list) => {
    const next = [0, 0];
    return list.map(({ gap, ...one }) => {
      next[one.partition]! += gap;
      return { ...one, offset: next[one.partition]! - 1 };
    });
  });

const keysOf = fc.record({
  'flush.size': fc.integer({ min: 1, max: 9 }).map(String),
  'rotate.interval.ms': fc.constantFrom('-1', '20'),
  time: fc.boolean(),
});
const withPartitioner = ({ time, ...keys }: { time: boolean; [key: string]: unknown }) => ({
  ...(keys as Record<string, string>),
  ...(time
    ? {
        'partitioner.class': 'io.confluent.connect.storage.partitioner.TimeBasedPartitioner',
        'path.format': "'year'=YYYY/mm",
        'partition.duration.ms': '60000',
        'timestamp.extractor': 'Record',
      }
    : {}),
});
const MINUTE_MS = 60_000;
/** Times that fall in two folders, where there are folders of times. */
const spread = (records: readonly Made[]) =>
  records.map((one) => ({ ...one, time: one.time + (one.time % 2) * MINUTE_MS }));

async function rowsOf(store: MemoryStore): Promise<string[]> {
  const rows = await Promise.all([...store.objects.values()].map(({ bytes }) => readParquet(bytes)));
  return rows.flat().map((row) => `${row._partition}/${row._offset}=${row.n}`);
}
const wanted = (records: readonly Made[]) =>
  records.filter(({ isBad }) => !isBad).map(({ partition, offset }) => `${partition}/${offset}=${offset}`);
const flushed = { batch: 1_000, puts: 1, now: 0 };

/** Puts what is left, then ends the last rounds by the clock. */
async function finish(
  records: readonly Made[],
  committed: Map<number, number>,
  store: MemoryStore,
  keys: Record<string, string>,
) {
  let now = 0;
  const task = new ArchiveTask({
    config: ARCHIVE_CONFIG.parse({ ...KEYS, ...keys, 'rotate.schedule.interval.ms': '1000' }),
    parquet,
    store,
    now: () => now,
    report: () => undefined,
  });
  await task.put(
    records.filter(({ partition, offset }) => offset >= (committed.get(partition) ?? 0)).map(recordOf),
    signal,
  );
  now = 1_000;
  await task.put([], signal);
}

it(`has each record in one object, whenever it was killed and however it is configured then (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(
      made,
      fc.array(fc.tuple(keysOf, fc.integer({ min: 1, max: 20 }), fc.nat(6), fc.nat(5), fc.boolean()), {
        maxLength: 6,
      }),
      async (list, lives) => {
        const records = spread(list);
        let writes = Number.POSITIVE_INFINITY;
        let dies: 'before' | 'after' = 'before';
        const store = memoryStore((when) =>
          when === dies && writes-- <= 0 ? new Error('killed') : undefined,
        );
        const committed = new Map<number, number>();
        // where a round has several folders its partitioner stays: another one would write what is there under another name
        const time = lives[0]?.[0].time ?? false;
        for (const [keys, batch, puts, at, isAfter] of lives) {
          writes = at;
          dies = isAfter ? 'after' : 'before';
          await live(records, committed, store, withPartitioner({ ...keys, time }), { batch, puts, now: 0 });
        }
        writes = Number.POSITIVE_INFINITY;
        await finish(records, committed, store, withPartitioner({ 'flush.size': '7', time }));
        expect((await rowsOf(store)).toSorted()).toEqual(wanted(records).toSorted());
      },
    ),
    { numRuns: 60, seed: SEED },
  );
});

it(`writes the same bytes under the same names, whatever came together and whoever was killed (seed ${SEED})`, async () => {
  await fc.assert(
    fc.asyncProperty(
      made,
      keysOf,
      fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat(6), fc.nat(5)), { maxLength: 6 }),
      async (list, drawn, lives) => {
        const records = spread(list);
        const keys = withPartitioner(drawn);
        const whole = memoryStore();
        await live(records, new Map(), whole, keys, flushed);
        let writes = 0;
        const store = memoryStore((when) =>
          when === 'after' && writes-- <= 0 ? new Error('killed') : undefined,
        );
        const committed = new Map<number, number>();
        for (const [batch, puts, at] of lives) {
          writes = at;
          await live(records, committed, store, keys, { batch, puts, now: 0 });
        }
        writes = Number.POSITIVE_INFINITY;
        await live(records, committed, store, keys, flushed);
        expect([...store.objects].toSorted()).toEqual([...whole.objects].toSorted());
      },
    ),
    { numRuns: 40, seed: SEED },
  );
});

it('ends a file where the schema changes', async () => {
  const store = memoryStore();
  const record = (offset: number, schema: 0 | 1): Made => ({
    partition: 0,
    offset,
    time: 0,
    schema,
    isBad: false,
  });
  await live([record(0, 0), record(1, 1), record(2, 1)], new Map(), store, { 'flush.size': '2' }, flushed);
  expect([...store.objects.keys()]).toEqual([
    'topics/t/partition=0/t+0+0000000000.snappy.parquet',
    'topics/t/partition=0/t+0+0000000001.snappy.parquet',
  ]);
  const [first, second] = [...store.objects.values()];
  expect(parquetSchema(first!.bytes)[1]).toBe('n OPTIONAL INT32');
  expect(parquetSchema(second!.bytes)[1]).toBe('n OPTIONAL INT64');
});
