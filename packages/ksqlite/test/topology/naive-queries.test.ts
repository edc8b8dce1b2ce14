import fc from 'fast-check';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Input, openLine } from '../engine/support/line.ts';

/** One partition each, so that there is one order. */
const SOURCES = `
  CREATE STREAM l (id VARCHAR KEY, v INT, k VARCHAR) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE t (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);`;

interface Value {
  readonly v: number;
  readonly k: string | null;
}
type Sent = Input & { readonly value: Value | null };
type Out = readonly [ts: number, key: string | null, value: unknown];

const sent: fc.Arbitrary<Sent[]> = fc
  .array(
    fc.record({
      topic: fc.constantFrom('l', 't'),
      key: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('a', 'b', 'c') }, fc.constant(null)),
      value: fc.oneof(
        { weight: 5, arbitrary: fc.record({ v: fc.nat(9), k: fc.constantFrom('x', 'y', null) }) },
        fc.constant(null),
      ),
      ts: fc.nat(30),
    }),
    { maxLength: 40, size: 'max' },
  )
  .map((all) => all.map((one) => ({ ...one, ts: 2 * one.ts + (one.topic === 't' ? 1 : 0) })));

/** What a query makes of the records, sent in one go before it (so that both topics are there to be merged). */
async function made(sql: string, all: readonly Sent[]): Promise<Out[]> {
  const line = openLine(memoryDisk());
  await line.run({ sql: SOURCES });
  await line.run({ inputs: all });
  await line.run({ sql });
  const out = line.topics().O!.flat() as [number, string | null, string | null][];
  await line.engine.close();
  return out.map(([ts, key, value]) => [ts, key, value === null ? null : JSON.parse(value)]);
}

const check = (sql: string, model: (all: readonly Sent[]) => Out[]): Promise<void> =>
  fc.assert(
    fc.asyncProperty(sent, async (all) => {
      expect(await made(sql, all)).toEqual(model(all));
    }),
    { numRuns: 60 },
  );

/** The oldest head of the two topics first; they have no time in common. */
function mergedByTime(all: readonly Sent[]): Sent[] {
  const heads = ['l', 't'].map((topic) => all.filter((one) => one.topic === topic));
  const order: Sent[] = [];
  for (;;) {
    const [l, t] = heads.map((queue) => queue[0]);
    if (l === undefined && t === undefined) return order;
    const queue = t === undefined || (l !== undefined && l.ts < t.ts) ? heads[0]! : heads[1]!;
    order.push(queue.shift()!);
  }
}

describe('queries against naive ones', () => {
  it('GROUP BY without a window', () =>
    check('CREATE TABLE o AS SELECT k, COUNT(*) AS n, SUM(v) AS s FROM l GROUP BY k;', (all) => {
      const rows = all.filter(({ topic, value }) => topic === 'l' && value !== null && value.k !== null);
      return rows.map(({ value }, i) => {
        const group = rows.slice(0, i + 1).filter((row) => row.value?.k === value?.k);
        const s = group.reduce((sum, row) => sum + (row.value?.v ?? 0), 0);
        return [Math.max(...group.map(({ ts }) => ts)), value?.k ?? null, { N: group.length, S: s }];
      });
    }));

  it.each([
    ['JOIN', false],
    ['LEFT JOIN', true],
  ])('a stream %s a table, as it is at the time', (join, left) =>
    check(
      `CREATE STREAM o AS SELECT l.id AS id, l.v AS a, t.v AS b FROM l ${join} t ON l.id = t.id;`,
      (all) => {
        const order = mergedByTime(all);
        return order.flatMap(({ topic, key, value, ts }, i): Out[] => {
          if (topic !== 'l' || value === null) return [];
          const row = order
            .slice(0, i)
            .filter((one) => one.topic === 't' && one.key !== null && one.key === key)
            .at(-1)?.value;
          if (!row && !left) return [];
          return [[ts, key, { A: value.v, B: row?.v ?? null }]];
        });
      },
    ),
  );

  it('a table’s rows that pass, and null values where they pass no more', () =>
    check('CREATE TABLE o AS SELECT id, v FROM t WHERE v > 4;', (all) => {
      const rows = all.filter(({ topic, key }) => topic === 't' && key !== null);
      return rows.flatMap(({ key, value, ts }, i): Out[] => {
        const old = rows
          .slice(0, i)
          .filter((row) => row.key === key)
          .at(-1)?.value;
        if (value !== null && value.v > 4) return [[ts, key, { V: value.v }]];
        return old && old.v > 4 ? [[ts, key, null]] : [];
      });
    }));

  it('PARTITION BY a value', () =>
    check('CREATE STREAM o AS SELECT k, id, v FROM l WHERE v <> 3 PARTITION BY k;', (all) =>
      all.flatMap(({ topic, key, value, ts }): Out[] =>
        topic === 'l' && value !== null && value.v !== 3 ? [[ts, value.k, { ID: key, V: value.v }]] : [],
      ),
    ));
});
