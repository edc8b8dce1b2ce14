import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { type Input, type Line, openLine } from '../../engine/support/line.ts';

const A = `CREATE STREAM a (id INT KEY, v INT, w INT) WITH (KAFKA_TOPIC='a', KEY_FORMAT='JSON', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const T = `CREATE TABLE t (id INT PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', KEY_FORMAT='JSON', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const at = (topic: string, key: string, value: unknown, ts = 1): Input => ({ topic, key, value, ts });

/** The values of a topic. */
const valuesOf = (line: Line, topic: string): unknown[] =>
  (line.topics()[topic] ?? []).flat().map((record) => (record as [number, string, string])[2]);
const columnsOf = (line: Line, name: string): string[] =>
  line.engine
    .sources()
    .filter((source) => source.name === name)
    .flatMap(({ keys, values }) => [...keys, ...values].map((column) => column.name));
const refusal = (line: Line, sql: string): Promise<{ readonly code: string; readonly message: string }> =>
  line.engine.execute(sql).then(
    () => {
      throw new Error(`was not refused: ${sql}`);
    },
    (error) => error,
  );

let disk = memoryDisk();
let line: Line;
beforeEach(() => {
  disk = memoryDisk();
  line = openLine(disk);
});
afterEach(() => line.engine.close());

async function restart(): Promise<void> {
  await line.engine.close();
  line = openLine(disk);
}

describe('CREATE OR REPLACE of a query', () => {
  test('changes filter and columns from the next record on, under the id that it has', async () => {
    await line.run({ sql: `${A} CREATE STREAM b AS SELECT id, v FROM a;` });
    await line.run({ inputs: [at('a', '1', { v: 0, w: 7 })] });
    await line.run({ sql: 'CREATE OR REPLACE STREAM b AS SELECT id, v, w FROM a WHERE v > 0;' });
    expect(line.engine.queries().map(({ id }) => id)).toEqual(['CSAS_B_1']);
    await line.run({ inputs: [at('a', '1', { v: 0, w: 7 }), at('a', '1', { v: 1, w: 8 })] });
    await restart();
    expect(line.engine.queries().map(({ id, sql }) => [id, sql])).toEqual([
      ['CSAS_B_1', 'CREATE OR REPLACE STREAM b AS SELECT id, v, w FROM a WHERE v > 0;'],
    ]);
    expect(columnsOf(line, 'B')).toEqual(['ID', 'V', 'W']);
    await line.run({ inputs: [at('a', '1', { v: 2, w: 9 })] });
    expect(valuesOf(line, 'B')).toEqual(['{"V":0}', '{"V":1,"W":8}', '{"V":2,"W":9}']);
    await line.run({ sql: 'CREATE STREAM c AS SELECT * FROM b;' });
    expect(line.engine.queries().map(({ id }) => id)).toEqual(['CSAS_B_1', 'CSAS_C_2']);
  });

  test.each([['id'], ['w']])('counts on where it was, grouped by %s', async (column) => {
    const query = (where: string, more = ''): string =>
      `TABLE b WITH (KEY_FORMAT='JSON') AS SELECT ${column}, COUNT(*) AS n${more} FROM a WHERE ${where} GROUP BY ${column};`;
    await line.run({ sql: `${A} CREATE ${query('v >= 0')}` });
    await line.run({ inputs: [at('a', '1', { v: 0, w: 1 }), at('a', '2', { v: 0, w: 2 })] });
    await line.run({ sql: `CREATE OR REPLACE ${query('v > 0', `, AS_VALUE(${column}) AS copy`)}` });
    await line.run({ inputs: [at('a', '1', { v: 0, w: 1 }), at('a', '2', { v: 3, w: 2 })] });
    await restart();
    await line.run({ inputs: [at('a', '1', { v: 1, w: 1 })] });
    expect(valuesOf(line, 'B')).toEqual(['{"N":1}', '{"N":1}', '{"N":2,"COPY":2}', '{"N":2,"COPY":1}']);
  });

  test('keeps the rows of a table that has more columns than they had', async () => {
    await line.run({ sql: `${T} CREATE TABLE b AS SELECT id, v FROM t WHERE v > 1;` });
    await line.run({ inputs: [at('t', '1', { v: 2 })] });
    await line.run({
      sql: 'ALTER TABLE t ADD COLUMN w VARCHAR; CREATE OR REPLACE TABLE b AS SELECT id, v, w FROM t WHERE v > 1;',
    });
    await line.run({ inputs: [at('t', '2', { v: 3, w: 'x' })] });
    await restart();
    const rows: unknown[] = [];
    for (const kept of line.engine.queries()[0]!.kept) kept(undefined, (row) => rows.push(row));
    expect(rows).toEqual([
      [1, 2, null],
      [2, 3, 'x'],
    ]);
    // the row that goes passed before: it is deleted
    await line.run({ inputs: [at('t', '1', { v: 0 })] });
    expect(valuesOf(line, 'B')).toEqual(['{"V":2}', '{"V":3,"W":"x"}', null]);
  });

  test('takes a stream that no query fills any more, with a query of its own', async () => {
    await line.run({ sql: `${A} CREATE STREAM b AS SELECT id, v FROM a; TERMINATE CSAS_B_1;` });
    await line.run({ sql: 'CREATE OR REPLACE STREAM b AS SELECT id, v FROM a;' });
    expect(line.engine.queries().map(({ id }) => id)).toEqual(['CSAS_B_2']);
    await restart();
    expect(line.engine.queries().map(({ id }) => id)).toEqual(['CSAS_B_2']);
  });

  test('runs again where it was paused, from what it has not read', async () => {
    await line.run({ sql: `${A} CREATE STREAM b AS SELECT id, v FROM a;` });
    await line.run({ sql: 'PAUSE CSAS_B_1;' });
    await line.run({ inputs: [at('a', '1', { v: 1 })] });
    await line.run({ sql: 'CREATE OR REPLACE STREAM b AS SELECT id, v FROM a WHERE v > 0;' });
    await line.run({ inputs: [at('a', '1', { v: 0 }), at('a', '1', { v: 2 })] });
    expect(valuesOf(line, 'B')).toEqual(['{"V":1}', '{"V":2}']);
    await restart();
    expect(line.engine.queries().map(({ status }) => status().state)).toEqual(['RUNNING']);
    await line.run({ inputs: [at('a', '1', { v: 3 })] });
    expect(valuesOf(line, 'B')).toEqual(['{"V":1}', '{"V":2}', '{"V":3}']);
  });

  test('goes when it is dropped, and does not come back', async () => {
    await line.run({ sql: `${A} CREATE STREAM b AS SELECT id, v FROM a;` });
    await line.run({ sql: 'CREATE OR REPLACE STREAM b AS SELECT id, v FROM a WHERE v > 1; DROP STREAM b;' });
    await restart();
    expect(line.engine.queries()).toEqual([]);
    expect(line.engine.sources().map(({ name }) => name)).toEqual(['A']);
  });
});

describe('what can not be replaced', () => {
  const S = `CREATE STREAM s (id INT KEY, v INT, w INT) WITH (KAFKA_TOPIC='s', KEY_FORMAT='JSON', VALUE_FORMAT='JSON', PARTITIONS=1);`;
  test.each([
    [
      'STREAM b AS SELECT id, v, w FROM a;',
      'STREAM b AS SELECT id, w, v FROM a;',
      "Cannot upgrade data source: DataSource '`B`' has schema = `ID` INTEGER KEY, `V` INTEGER, `W` INTEGER which is not upgradeable to `ID` INTEGER KEY, `W` INTEGER, `V` INTEGER. (The following columns are changed, missing or reordered: [`V` INTEGER, `W` INTEGER])",
    ],
    [
      'STREAM b AS SELECT id, v FROM a;',
      "STREAM b WITH (VALUE_FORMAT='DELIMITED') AS SELECT id, v FROM a;",
      'which is not upgradeable to KsqlTopic',
    ],
    [
      'STREAM b AS SELECT * FROM a PARTITION BY v;',
      'STREAM b AS SELECT * FROM a PARTITION BY w;',
      'Key columns must be identical. The following key columns are changed, missing or reordered: [`V` INTEGER KEY]',
    ],
    [
      'TABLE b AS SELECT id, COUNT(*) AS n FROM a WHERE v > 0 GROUP BY id;',
      'TABLE b AS SELECT id, COUNT(*) AS n FROM a GROUP BY id;',
      'StreamAggregate must have matching columns not part of aggregate. Values differ: [`ID`, `ROWTIME`, `V`] vs. [`ID`, `ROWTIME`]',
    ],
    [
      'TABLE b AS SELECT id, SUM(v) AS n, MAX(w) AS m FROM a GROUP BY id;',
      'TABLE b AS SELECT id, MAX(v) AS n, MAX(w) AS m FROM a GROUP BY id;',
      'StreamAggregate must have matching aggregate functions. Values differ: [SUM(V), MAX(W)] vs. [MAX(V), MAX(W)]',
    ],
    [
      'TABLE b AS SELECT id, AVG(v + 1) AS n FROM a GROUP BY id;',
      'TABLE b AS SELECT id, AVG(CAST(v AS BIGINT) + 1) AS n FROM a GROUP BY id;',
      'StreamAggregate must have matching types of aggregates.',
    ],
    [
      'TABLE b AS SELECT id, COUNT(*) AS n FROM a GROUP BY id;',
      'TABLE b AS SELECT id, COUNT(*) AS n FROM a GROUP BY id HAVING COUNT(*) > 1;',
      'Plan step of type StreamAggregate must have matching class. Values differ: class io.confluent.ksql.execution.plan.StreamAggregate vs. class io.confluent.ksql.execution.plan.TableFilter',
    ],
    [
      'TABLE b AS SELECT id, COUNT(*) AS n FROM a WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY id;',
      'TABLE b AS SELECT id, COUNT(*) AS n FROM a WINDOW TUMBLING (SIZE 1 HOUR) WHERE v > 0 GROUP BY id;',
      'Upgrades not yet supported for StreamWindowedAggregate',
    ],
    [
      'STREAM b AS SELECT a.id AS id, t.v AS v FROM a JOIN t ON a.id = t.id;',
      'STREAM b AS SELECT a.id AS id, t.v AS v FROM a JOIN t ON a.id = t.id WHERE w > 0;',
      'Upgrades not yet supported for StreamTableJoin',
    ],
    [
      'STREAM b AS SELECT id, v FROM a;',
      'STREAM b AS SELECT a.id AS id, t.v AS v FROM a JOIN t ON a.id = t.id;',
      'Query is not upgradeable. Cannot change a non-join source into a join source.',
    ],
    [
      'STREAM b AS SELECT id, v FROM a;',
      'STREAM b AS SELECT id, EXPLODE(ARRAY[v]) AS v FROM a;',
      'Upgrades not yet supported for StreamFlatMap',
    ],
    [
      'STREAM b AS SELECT id, v FROM a;',
      'STREAM b AS SELECT id, v FROM s;',
      'Plan step of type StreamSource must have matching topicName. Values differ: a vs. s',
    ],
    [
      'STREAM b AS SELECT id, v FROM a;',
      'STREAM b AS SELECT id, v FROM b;',
      "Source name 'B' should not be referenced itself.",
    ],
    [
      'STREAM b AS SELECT id, v FROM a; INSERT INTO b SELECT id, v FROM s;',
      'STREAM b AS SELECT id, v FROM a;',
      'REPLACE for sink `B` is not supported because there are multiple queries writing into it: [CSAS_B_1, INSERTQUERY_2]',
    ],
  ])('%s %s', async (before, after, message) => {
    await line.run({ sql: `${A} ${S} ${T} CREATE ${before}` });
    const known = line.engine.sources();
    expect(await refusal(line, `CREATE OR REPLACE ${after}`)).toMatchObject({
      code: 'SQL_INVALID',
      message: expect.stringContaining(message),
      hint: expect.anything(),
    });
    // nothing has changed
    expect(line.engine.sources()).toEqual(known);
    expect(line.engine.queries()[0]!.id).toMatch(/^C[ST]AS_B_1$/);
  });

  test('anything, where the server says so', async () => {
    await line.run({ sql: A });
    const replace = `SET 'ksql.create.or.replace.enabled' = 'false'; ${A.replace('CREATE', 'CREATE OR REPLACE')}`;
    expect(await refusal(line, replace)).toMatchObject({ code: 'SOURCE_EXISTS' });
  });
});

describe('a source that gets columns', () => {
  test.each([
    ['ALTER', 'ALTER STREAM a ADD COLUMN x VARCHAR, ADD y INT;'],
    [
      'CREATE OR REPLACE',
      A.replace('CREATE', 'CREATE OR REPLACE').replace('w INT', 'w INT, x VARCHAR, y INT'),
    ],
  ])('%s: what ran reads what it read, what comes reads all of them', async (_, alter) => {
    await line.run({
      sql: `${A} CREATE STREAM old AS SELECT * FROM a; ${A.replace('STREAM a', 'STREAM z').replace("'a'", "'z'")}
        INSERT INTO z SELECT * FROM a;`,
    });
    await line.run({ sql: alter });
    await line.run({ sql: 'CREATE STREAM new AS SELECT * FROM a;' });
    await line.run({ inputs: [at('a', '1', { v: 1, w: 2, x: 'x', y: 3 })] });
    await restart();
    await line.run({ inputs: [at('a', '1', { v: 4, x: 'z' })] });
    expect(columnsOf(line, 'A')).toEqual(['ID', 'V', 'W', 'X', 'Y']);
    expect(valuesOf(line, 'OLD')).toEqual(['{"V":1,"W":2}', '{"V":4,"W":null}']);
    expect(valuesOf(line, 'z')).toEqual(valuesOf(line, 'OLD'));
    expect(valuesOf(line, 'NEW')).toEqual([
      '{"V":1,"W":2,"X":"x","Y":3}',
      '{"V":4,"W":null,"X":"z","Y":null}',
    ]);
  });

  test('is still in use by the queries that read and write it', async () => {
    await line.run({
      sql: `${A} ${A.replace('STREAM a', 'STREAM z').replace("'a'", "'z'")} INSERT INTO z SELECT * FROM a;`,
    });
    await line.run({ sql: 'ALTER STREAM z ADD COLUMN x INT;' });
    expect(await refusal(line, 'DROP STREAM z;')).toMatchObject({
      code: 'SOURCE_IN_USE',
      message: expect.stringContaining('write into this source: [INSERTQUERY_1]'),
    });
  });

  test.each([
    ['ALTER STREAM nope ADD COLUMN x INT;', 'SQL_UNKNOWN_SOURCE', 'Source NOPE does not exist.'],
    [
      'ALTER TABLE a ADD COLUMN x INT;',
      'SQL_INVALID',
      'Incompatible data source type is STREAM, but statement was ALTER TABLE',
    ],
    [
      'ALTER STREAM b ADD COLUMN x INT;',
      'SQL_INVALID',
      'ALTER command is not supported for CREATE ... AS statements.',
    ],
    [
      'ALTER STREAM a ADD COLUMN v INT;',
      'SQL_INVALID',
      'Cannot add column `V` to schema. A column with the same name already exists.',
    ],
    [
      'ALTER STREAM a ADD x INT, ADD x INT;',
      'SQL_INVALID',
      'Cannot add column `X` to schema. A column with the same name already exists.',
    ],
    [
      'ALTER STREAM r ADD x INT;',
      'SQL_INVALID',
      "Cannot alter stream 'R': ALTER operations are not supported on source streams.",
    ],
    ['ALTER STREAM a ADD rowtime INT;', 'SQL_INVALID', "'ROWTIME' is a reserved column name."],
    [
      "CREATE OR REPLACE STREAM a (id INT KEY, v INT) WITH (KAFKA_TOPIC='a', KEY_FORMAT='JSON', VALUE_FORMAT='JSON');",
      'SQL_INVALID',
      'The following columns are changed, missing or reordered: [`W` INTEGER]',
    ],
    [
      "CREATE OR REPLACE STREAM b (id INT KEY, v INT, w INT, x INT) WITH (KAFKA_TOPIC='B', KEY_FORMAT='JSON', VALUE_FORMAT='JSON');",
      'SQL_UNSUPPORTED',
      'CREATE OR REPLACE with columns of what a query makes',
    ],
  ])('%s is refused', async (sql, code, message) => {
    await line.run({
      sql: `${A} CREATE STREAM b AS SELECT * FROM a; CREATE SOURCE STREAM r (v INT) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='JSON');`,
    });
    expect(await refusal(line, sql)).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
