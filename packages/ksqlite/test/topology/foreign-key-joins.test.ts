import fc from 'fast-check';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Input, isUnexpected, openLine } from '../engine/support/line.ts';
import { take } from '../queries/support/take.ts';

/** Tables whose partitions do not match, with keys in formats that do not match. */
const SOURCES = `
  CREATE TABLE cars (id VARCHAR PRIMARY KEY, maker VARCHAR, v INT) WITH (KAFKA_TOPIC='cars', VALUE_FORMAT='JSON', PARTITIONS=3);
  CREATE TABLE makers (name VARCHAR PRIMARY KEY, w INT)
    WITH (KAFKA_TOPIC='makers', KEY_FORMAT='DELIMITED', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE owners (car VARCHAR PRIMARY KEY, x INT) WITH (KAFKA_TOPIC='owners', VALUE_FORMAT='JSON', PARTITIONS=2);`;

type Kind = 'JOIN' | 'LEFT JOIN';
type Sent = Input & { readonly value: { readonly [column: string]: string | number | null } | null };
type Rows = Readonly<Record<string, unknown>>;

const gone = fc.constant(null);
const of = (topic: string, keys: readonly string[], value: fc.Arbitrary<Sent['value']>) =>
  fc.record({
    topic: fc.constant(topic),
    key: fc.constantFrom(...keys),
    value: fc.oneof({ weight: 4, arbitrary: value }, gone),
    ts: fc.nat(50),
  });
const CARS = ['c1', 'c2', 'c3', 'c4', 'c5'];
const MAKERS = ['m1', 'm2', 'm3'];
const car = fc.record({ maker: fc.constantFrom(...MAKERS, 'none', null), v: fc.nat(9) });
const sent: fc.Arbitrary<Sent> = fc.oneof(
  of('cars', CARS, car),
  of('makers', MAKERS, fc.record({ w: fc.nat(9) })),
  of('owners', CARS, fc.record({ x: fc.nat(9) })),
);
/** What is sent in one go, and whether the process starts again before. */
const steps = fc.array(
  fc.record({ inputs: fc.array(sent, { minLength: 1, maxLength: 6 }), isRestarted: fc.boolean() }),
  { maxLength: 8, size: 'max' },
);

/** The last value of every key of a topic. */
function lastOf(records: readonly unknown[][]): Rows {
  const rows = new Map<string, unknown>();
  for (const partition of records)
    for (const [, key, value] of partition as [number, string, string | null][])
      if (value === null) rows.delete(key);
      else rows.set(key, JSON.parse(value));
  return Object.fromEntries([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const latest = (all: readonly Sent[], topic: string, key: string | null): Sent['value'] | undefined =>
  all.findLast((one) => one.topic === topic && one.key === key)?.value ?? undefined;

/** Each car with its maker, as the last records of both say. */
const joined = (kind: Kind, all: readonly Sent[]) =>
  CARS.flatMap((id) => {
    const own = latest(all, 'cars', id);
    const maker = own && latest(all, 'makers', own.maker as string | null);
    if (!own || (!maker && kind === 'JOIN')) return [];
    return [{ id, V: own.v ?? null, W: maker?.w ?? null }];
  });

const check = (sql: string, expected: (all: readonly Sent[]) => Rows): Promise<void> =>
  fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const disk = memoryDisk();
      let line = openLine(disk);
      await line.run({ sql: SOURCES });
      await line.run({ sql });
      for (const { inputs, isRestarted } of all) {
        if (isRestarted) {
          await line.engine.close();
          line = openLine(disk);
        }
        await line.run({ inputs });
      }
      expect(lastOf(line.topics().O ?? [])).toEqual(expected(all.flatMap(({ inputs }) => inputs)));
      expect(line.problems.filter(isUnexpected)).toEqual([]);
      await line.engine.close();
    }),
    { numRuns: 25 },
  );

describe('joins on a foreign key, over partitions that do not match, restarted anywhere', () => {
  it.each<Kind>(['JOIN', 'LEFT JOIN'])('%s', (kind) =>
    check(
      `CREATE TABLE o AS SELECT c.id AS id, v, w FROM cars c ${kind} makers m ON c.maker = m.name;`,
      (all) => Object.fromEntries(joined(kind, all).map(({ id, V, W }) => [id, { V, W }])),
    ),
  );

  it('on an expression, filtered', () =>
    check(
      `CREATE TABLE o AS SELECT c.id AS id, v, w FROM cars c JOIN makers m ON 'm' + SUBSTRING(c.maker, 2, 1) = m.name WHERE w > v;`,
      (all) =>
        Object.fromEntries(
          joined('JOIN', all).flatMap(({ id, V, W }) => (Number(W) > Number(V) ? [[id, { V, W }]] : [])),
        ),
    ));

  it('followed by a join on the primary key', () =>
    check(
      `CREATE TABLE o AS SELECT c.id AS id, v, w, x FROM cars c LEFT JOIN makers m ON c.maker = m.name JOIN owners ON c.id = car;`,
      (all) =>
        Object.fromEntries(
          joined('LEFT JOIN', all).flatMap(({ id, V, W }) => {
            const owner = latest(all, 'owners', id);
            return owner ? [[id, { V, W, X: owner.x }]] : [];
          }),
        ),
    ));

  it('grouped', () =>
    check(
      `CREATE TABLE o AS SELECT 'm' + CAST(w AS VARCHAR) AS g, COUNT(*) AS n, SUM(v) AS s FROM cars c JOIN makers m ON c.maker = m.name
       GROUP BY 'm' + CAST(w AS VARCHAR) HAVING COUNT(*) > 0;`,
      (all) => {
        const groups: Record<string, { N: number; S: number }> = {};
        for (const { V, W } of joined('JOIN', all)) {
          const { N, S } = groups[`m${W}`] ?? { N: 0, S: 0 };
          groups[`m${W}`] = { N: N + 1, S: S + Number(V) };
        }
        return groups;
      },
    ));
});

const CARS_AND_MAKER: Input[] = [
  { topic: 'cars', key: 'c1', value: { maker: 'm1', v: 1 }, ts: 1 },
  { topic: 'cars', key: 'c2', value: { maker: 'm2', v: 2 }, ts: 2 },
  { topic: 'makers', key: 'm1', value: { w: 10 }, ts: 3 },
];

test('what is read at once is joined as it comes to', async () => {
  const line = openLine(memoryDisk());
  await line.run({ sql: SOURCES });
  await line.run({
    inputs: [
      ...CARS_AND_MAKER,
      { topic: 'makers', key: 'm1', value: { w: 11 }, ts: 4 },
      { topic: 'cars', key: 'c1', value: { maker: 'm1', v: 3 }, ts: 5 },
    ],
  });
  await line.run({
    sql: 'CREATE TABLE o AS SELECT c.id, v, w FROM cars c JOIN makers m ON c.maker = m.name;',
  });
  expect(line.topics().O?.flat()).toEqual([[5, 'c1', '{"V":3,"W":11}']]);
  await line.engine.close();
});

test('its rows can be asked for, and a push query reads them', async () => {
  const line = openLine(memoryDisk());
  await line.run({ sql: SOURCES });
  await line.run({
    sql: 'CREATE TABLE o AS SELECT c.id AS id, v, w FROM cars c LEFT JOIN makers m ON c.maker = m.name;',
  });
  await line.run({ inputs: CARS_AND_MAKER });
  const { engine } = line;
  const all = await engine.query('SELECT * FROM o;');
  expect(await take(all, 2)).toEqual([
    ['c1', 1, 10],
    ['c2', 2, null],
  ]);
  const one = await engine.query("SELECT w FROM o WHERE id = 'c1';");
  expect(await take(one, 1)).toEqual([[10]]);
  const push = await engine.query(
    'SELECT c.id, w FROM cars c JOIN makers m ON c.maker = m.name EMIT CHANGES;',
    { properties: { 'auto.offset.reset': 'earliest' } },
  );
  expect(await take(push, 1)).toEqual([['c1', 10]]);
  await line.run({ inputs: [{ topic: 'makers', key: 'm2', value: { w: 20 }, ts: 9 }] });
  expect(await take(push, 1)).toEqual([['c2', 20]]);
  push.close();
  await engine.close();
});
