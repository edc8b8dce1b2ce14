import fc from 'fast-check';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Input, isUnexpected, openLine } from '../engine/support/line.ts';

const SOURCES = ['a', 'b', 'd'].map(
  (name) =>
    `CREATE TABLE ${name} (id VARCHAR PRIMARY KEY, v INT, g VARCHAR) WITH (KAFKA_TOPIC='${name}', VALUE_FORMAT='JSON', PARTITIONS=1);`,
);

interface Value {
  readonly v: number;
  readonly g: string | null;
}
type Sent = Input & { readonly value: Value | null };
type Out = readonly [ts: number, key: string | null, value: unknown];

/** Any order of time, equals, null keys, deletions of what is not there. */
const sent: fc.Arbitrary<Sent[]> = fc.array(
  fc.record({
    topic: fc.constantFrom('a', 'b', 'd'),
    key: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('k', 'l') }, fc.constant(null)),
    value: fc.oneof(
      { weight: 2, arbitrary: fc.record({ v: fc.nat(9), g: fc.constantFrom('x', 'y', null) }) },
      fc.constant(null),
    ),
    ts: fc.nat(30),
  }),
  { maxLength: 25, size: 'max' },
);

/** What a query makes of records that come one by one; the process starts again where `restarts` says so. */
async function made(sql: string, all: readonly Sent[], restarts: readonly boolean[]): Promise<Out[]> {
  const disk = memoryDisk();
  let line = openLine(disk);
  await line.run({ sql: SOURCES.join('\n') });
  await line.run({ sql });
  for (const [i, one] of all.entries()) {
    if (restarts[i] === true) {
      await line.engine.close();
      line = openLine(disk);
    }
    await line.run({ inputs: [one] });
  }
  const out = line.topics().O!.flat() as [number, string | null, string | null][];
  expect(line.problems.filter(isUnexpected)).toEqual([]);
  await line.engine.close();
  return out.map(([ts, key, value]) => [ts, key, value === null ? null : JSON.parse(value)]);
}

const check = (sql: string, model: (all: readonly Sent[]) => Out[]): Promise<void> =>
  fc.assert(
    fc.asyncProperty(sent, fc.array(fc.boolean(), { maxLength: 25 }), async (all, restarts) => {
      expect(await made(sql, all, restarts)).toEqual(model(all));
    }),
    { numRuns: 40 },
  );

/** A row of a join: each side's record, and the latest of their times. */
interface Joined {
  readonly ts: number;
  readonly sides: readonly (Value | null)[];
}
type JoinType = 'JOIN' | 'LEFT JOIN' | 'RIGHT JOIN' | 'FULL JOIN';

/** The last record of a key, of all that came before. */
function latest(past: readonly Sent[], topic: string, key: string | null): Joined | null {
  const last = past.filter((one) => one.topic === topic && one.key === key).at(-1);
  return last?.value ? { ts: last.ts, sides: [last.value] } : null;
}

function pair(type: JoinType, left: Joined | null, right: Joined | null, width: number): Joined | null {
  if (!left && !right) return null;
  if (!left && type !== 'RIGHT JOIN' && type !== 'FULL JOIN') return null;
  if (!right && type !== 'LEFT JOIN' && type !== 'FULL JOIN') return null;
  return {
    ts: Math.max(left?.ts ?? -1, right?.ts ?? -1),
    sides: [...(left?.sides ?? Array<null>(width).fill(null)), right?.sides[0] ?? null],
  };
}

/** Kafka Streams' joins of tables, looking at everything that came before for every record. */
function joinModel(types: readonly JoinType[], all: readonly Sent[]): Out[] {
  const topics = ['a', 'b', 'd'];
  return all.flatMap((one, i): Out[] => {
    if (one.key === null) return [];
    const past = all.slice(0, i);
    const at = topics.indexOf(one.topic);
    if (at > types.length) return [];
    let next: Joined | null = one.value && { ts: one.ts, sides: [one.value] };
    let old = latest(past, one.topic, one.key);
    let { ts } = one;
    const leftUpTo = (level: number): Joined | null =>
      level === 0
        ? latest(past, 'a', one.key)
        : pair(types[level - 1]!, leftUpTo(level - 1), latest(past, topics[level]!, one.key), level);
    for (let level = Math.max(0, at - 1); level < types.length; level++) {
      const type = types[level]!;
      const fromRight = at === level + 1;
      const other = fromRight ? leftUpTo(level) : latest(past, topics[level + 1]!, one.key);
      const alone = type === 'FULL JOIN' || type === (fromRight ? 'RIGHT JOIN' : 'LEFT JOIN');
      if (other === null && (!alone || (next === null && old === null))) return [];
      ts = Math.max(ts, other?.ts ?? -1);
      const join = (own: Joined | null): Joined | null =>
        fromRight ? pair(type, other, own, level + 1) : pair(type, own, other, level + 1);
      next = join(next);
      old = join(old);
    }
    const [a, b, d] = next?.sides ?? [];
    const value = { V: a?.v ?? null, W: b?.v ?? null, ...(types.length > 1 ? { X: d?.v ?? null } : {}) };
    return [[ts, one.key, next === null ? null : value]];
  });
}

describe('tables against naive ones', () => {
  it.each<[JoinType, string]>([
    ['JOIN', 'a.id'],
    ['LEFT JOIN', 'a.id'],
    ['RIGHT JOIN', 'b.id'],
    ['FULL JOIN', 'ROWKEY'],
  ])('a table %s a table', (type, key) =>
    check(
      `CREATE TABLE o AS SELECT ${key} AS id, a.v AS v, b.v AS w FROM a ${type} b ON a.id = b.id;`,
      (all) => joinModel([type], all),
    ),
  );

  it.each<[JoinType, JoinType, string]>([
    ['JOIN', 'LEFT JOIN', 'a.id'],
    ['LEFT JOIN', 'JOIN', 'a.id'],
    ['LEFT JOIN', 'RIGHT JOIN', 'd.id'],
    ['RIGHT JOIN', 'FULL JOIN', 'ROWKEY'],
  ])('%s and %s', (first, second, key) =>
    check(
      `CREATE TABLE o AS SELECT ${key} AS id, a.v AS v, b.v AS w, d.v AS x
         FROM a ${first} b ON a.id = b.id ${second} d ON a.id = d.id;`,
      (all) => joinModel([first, second], all),
    ),
  );

  it('groups of a table, whose rows come, change and leave', () =>
    check(
      'CREATE TABLE o AS SELECT g, COUNT(*) AS n, SUM(v) AS s, COLLECT_LIST(v) AS l FROM a WHERE v > 1 GROUP BY g HAVING COUNT(*) <> 2;',
      (all) => {
        const passing = (one: Sent | undefined): Value | null =>
          one?.value && one.value.v > 1 && one.value.g !== null ? one.value : null;
        const rows = all.filter((one) => one.topic === 'a' && one.key !== null);
        /** The values in a group after each change of it, with the latest time of them. */
        const groups = new Map<string, { ts: number; list: number[] }[]>();
        const out: Out[] = [];
        const change = (g: string, ts: number, minus: number | null, plus: number | null): void => {
          const history = groups.get(g) ?? [];
          const before = history.at(-1);
          const list = [...(before?.list ?? [])];
          if (minus !== null) list.splice(list.lastIndexOf(minus), 1);
          if (plus !== null) list.push(plus);
          const now = { ts: Math.max(ts, before?.ts ?? 0), list };
          groups.set(g, [...history, now]);
          const value = { N: list.length, S: list.reduce((sum, v) => sum + v, 0), L: list };
          if (list.length !== 2) out.push([now.ts, g, value]);
          else if (before && before.list.length !== 2) out.push([now.ts, g, null]);
        };
        rows.forEach((one, i) => {
          const old = passing(
            rows
              .slice(0, i)
              .filter(({ key }) => key === one.key)
              .at(-1),
          );
          const next = passing(one);
          if (old && next && old.g === next.g) change(next.g!, one.ts, old.v, next.v);
          else {
            if (old) change(old.g!, one.ts, old.v, null);
            if (next) change(next.g!, one.ts, null, next.v);
          }
        });
        return out;
      },
    ));
});
