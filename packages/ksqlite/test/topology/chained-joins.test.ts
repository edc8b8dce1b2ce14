import fc from 'fast-check';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Input, isUnexpected, openLine } from '../engine/support/line.ts';

const SOURCES = `
  CREATE STREAM l (id VARCHAR KEY, v INT, k VARCHAR) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM r (id VARCHAR KEY, v INT, k VARCHAR) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM q (id VARCHAR KEY, v INT, k VARCHAR) WITH (KAFKA_TOPIC='q', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE u (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='u', VALUE_FORMAT='JSON', PARTITIONS=2);`;
const WITHIN = 'WITHIN 9 MILLISECONDS GRACE PERIOD 3 MILLISECONDS';

/** A chain that is cut on the way, and the same in statements of one join each. */
const CHAINS: readonly (readonly [name: string, chain: string, steps: string])[] = [
  [
    'two tables on two columns',
    'CREATE STREAM o AS SELECT l.id AS id, l.k AS k, l.v AS a, t.v AS b, u.v AS c FROM l LEFT JOIN t ON l.id = t.id JOIN u ON l.k = u.id;',
    `CREATE STREAM m AS SELECT l.id AS id, l.k AS k, l.v AS a, t.v AS b FROM l LEFT JOIN t ON l.id = t.id;
     CREATE STREAM p AS SELECT m.id AS id, m.k AS k, m.a AS a, m.b AS b, u.v AS c FROM m JOIN u ON m.k = u.id;`,
  ],
  [
    'streams on two columns',
    `CREATE STREAM o AS SELECT r.k AS k, l.v AS a, r.v AS b, q.v AS c, l.ROWTIME AS since
       FROM l JOIN r ${WITHIN} ON l.id = r.id LEFT JOIN q ${WITHIN} ON r.k = q.id;`,
    `CREATE STREAM m AS SELECT l.id AS id, r.k AS k, l.v AS a, r.v AS b, l.ROWTIME AS since FROM l JOIN r ${WITHIN} ON l.id = r.id;
     CREATE STREAM p AS SELECT m.k AS k, m.a AS a, m.b AS b, q.v AS c, m.since AS since FROM m LEFT JOIN q ${WITHIN} ON m.k = q.id;`,
  ],
  [
    'a stream behind a table',
    `CREATE STREAM o AS SELECT l.id AS id, l.v AS a, t.v AS b, q.v AS c
       FROM l JOIN t ON l.id = t.id LEFT JOIN q ${WITHIN} ON t.id = q.id;`,
    `CREATE STREAM m AS SELECT l.id AS id, l.v AS a, t.v AS b FROM l JOIN t ON l.id = t.id;
     CREATE STREAM p AS SELECT m.id AS id, m.a AS a, m.b AS b, q.v AS c FROM m LEFT JOIN q ${WITHIN} ON m.id = q.id;`,
  ],
  [
    'an expression, behind a FULL JOIN',
    `CREATE STREAM o AS SELECT l.id AS lid, l.v AS a, r.v AS b, t.v AS c, t.id AS tid
       FROM l FULL JOIN r ${WITHIN} ON l.id = r.id JOIN t ON LCASE(r.k) = t.id;`,
    `CREATE STREAM m AS SELECT ROWKEY, l.id AS lid, LCASE(r.k) AS k, l.v AS a, r.v AS b FROM l FULL JOIN r ${WITHIN} ON l.id = r.id;
     CREATE STREAM p AS SELECT m.lid AS lid, m.a AS a, m.b AS b, t.v AS c, t.id AS tid FROM m JOIN t ON m.k = t.id;`,
  ],
];

/** The partition of a record without a key is that of the record it was made of, and so another where it was rekeyed. */
function byKey(partitions: [unknown, string | null, unknown][][]): Record<string, unknown[]> {
  const keys: Record<string, unknown[]> = {};
  partitions.forEach((records, partition) => {
    for (const [ts, key, value] of records)
      keys[`${key}`] = [...(keys[`${key}`] ?? []), key === null ? [ts, value] : [partition, ts, value]];
  });
  keys.null?.sort();
  return keys;
}

/** No two records have one time: which of equals comes first is not what is looked at here. */
const sent: fc.Arbitrary<Input[]> = fc
  .array(
    fc.record({
      topic: fc.constantFrom('l', 'r', 'q', 't', 'u'),
      key: fc.constantFrom('a', 'b', 'c'),
      value: fc.record({ v: fc.nat(9), k: fc.constantFrom('a', 'b', 'c', null) }),
    }),
    { maxLength: 40, size: 'max' },
  )
  .map((all) => all.map((one, i) => ({ ...one, ts: i })));

describe('a chain of joins that is cut on the way', () => {
  it.each(CHAINS)('%s: as in statements of their own', (_, chain, steps) =>
    fc.assert(
      fc.asyncProperty(sent, async (all) => {
        const made: unknown[] = [];
        for (const [sql, topic] of [
          [chain, 'O'],
          [steps, 'P'],
        ] as const) {
          const line = openLine(memoryDisk());
          await line.run({ sql: SOURCES });
          await line.run({ sql });
          for (const one of all) await line.run({ inputs: [one] });
          made.push(byKey(line.topics()[topic] as [unknown, string | null, unknown][][]));
          expect(line.problems.filter(isUnexpected)).toEqual([]);
          await line.engine.close();
        }
        expect(made[0]).toEqual(made[1]);
      }),
      { numRuns: 25 },
    ),
  );
});
