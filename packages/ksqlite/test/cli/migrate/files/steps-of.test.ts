import { stepsOf } from '../../../../src/cli/migrate/files/steps-of.ts';
import { migrationOf } from '../support/migration-of.ts';

const steps = (text: string) => stepsOf(migrationOf(3, text));
const sqlOf = (text: string) => steps(text).map(({ sql }) => sql);

test('SET goes along with the statements behind it, until UNSET or the end of the file', () => {
  const text = `CREATE STREAM a AS SELECT * FROM s EMIT CHANGES;
SET 'ksql.streams.max.task.idle.ms' = '30000';
CREATE STREAM b AS SELECT * FROM s EMIT CHANGES;
UNSET 'ksql.streams.max.task.idle.ms';
CREATE STREAM c AS SELECT * FROM s EMIT CHANGES;`;
  expect(steps(text).map(({ properties }) => properties)).toEqual([
    {},
    { 'ksql.streams.max.task.idle.ms': '30000' },
    {},
  ]);
  const [a, b] = steps(
    `CREATE STREAM a AS SELECT * FROM s; SET 'x'='1'; CREATE STREAM a AS SELECT * FROM s;`,
  );
  expect(a?.sql).toBe(b?.sql);
  expect(a?.sha256).not.toBe(b?.sha256);
});

test('variables are substituted, and the place of what follows stays the file’s', () => {
  const text = `DEFINE topic = 'a-long-name-of-a-topic';
DEFINE stream = 's';
CREATE STREAM \${stream} (v INT) WITH (KAFKA_TOPIC='\${topic}', VALUE_FORMAT='JSON', PARTITIONS=1);
  DROP STREAM \${stream};`;
  expect(sqlOf(text)).toEqual([
    "CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='a-long-name-of-a-topic', VALUE_FORMAT='JSON', PARTITIONS=1);",
    'DROP STREAM s;',
  ]);
  expect(steps(text)[1]?.at).toMatchObject({ file: 'ksql/003_x.sql', line: 4, column: 3 });
});

test('a variable has one name in any case, as in a session', () => {
  const text = `DEFINE stream = 'a'; DEFINE STREAM = 'b'; DROP STREAM \${stream};`;
  expect(sqlOf(text)).toEqual(['DROP STREAM b;']);
  expect(() => sqlOf(`DEFINE name = 'a'; UNDEFINE NAME; DROP STREAM \${name};`)).toThrow('is not defined');
});

test('INSERT INTO gets a query id of its place, unless it has one', () => {
  expect(
    sqlOf(`INSERT INTO Parts -- all of them
  SELECT * FROM a EMIT CHANGES;
INSERT INTO \`odd-name\` SELECT * FROM a EMIT CHANGES;
INSERT INTO p WITH (QUERY_ID='mine') SELECT * FROM a EMIT CHANGES;`),
  ).toEqual([
    `INSERT INTO Parts WITH (QUERY_ID='MIGRATION_003_1_PARTS') -- all of them
  SELECT * FROM a EMIT CHANGES;`,
    "INSERT INTO `odd-name` WITH (QUERY_ID='MIGRATION_003_2_ODD_NAME') SELECT * FROM a EMIT CHANGES;",
    "INSERT INTO p WITH (QUERY_ID='mine') SELECT * FROM a EMIT CHANGES;",
  ]);
  expect(steps("INSERT INTO p WITH (QUERY_ID='mine') SELECT * FROM a;")[0]?.action).toMatchObject({
    queryId: 'MINE',
  });
});

test.each([
  ['CREATE STREAM a AS\n  SELECT * FORM s;', 'SQL_SYNTAX', { line: 2, column: 12 }],
  ['INSERT INTO a (v) VALUES (1);', 'SQL_UNSUPPORTED', { line: 1, column: 1 }],
  ['CREATE TYPE t AS INT;', 'SQL_UNSUPPORTED', { line: 1, column: 1 }],
  ['DROP TYPE t;', 'SQL_UNSUPPORTED', { line: 1, column: 1 }],
  ['ALTER STREAM a ADD COLUMN v INT;', 'SQL_UNSUPPORTED', { line: 1, column: 1 }],
  ['DROP STREAM a;\n SELECT * FROM a EMIT CHANGES;', 'SQL_UNSUPPORTED', { line: 2, column: 2 }],
  ['DROP STREAM a;\n\nSHOW STREAMS;', 'SQL_UNSUPPORTED', { line: 3, column: 1 }],
])('refuses %j with its place', (text, code, at) => {
  expect(() => steps(text)).toThrow(
    expect.objectContaining({ code, at: expect.objectContaining({ ...at, file: 'ksql/003_x.sql' }) }),
  );
});

test('what does no harm twice is sent again, and names of types are the server’s', () => {
  const text = `CREATE TYPE IF NOT EXISTS t AS STRUCT<a other>; DROP TYPE IF EXISTS u; ASSERT TOPIC x;
    CREATE STREAM s (v t) WITH (KAFKA_TOPIC='x', VALUE_FORMAT='JSON');`;
  expect(steps(text).map(({ action }) => action.kind)).toEqual(['repeat', 'repeat', 'repeat', 'create']);
  expect(sqlOf(text).at(-1)).toBe("CREATE STREAM s (v t) WITH (KAFKA_TOPIC='x', VALUE_FORMAT='JSON');");
});
