import { withOwnFunctions } from '../../src/database/functions/own-functions.ts';
import { scalarFunction } from '../../src/database/functions/scalar-function.ts';
import { tableFunction } from '../../src/database/functions/table-function.ts';
import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { describeSource } from '../../src/inspect/describe-source.ts';
import { explainQuery, explainRunning } from '../../src/inspect/explain.ts';
import { describeFunction } from '../../src/inspect/functions/describe-function.ts';
import { listFunctions } from '../../src/inspect/functions/list-functions.ts';
import { findSource, knownSources } from '../../src/inspect/inspected.ts';
import { listTopics, listTopicsExtended } from '../../src/inspect/list-topics.ts';
import { lagOn } from '../../src/inspect/query-offsets.ts';
import { storedText } from '../../src/inspect/stored/stored-statement.ts';
import { topicStatistics } from '../../src/inspect/topic-statistics.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { parseStatements } from '../../src/sql/parser/parse.ts';
import { openSession } from '../../src/statements/session/session.ts';
import { type Line, openLine } from '../engine/support/line.ts';

const SCRIPT = `
  CREATE STREAM a (id VARCHAR KEY, v INT, \`low\` DECIMAL(5, 2)) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM b (id VARCHAR KEY, w INT) WITH (KAFKA_TOPIC='b', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE n AS SELECT v, COUNT(*) AS n FROM a GROUP BY v;`;

let line: Line;
beforeEach(async () => {
  line = openLine(memoryDisk());
  await line.run({ sql: SCRIPT });
});
afterEach(() => line.engine.close());

describe('a statement as ksqlDB stores it', () => {
  it.each([
    [
      'create stream j as select a.id, v + 1, b.w from a join b within 90 seconds grace period 1 minute on a.id = b.id where v > 1 partition by a.id;',
      "CREATE STREAM J WITH (CLEANUP_POLICY='delete', KAFKA_TOPIC='J', REPLICAS=1, RETENTION_MS=604800000) AS SELECT\n  A.ID A_ID,\n  (A.V + 1) KSQL_COL_0,\n  B.W W\nFROM A A\nINNER JOIN B B WITHIN 90 SECONDS GRACE PERIOD 1 MINUTES ON ((A.ID = B.ID))\nWHERE (A.V > 1)\nPARTITION BY A.ID\nEMIT CHANGES;",
    ],
    [
      "create table w with (kafka_topic='a') as select id, `low` from a window session (5 minutes, grace period 1 day) group by id, `low` emit final;",
      "CREATE TABLE W WITH (CLEANUP_POLICY='compact,delete', KAFKA_TOPIC='a', PARTITIONS=2, REPLICAS=1, RETENTION_MS=604800000) AS SELECT\n  A.ID ID,\n  A.`low` `low`\nFROM A A\nWINDOW SESSION ( 5 MINUTES , GRACE PERIOD 1 DAYS ) \nGROUP BY A.ID, A.`low`\nEMIT FINAL;",
    ],
    [
      'CREATE STREAM a (id VARCHAR KEY);',
      "CREATE STREAM A (ID STRING KEY) WITH (CLEANUP_POLICY='delete', KEY_FORMAT='KAFKA', VALUE_FORMAT='JSON');",
    ],
    ['DROP STREAM a DELETE TOPIC;', 'DROP STREAM A;'],
    ['INSERT INTO a SELECT * FROM a;', 'INSERT INTO a SELECT * FROM a;'],
  ])('%s', (sql, stored) => {
    expect(storedText(sql, knownSources(line.engine))).toBe(stored);
  });
});

describe('figures', () => {
  const input = (key: string, ts: number) => ({ topic: 'a', key, value: { v: 1 }, ts });

  it('count records, and give their rate by their own timestamps', async () => {
    const now = line.engine.now();
    const hour = 3_600_000;
    await line.run({ inputs: [input('x', -hour), input('x', -50), input('x', -40), input('y', -30)] });
    const { total, perSecond } = topicStatistics(line.engine.log, 'a', now);
    expect([total, perSecond]).toEqual([4, 3 / 60]);
    expect(topicStatistics(line.engine.log, 'nowhere', now)).toEqual({
      total: 0,
      perSecond: 0,
      lastTimestamp: undefined,
    });
  });

  it('say how far queries are behind and how old the oldest unread record is', async () => {
    await line.run({ inputs: [input('x', 5), input('y', 6)] });
    const { engine } = line;
    expect(lagOn(engine.log, engine.queries(), 'a')).toEqual({ read: 2, unread: 0, oldestUnread: undefined });
    // a reader that has committed nothing yet
    const [query] = engine.queries();
    const fresh = { ...query!, id: 'NEW' };
    const { read, unread, oldestUnread } = lagOn(engine.log, [fresh], 'a');
    expect([read, unread, (oldestUnread ?? 0) % 1000]).toEqual([0, 2, 5]);
  });

  it('stand in DESCRIBE beside what reads and writes', async () => {
    await line.run({ inputs: [input('x', 5)] });
    const described = describeSource(line.engine, findSource(line.engine, 'A')!, true);
    expect(described.fields[2]?.schema).toEqual({
      type: 'DECIMAL',
      fields: null,
      memberSchema: null,
      parameters: { precision: 5, scale: 2 },
    });
    expect(described.readQueries.map(({ id }) => id)).toEqual(['CTAS_N_1']);
    expect(described.sourceConstraints).toEqual(['N']);
    expect(
      Object.fromEntries(described.clusterStatistics.map(({ name, value }) => [name, value])),
    ).toMatchObject({
      'total-messages': 1,
      'consumer-total-messages': 1,
      'consumer-lag': 0,
      'oldest-unread-ms': 0,
    });
  });
});

describe('operators', () => {
  it('stand in DESCRIBE EXTENDED of what their query writes, with what went through and what was left out', async () => {
    const own = openLine(memoryDisk());
    await own.run({
      sql: `CREATE STREAM s (id VARCHAR KEY, a INT, b INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=2);
            CREATE TABLE n AS SELECT a, COUNT(*) AS c, SUM(10 / b) AS q FROM s WHERE b < 5 GROUP BY a;`,
    });
    const send = (key: string, value: unknown) => ({ topic: 's', key, value, ts: 1 });
    await own.run({
      inputs: [
        send('x', { a: 1, b: 2 }),
        send('y', { a: 1, b: 0 }),
        send('z', { a: null, b: 1 }),
        send('u', { a: 3, b: 7 }),
        send('v', null),
        send('w', { a: 'x', b: 1 }),
      ],
    });
    const source = findSource(own.engine, 'N')!;
    const { operatorStatistics, clusterErrorStats, errorStats } = describeSource(own.engine, source, true);
    const none = { nullKey: 0, nullValue: 0, failed: 0 };
    const figures = { queryId: 'CTAS_N_1', errors: 0, late: 0, dropped: none };
    const before = { ...figures, subTopology: 'CTAS_N_1-groupby' };
    const main = { ...figures, subTopology: 'main' };
    expect(operatorStatistics).toEqual([
      { ...before, operator: 'filter', recordsIn: 5, recordsOut: 3, dropped: { ...none, nullValue: 1 } },
      { ...before, operator: 'repartition', recordsIn: 3, recordsOut: 3 },
      {
        ...main,
        operator: 'aggregate',
        recordsIn: 3,
        recordsOut: 2,
        errors: 1,
        dropped: { ...none, nullKey: 1 },
      },
      { ...main, operator: 'project', recordsIn: 2, recordsOut: 2 },
    ]);
    expect(clusterErrorStats.map(({ name, value }) => [name, value])).toEqual([
      ['unreadable-values', 1],
      ['expression-errors', 1],
      ['dropped-null-key', 1],
      ['dropped-null-value', 1],
    ]);
    expect(errorStats).toBe(
      'unreadable-values: 1   expression-errors: 1   dropped-null-key: 1   dropped-null-value: 1',
    );
    const [query] = own.engine.queries();
    expect(explainRunning(own.engine, query!).processingErrors).toEqual({
      'unreadable-value': 1,
      'failed-expression': 1,
      'null-key': 1,
    });
    expect(describeSource(own.engine, source, false)).not.toHaveProperty('operatorStatistics');
    await own.engine.close();
  });
});

describe('topics and queries', () => {
  it('internal topics show themselves only when all are asked for', () => {
    const names = (all: boolean) => listTopics(line.engine, all).map(({ name }) => name);
    expect(names(false)).toEqual(['N', 'a', 'b']);
    expect(names(true)).toEqual(['N', '_ksql-CTAS_N_1-groupby', '_ksql-commands', 'a', 'b']);
    expect(
      listTopicsExtended(line.engine, false).map((t) => [t.name, t.consumerCount, t.consumerGroupCount]),
    ).toEqual([
      ['N', 0, 0],
      ['a', 2, 1],
      ['b', 0, 0],
    ]);
  });

  it('EXPLAIN shows a query’s parts, and what lies between them', () => {
    const [query] = line.engine.queries();
    const { sources, sinks, topology, executionPlan, tasksMetadata } = explainRunning(line.engine, query!);
    expect([sources, sinks]).toEqual([['A'], ['N']]);
    expect(topology).toContain('Source: A (topic: a)');
    expect(topology).toContain('topic: _ksql-CTAS_N_1-groupby');
    expect(
      executionPlan.replaceAll('\t\t', '  '),
    ).toBe(` > [ SINK ] | N (topic: N) | Schema: V INTEGER KEY, N BIGINT
   > [ TABLE PROJECT ] | \`GROUP:0\` AS V, \`CALL:0\` AS N | Schema: V INTEGER KEY, N BIGINT
     > [ AGGREGATE ] | by A.V | COUNT(*) | Schema: \`GROUP:0\` INTEGER KEY, \`CALL:0\` BIGINT, WINDOWSTART BIGINT, WINDOWEND BIGINT
       > [ REPARTITION ] | by A.V | topic: _ksql-CTAS_N_1-groupby | Schema: A.ID STRING, A.V INTEGER, A.\`low\` DECIMAL(5, 2), A.ROWTIME BIGINT
         > [ SOURCE ] | A (topic: a) | Schema: A.ID STRING KEY, A.V INTEGER, A.\`low\` DECIMAL(5, 2), A.ROWTIME BIGINT, A.ROWPARTITION INTEGER, A.ROWOFFSET BIGINT
`);
    expect(tasksMetadata.map(({ taskId }) => taskId)).toEqual(['0_0', '0_1', '1_0', '1_1']);
  });
});

it('EXPLAIN of a SELECT that is not run shows its plan and sub-topologies', () => {
  const sql =
    'SELECT a.id, w FROM a JOIN b WITHIN 1 SECOND GRACE PERIOD 0 SECONDS ON a.v = b.w EMIT CHANGES;';
  const [parsed] = parseStatements(sql.replace('a.id, w', 'a.v, w'));
  if (parsed?.statement.kind !== 'QueryStatement') throw new Error('a query');
  const context = line.engine.planning(sql, openSession());
  const { topology, executionPlan, sources, sinks, queryType } = explainQuery(
    context,
    parsed.statement.query,
    sql,
    'transient_1',
  );
  expect([sources, sinks, queryType]).toEqual([['A', 'B'], [], 'PUSH']);
  expect(topology).toBe(`Topologies:
   Sub-topology: 0 (transient_1-A-repartition)
    Source: A (topic: a)
    Sink: _transient_1-A-repartition (topic: _ksql-transient_1-A-repartition)

   Sub-topology: 1 (transient_1-B-repartition)
    Source: B (topic: b)
    Sink: _transient_1-B-repartition (topic: _ksql-transient_1-B-repartition)

   Sub-topology: 2 (main)
    Source: _transient_1-A-repartition (topic: _ksql-transient_1-A-repartition)
    Source: _transient_1-B-repartition (topic: _ksql-transient_1-B-repartition)
`);
  expect(executionPlan.split('\n')[0]).toBe(
    ' > [ PROJECT ] | #JOINKEY AS V, B.W AS W | Schema: V INTEGER KEY, W INTEGER',
  );
});

describe('DESCRIBE FUNCTION', () => {
  const context = { now: () => 0, random: () => 0.5 };
  const { scalars, aggregates, tables } = builtinFunctions;
  const every = [...scalars, ...aggregates, ...tables];

  it('knows what every call of every function returns', () => {
    const unknown = every.flatMap(({ name }) =>
      (describeFunction(builtinFunctions, name, context)?.functions ?? [])
        .filter(({ returnType }) => returnType === '')
        .map((variant) => `${name}(${variant.argumentTypes.join(', ')})`),
    );
    expect(unknown).toEqual([]);
  });

  it.each([
    ['substring', ['VARCHAR', 'INT', 'INT'], 'VARCHAR'],
    ['MAP_VALUES', ['MAP<VARCHAR, T>'], 'ARRAY<T>'],
    ['ARRAY_MAX', ['ARRAY<T>'], 'T'],
    ['COLLECT_LIST', ['ANY'], 'ARRAY<ANY>'],
    ['SUM', ['DECIMAL'], 'DECIMAL'],
    ['CUBE_EXPLODE', ['ARRAY<T>'], 'ARRAY<T>'],
  ])('%s(%j) gives %s', (name, types, returns) => {
    const found = describeFunction(builtinFunctions, name, context);
    const variant = found?.functions.find(({ argumentTypes }) => argumentTypes.join() === types.join());
    expect(variant?.returnType).toBe(returns);
  });

  it('tells of a function of one’s own what it declares', () => {
    const own = withOwnFunctions([
      scalarFunction({
        name: 'NEAR',
        description: 'How near two places are.',
        args: ['STRUCT<LAT DOUBLE, LON DOUBLE>', 'DECIMAL...'],
        argNames: ['place', 'more'],
        returns: 'ARRAY<BIGINT>',
        call: () => [],
      }),
      tableFunction({ name: 'PAIRS', args: ['ANY'], returns: (type) => `ARRAY<${type}>`, rows: () => [] }),
    ]);
    expect(describeFunction(own, 'near', context)).toEqual({
      name: 'NEAR',
      description: 'How near two places are.',
      author: '',
      version: '',
      path: 'internal',
      functions: [
        {
          arguments: [
            {
              name: 'place',
              type: 'STRUCT<`LAT` DOUBLE, `LON` DOUBLE>',
              description: '',
              isVariadic: false,
            },
            { name: 'more', type: 'DECIMAL', description: '', isVariadic: true },
          ],
          returnType: 'ARRAY<BIGINT>',
          description: '',
          argumentTypes: ['STRUCT<`LAT` DOUBLE, `LON` DOUBLE>', 'DECIMAL'],
        },
      ],
      type: 'SCALAR',
    });
    expect(describeFunction(own, 'PAIRS', context)).toMatchObject({
      type: 'TABLE',
      functions: [{ returnType: 'ARRAY<ANY>' }],
    });
    expect(listFunctions(own)).toEqual(
      expect.arrayContaining([
        { name: 'EXPLODE', type: 'TABLE', category: 'TABLE' },
        { name: 'NEAR', type: 'SCALAR', category: 'OTHER' },
        { name: 'PAIRS', type: 'TABLE', category: 'TABLE' },
      ]),
    );
  });

  it('is undefined for a name that no function has', () => {
    expect(describeFunction(builtinFunctions, 'NOPE', context)).toBeUndefined();
  });
});
