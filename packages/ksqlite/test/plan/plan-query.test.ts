import { planOutline } from './support/plan-outline.ts';
import { planningBench } from './support/planning-bench.ts';

const bench = planningBench(`
  CREATE STREAM s (k INT KEY, a INT, b INT, tags ARRAY<STRING>) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM r (k INT KEY, c INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM q (k INT KEY, d INT) WITH (KAFKA_TOPIC='q', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t (k INT PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE u (k INT PRIMARY KEY, w INT) WITH (KAFKA_TOPIC='u', VALUE_FORMAT='JSON', PARTITIONS=2);
`);
const outline = (sql: string): string => planOutline(bench.plan(sql));

describe('the plan of a stream', () => {
  it('filters, then selects', () => {
    expect(outline('CREATE STREAM o AS SELECT k, a + b AS c FROM s WHERE a > 1;')).toBe(`\
[ SINK ] | O (topic: O)
  [ PROJECT ] | S.K AS K, (S.A + S.B) AS C
    [ FILTER ] | (S.A > 1)
      [ SOURCE ] | S (topic: s)`);
  });

  it('has a step for table functions', () => {
    expect(outline('CREATE STREAM o AS SELECT k, EXPLODE(tags) AS tag FROM s;')).toBe(`\
[ SINK ] | O (topic: O)
  [ PROJECT ] | S.K AS K, #TABLE0 AS TAG
    [ FLAT MAP ] | EXPLODE(S.TAGS)
      [ SOURCE ] | S (topic: s)`);
  });

  it('is keyed by what PARTITION BY names, without a step of its own', () => {
    expect(outline('CREATE STREAM o AS SELECT a, b FROM s PARTITION BY b;')).toBe(`\
[ SINK ] | O (topic: O)
  [ PROJECT ] | S.B AS B, S.A AS A
    [ SOURCE ] | S (topic: s)`);
  });
});

describe('the plan of joins', () => {
  const WITHIN = 'WITHIN 5 SECONDS GRACE PERIOD 1 SECONDS';

  it('joins streams that are keyed by what they are joined on', () => {
    expect(outline(`CREATE STREAM o AS SELECT s.k, a, c FROM s JOIN r ${WITHIN} ON s.k = r.k;`)).toBe(`\
[ SINK ] | O (topic: O)
  [ PROJECT ] | #JOINKEY AS S_K, S.A AS A, R.C AS C
    [ STREAM STREAM JOIN ] | INNER on S.K = R.K | within 5000 ms before, 5000 ms after, grace 1000 ms
      [ SOURCE ] | S (topic: s)
      [ SOURCE ] | R (topic: r)`);
  });

  it('repartitions a side that is not', () => {
    expect(outline(`CREATE STREAM o AS SELECT s.k, a FROM s JOIN r ${WITHIN} ON s.k = r.c;`)).toBe(`\
[ SINK ] | O (topic: O)
  [ PROJECT ] | #JOINKEY AS S_K, S.A AS A
    [ STREAM STREAM JOIN ] | INNER on S.K = R.C | within 5000 ms before, 5000 ms after, grace 1000 ms
      [ SOURCE ] | S (topic: s)
      [ REPARTITION ] | by R.C | topic: _ksql-Q_1-R-repartition
        [ SOURCE ] | R (topic: r)`);
  });

  it('continues in one sub-topology while the key stays', () => {
    const sql = `CREATE STREAM o AS SELECT s.k, v FROM s JOIN r ${WITHIN} ON s.k = r.k LEFT JOIN t ON s.k = t.k;`;
    expect(outline(sql)).toBe(`\
[ SINK ] | O (topic: O)
  [ PROJECT ] | #JOINKEY AS S_K, T.V AS V
    [ STREAM TABLE JOIN ] | LEFT on #JOINKEY = T.K
      [ STREAM STREAM JOIN ] | INNER on S.K = R.K | within 5000 ms before, 5000 ms after, grace 1000 ms
        [ SOURCE ] | S (topic: s)
        [ SOURCE ] | R (topic: r)
      [ TABLE SOURCE ] | T (topic: t)`);
  });

  it('is cut where the next join is on another key', () => {
    const sql = `CREATE STREAM o AS SELECT s.k, d FROM s JOIN r ${WITHIN} ON s.k = r.k JOIN q ${WITHIN} ON r.c = q.d;`;
    expect(outline(sql.replace('s.k, d', 's.k, r.c, d'))).toBe(`\
[ SINK ] | O (topic: O)
  [ PROJECT ] | #JOINKEY AS C, S.K AS S_K, Q.D AS D
    [ STREAM STREAM JOIN ] | INNER on R.C = Q.D | within 5000 ms before, 5000 ms after, grace 1000 ms
      [ REPARTITION ] | by R.C | topic: _ksql-Q_1-join-1
        [ STREAM STREAM JOIN ] | INNER on S.K = R.K | within 5000 ms before, 5000 ms after, grace 1000 ms
          [ SOURCE ] | S (topic: s)
          [ SOURCE ] | R (topic: r)
      [ REPARTITION ] | by Q.D | topic: _ksql-Q_1-Q-repartition
        [ SOURCE ] | Q (topic: q)`);
  });

  it('joins tables on their primary keys; a FULL JOIN has a key of its own', () => {
    const sql = 'CREATE TABLE o AS SELECT ROWKEY, v, w FROM t FULL OUTER JOIN u ON t.k = u.k WHERE v > 1;';
    expect(outline(sql)).toBe(`\
[ SINK ] | O (topic: O)
  [ TABLE PROJECT ] | ROWKEY AS ROWKEY, T.V AS V, U.W AS W
    [ TABLE FILTER ] | (T.V > 1)
      [ TABLE TABLE JOIN ] | OUTER on the primary keys
        [ TABLE SOURCE ] | T (topic: t)
        [ TABLE SOURCE ] | U (topic: u)`);
  });
});

describe('the plan of a join on a foreign key', () => {
  it('has no repartition', () => {
    const sql = 'CREATE TABLE o AS SELECT t.k, t.v, u.w FROM t LEFT JOIN u ON t.v + 1 = u.k WHERE w > 1;';
    expect(outline(sql)).toBe(`\
[ SINK ] | O (topic: O)
  [ TABLE PROJECT ] | T.K AS T_K, T.V AS V, U.W AS W
    [ TABLE FILTER ] | (U.W > 1)
      [ FOREIGN KEY TABLE TABLE JOIN ] | LEFT on (T.V + 1) = the right primary key
        [ TABLE SOURCE ] | T (topic: t)
        [ TABLE SOURCE ] | U (topic: u)`);
  });
});

describe('the plan of aggregates', () => {
  it('reads a stream that is keyed by the group as it is', () => {
    expect(outline('CREATE TABLE o AS SELECT k, COUNT(*) AS n FROM s GROUP BY k;')).toBe(`\
[ SINK ] | O (topic: O)
  [ TABLE PROJECT ] | \`GROUP:0\` AS K, \`CALL:0\` AS N
    [ AGGREGATE ] | by S.K | COUNT(*)
      [ SOURCE ] | S (topic: s)`);
  });

  it('repartitions one that is not, after WHERE; HAVING comes behind', () => {
    const sql = 'CREATE TABLE o AS SELECT a, SUM(b) AS n FROM s WHERE b > 0 GROUP BY a HAVING SUM(b) > 5;';
    expect(outline(sql)).toBe(`\
[ SINK ] | O (topic: O)
  [ TABLE PROJECT ] | \`GROUP:0\` AS A, \`CALL:0\` AS N
    [ HAVING ] | (\`CALL:0\` > 5)
      [ AGGREGATE ] | by S.A | SUM(S.B)
        [ REPARTITION ] | by S.A | topic: _ksql-Q_1-groupby
          [ FILTER ] | (S.B > 0)
            [ SOURCE ] | S (topic: s)`);
  });

  it('says its windows with their defaults', () => {
    const sql =
      'CREATE TABLE o AS SELECT k, WINDOWSTART AS w, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 1 MINUTE, GRACE PERIOD 5 SECONDS) GROUP BY k EMIT FINAL;';
    expect(outline(sql)).toBe(`\
[ SINK ] | O (topic: O)
  [ TABLE PROJECT ] | \`GROUP:0\` AS K, WINDOWSTART AS W, \`CALL:0\` AS N
    [ WINDOW AGGREGATE ] | by S.K | COUNT(*) | TUMBLING 60000 ms, advance 60000 ms, grace 5000 ms | final
      [ SOURCE ] | S (topic: s)`);
  });

  it('sends changes of a table to their groups', () => {
    expect(outline('CREATE TABLE o AS SELECT v, COUNT(*) AS n FROM t WHERE v > 1 GROUP BY v;')).toBe(`\
[ SINK ] | O (topic: O)
  [ TABLE PROJECT ] | \`GROUP:0\` AS V, \`CALL:0\` AS N
    [ TABLE AGGREGATE ] | COUNT(*)
      [ TABLE REPARTITION ] | by T.V | topic: _ksql-Q_1-groupby
        [ TABLE FILTER ] | (T.V > 1)
          [ TABLE SOURCE ] | T (topic: t)`);
  });
});

describe('the plan of a query for a client', () => {
  it('has no sink and no keys', () => {
    expect(outline('SELECT b, k FROM s EMIT CHANGES;')).toBe(`\
[ PROJECT ] | S.B AS B, S.K AS K
  [ SOURCE ] | S (topic: s)`);
  });

  it('groups everything by a constant where aggregates stand without GROUP BY', () => {
    expect(outline('SELECT COUNT(*) AS n FROM s EMIT CHANGES;')).toBe(`\
[ TABLE PROJECT ] | \`CALL:0\` AS N
  [ AGGREGATE ] | by 1 | COUNT(*)
    [ REPARTITION ] | by 1 | topic: _ksql-S-groupby
      [ SOURCE ] | S (topic: s)`);
  });

  it('gives a table’s rows as they come', () => {
    expect(outline('SELECT * FROM t WHERE v = 1 EMIT CHANGES;')).toBe(`\
[ PROJECT ] | T.K AS K, T.V AS V
  [ FILTER ] | (T.V = 1)
    [ TABLE ROWS ]
      [ SOURCE ] | T (topic: t)`);
  });

  it('looks up the keys that WHERE asks for', () => {
    expect(outline('SELECT v FROM t WHERE k IN (1, 2, 1) AND v > 0;')).toBe(`\
[ PROJECT ] | T.V AS V
  [ FILTER ] | ((T.K IN (1, 2, 1)) AND (T.V > 0))
    [ TABLE LOOKUP ] | T (topic: t) | 2 keys`);
    expect(outline('SELECT v FROM t WHERE k > 1;')).toContain('| all rows');
  });
});
