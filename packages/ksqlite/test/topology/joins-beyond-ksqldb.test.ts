import fc from 'fast-check';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openLine } from '../engine/support/line.ts';

const SOURCES = `
  CREATE STREAM l (id VARCHAR KEY, v INT, k VARCHAR) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM r (id VARCHAR KEY, v INT, k VARCHAR) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t (id VARCHAR PRIMARY KEY, v INT, k VARCHAR) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE u (id VARCHAR PRIMARY KEY, v INT, k VARCHAR) WITH (KAFKA_TOPIC='u', VALUE_FORMAT='JSON', PARTITIONS=2);`;
const WITHIN = 'WITHIN 9 MILLISECONDS GRACE PERIOD 1 HOUR';

interface Sent {
  readonly topic: string;
  readonly id: string;
  readonly k: string;
  /** Tells the record apart from all others. */
  readonly v: number;
  /** No two are of one time. */
  readonly ts: number;
}

const records: fc.Arbitrary<Sent[]> = fc
  .array(
    fc.record({
      topic: fc.constantFrom('l', 'l', 'r', 't', 'u'),
      id: fc.constantFrom('a', 'b', 'c'),
      k: fc.constantFrom('a', 'b', 'c'),
      later: fc.integer({ min: 1, max: 6 }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((all) => {
    let ts = 0;
    return all.map(({ later, ...each }, v) => {
      ts += later;
      return { ...each, v, ts };
    });
  });

type Pair = readonly [number | null, number | null];
const near = (a: Sent, b: Sent): boolean => Math.abs(a.ts - b.ts) <= 9;
const of = (all: readonly Sent[], topic: string): readonly Sent[] =>
  all.filter((each) => each.topic === topic);

/** All pairs of two streams that a condition holds for. */
const pairs = (all: readonly Sent[], right: string, on: (a: Sent, b: Sent) => boolean): readonly Pair[] =>
  of(all, 'l').flatMap((a) =>
    of(all, right)
      .filter((b) => near(a, b) && on(a, b))
      .map((b): Pair => [a.v, b.v]),
  );

/** Each record of the stream with the row that its table had then. */
const lookedUp = (all: readonly Sent[], on: (a: Sent, b: Sent) => boolean): readonly Pair[] =>
  of(all, 'l').flatMap((a) => {
    const row = of(all, 't').findLast((b) => b.ts < a.ts && b.id === a.id);
    return row !== undefined && on(a, row) ? [[a.v, row.v] as const] : [];
  });

/** What two tables come to in the end. */
const inTheEnd = (all: readonly Sent[]): readonly Pair[] =>
  ['a', 'b', 'c'].flatMap((id) => {
    const [t, u] = ['t', 'u'].map((topic) => of(all, topic).findLast((each) => each.id === id));
    return t !== undefined && u !== undefined && t.k === u.k ? [[t.v, u.v] as const] : [];
  });

type Model = (all: readonly Sent[]) => readonly Pair[];
const JOINS: readonly (readonly [name: string, sql: string, model: Model])[] = [
  [
    'a stream with itself',
    `CREATE STREAM o AS SELECT a.id AS id, a.v AS x, b.v AS y FROM l a JOIN l b ${WITHIN} ON a.id = b.id;`,
    (all) => pairs(all, 'l', (a, b) => a.id === b.id),
  ],
  [
    'a stream with itself, by other columns',
    `CREATE STREAM o AS SELECT b.id AS id, a.v AS x, b.v AS y FROM l a JOIN l b ${WITHIN} ON a.k = b.id;`,
    (all) => pairs(all, 'l', (a, b) => a.k === b.id),
  ],
  [
    'a stream with itself, neither by its key, and each record but itself',
    `CREATE STREAM o AS SELECT a.k AS k, a.v AS x, b.v AS y FROM l a JOIN l b ${WITHIN} ON a.k = b.k WHERE a.v < b.v;`,
    (all) => pairs(all, 'l', (a, b) => a.k === b.k && a.v < b.v),
  ],
  [
    'two streams on two equalities',
    `CREATE STREAM o AS SELECT l.id AS id, l.v AS x, r.v AS y FROM l JOIN r ${WITHIN} ON l.id = r.id AND r.k = l.k;`,
    (all) => pairs(all, 'r', (a, b) => a.id === b.id && a.k === b.k),
  ],
  [
    'a stream and a table, whose key comes second',
    'CREATE STREAM o AS SELECT l.id AS id, l.v AS x, t.v AS y FROM l JOIN t ON l.k = t.k AND l.id = t.id;',
    (all) => lookedUp(all, (a, b) => a.k === b.k),
  ],
];

/** What a statement writes, over restarts behind any record. */
async function run(sql: string, all: readonly Sent[], restarts: readonly number[]) {
  const disk = memoryDisk();
  let line = openLine(disk);
  await line.run({ sql: `${SOURCES} ${sql}` });
  for (const [i, { topic, id, v, k, ts }] of all.entries()) {
    await line.run({ inputs: [{ topic, key: id, value: { V: v, K: k }, ts }] });
    if (!restarts.includes(i)) continue;
    await line.engine.close();
    line = openLine(disk, { steps: i + 2 });
  }
  const written = (line.topics().O ?? []).flat() as [number, string, string | null][];
  await line.engine.close();
  return written;
}

const pairOf = (value: string): Pair => {
  const { X, Y } = JSON.parse(value) as { X: number; Y: number };
  return [X, Y];
};
const sorted = (all: readonly Pair[]): readonly string[] => all.map(String).sort();

test.each(JOINS)('%s: what a naive join gives', async (_, sql, model) => {
  await fc.assert(
    fc.asyncProperty(records, fc.array(fc.nat(14), { maxLength: 2 }), async (all, restarts) => {
      const written = await run(sql, all, restarts);
      expect(sorted(written.map(([, , value]) => pairOf(value as string)))).toEqual(sorted(model(all)));
    }),
    { numRuns: 12 },
  );
});

test('two tables on two equalities: what a naive join gives', async () => {
  const sql =
    'CREATE TABLE o AS SELECT t.id AS id, t.v AS x, u.v AS y FROM t JOIN u ON t.id = u.id AND t.k = u.k;';
  await fc.assert(
    fc.asyncProperty(records, fc.array(fc.nat(14), { maxLength: 2 }), async (all, restarts) => {
      const rows = new Map<string, Pair>();
      for (const [, key, value] of await run(sql, all, restarts))
        if (value === null) rows.delete(key);
        else rows.set(key, pairOf(value));
      expect(sorted([...rows.values()])).toEqual(sorted(inTheEnd(all)));
    }),
    { numRuns: 12 },
  );
});
