import type { PlanNode } from '../../src/plan/plan-node.ts';
import { findNode, schemaOf } from './support/plan-outline.ts';
import { planningBench } from './support/planning-bench.ts';

const bench = planningBench(`
  CREATE STREAM s (k INT KEY, a INT, b INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM r (k INT KEY, c INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t (k INT PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE w AS SELECT k, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY k;
`);

const STATEMENTS = [
  'CREATE STREAM o AS SELECT k, a FROM s WHERE a > 1;',
  'CREATE STREAM o AS SELECT s.k, b, c, v FROM s JOIN r WITHIN 1 SECOND ON s.k = r.c JOIN t ON s.k = t.k;',
  'CREATE TABLE o AS SELECT a, COUNT(*) FROM s GROUP BY a HAVING COUNT(*) > 1;',
  'CREATE TABLE o AS SELECT v, COUNT(*) FROM t GROUP BY v;',
  'SELECT * FROM w EMIT CHANGES;',
  'SELECT * FROM t WHERE k = 1;',
];

/** Throws for what is neither a value, a list nor a plain object. */
function assertPlain(value: unknown, path: string): void {
  if (typeof value === 'function' || typeof value === 'symbol')
    throw new Error(`${path} is a ${typeof value}`);
  if (typeof value !== 'object' || value === null) return;
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== Array.prototype)
    throw new Error(`${path} is a ${proto?.constructor?.name}`);
  for (const [name, part] of Object.entries(value)) assertPlain(part, `${path}.${name}`);
}

describe('a plan', () => {
  it.each(STATEMENTS)('is plain data: %s', (sql) => {
    const plan: PlanNode = bench.plan(sql);
    assertPlain(plan, 'plan');
    expect(structuredClone(plan)).toEqual(plan);
  });

  it('gives every step a schema of columns with their roles', () => {
    const plan = bench.plan('CREATE TABLE o AS SELECT a, SUM(b) AS n FROM s GROUP BY a;');
    expect(schemaOf(findNode(plan, 'StreamSource'))).toEqual([
      'S.K INTEGER key',
      'S.A INTEGER value',
      'S.B INTEGER value',
      'S.ROWTIME BIGINT pseudo',
      'S.ROWPARTITION INTEGER pseudo',
      'S.ROWOFFSET BIGINT pseudo',
    ]);
    expect(schemaOf(findNode(plan, 'Repartition'))).toEqual([
      'S.K INTEGER value',
      'S.A INTEGER value',
      'S.B INTEGER value',
      'S.ROWTIME BIGINT pseudo',
    ]);
    expect(schemaOf(plan)).toEqual(['.A INTEGER key', '.N INTEGER value']);
  });

  it('writes columns into an internal topic under names that do not change', () => {
    const sql =
      'CREATE STREAM o AS SELECT r.c, v FROM s JOIN r WITHIN 1 SECOND ON s.k = r.k JOIN t ON r.c = t.k;';
    const { stored, keys, name } = findNode(bench.plan(sql), 'Repartition');
    expect(name).toBe('Q_1-join-1');
    expect(keys.map((key) => key.name)).toEqual(['\0KEY0']);
    expect(stored.map(({ storedAs }) => storedAs)).toEqual([
      'S_K_0',
      'S_A_1',
      'S_B_2',
      'S_ROWTIME_3',
      'S_ROWPARTITION_4',
      'S_ROWOFFSET_5',
      'R_K_6',
      'R_C_7',
      'R_ROWTIME_8',
      'R_ROWPARTITION_9',
      'R_ROWOFFSET_10',
    ]);
  });

  it('shows a client the bounds of a windowed source behind its keys', () => {
    expect(schemaOf(bench.plan('SELECT * FROM w EMIT CHANGES;'))).toEqual([
      '.K INTEGER value',
      '.WINDOWSTART BIGINT value',
      '.WINDOWEND BIGINT value',
      '.N BIGINT value',
    ]);
  });
});
