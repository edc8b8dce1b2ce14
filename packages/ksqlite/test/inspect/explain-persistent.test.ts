import { explainQuery } from '../../src/inspect/explain.ts';
import { explainPersistent } from '../../src/inspect/explain-persistent.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { parseStatements } from '../../src/sql/parser/parse.ts';
import { openSession } from '../../src/statements/session/session.ts';
import { type Line, openLine } from '../engine/support/line.ts';

const SCRIPT = `
  CREATE STREAM a (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM b (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='b', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE n AS SELECT v, COUNT(*) AS n FROM a GROUP BY v;`;

let line: Line;
beforeEach(async () => {
  line = openLine(memoryDisk());
  await line.run({ sql: SCRIPT });
});
afterEach(() => line.engine.close());

function explain(sql: string) {
  const statement = parseStatements(sql)[0]?.statement;
  if (statement?.kind !== 'CreateAs' && statement?.kind !== 'InsertInto') throw new Error(`no query: ${sql}`);
  return explainPersistent(line.engine, line.engine.planning(sql, openSession()), statement, sql);
}

test('CREATE … AS: the query and its sink as they would be, with the id that it would get', async () => {
  const sql = 'CREATE TABLE w AS SELECT v, COUNT(*) AS n FROM a WINDOW TUMBLING (SIZE 1 SECOND) GROUP BY v;';
  const explained = explain(sql);
  expect(explained).toMatchObject({
    id: 'CTAS_W_2',
    statementText: sql,
    queryType: 'PERSISTENT',
    windowType: 'TUMBLING',
    sources: ['A'],
    sinks: ['W'],
    state: null,
  });
  expect(explained.fields.map(({ name }) => name)).toEqual(['V', 'N']);
  expect(explained.executionPlan).toContain(' > [ SINK ] | W (topic: W)');
  // nothing was made, and no id was used up
  expect(line.engine.sources().map(({ name }) => name)).toEqual(['A', 'B', 'N']);
  expect(line.engine.log.topics.has('W')).toBe(false);
  const [done] = await line.engine.execute(sql);
  expect(done?.effect?.starts).toBe(explained.id);
});

test('INSERT INTO: the sink is the target, the id may be given', () => {
  expect(explain('INSERT INTO b SELECT * FROM a;')).toMatchObject({
    id: 'INSERTQUERY_2',
    sources: ['A'],
    sinks: ['B'],
  });
  expect(explain("INSERT INTO b WITH (QUERY_ID='copy') SELECT * FROM a;").id).toBe('COPY');
});

test.each([
  ['CREATE STREAM n AS SELECT * FROM a;', 'A table with the same name already exists'],
  ['CREATE TABLE IF NOT EXISTS n AS SELECT v, COUNT(*) FROM a GROUP BY v;', 'did not run a ksql query'],
  ['CREATE TABLE c AS SELECT * FROM a;', 'Please use CREATE STREAM AS SELECT'],
  ['INSERT INTO nope SELECT * FROM a;', 'NOPE does not exist'],
  ['INSERT INTO n SELECT * FROM a;', 'INSERT INTO can only be used to insert into a stream'],
  ['INSERT INTO b SELECT id, CAST(v AS BIGINT) AS v FROM a;', 'Incompatible schema between results and sink'],
])('is refused as the statement would be: %s', (sql, message) => {
  expect(() => explain(sql)).toThrow(message);
});

test('a SELECT may name what every record has besides its columns', () => {
  const sql = 'SELECT ROWTIME, ROWPARTITION, ROWOFFSET, id FROM a EMIT CHANGES;';
  const statement = parseStatements(sql)[0]?.statement;
  if (statement?.kind !== 'QueryStatement') throw new Error('a query');
  // as the server does it: its rows are for a client
  const plan = line.engine.planning(sql, openSession(), { transient: true });
  const { queryType, fields } = explainQuery(plan, statement.query, sql, 'transient_1');
  expect(queryType).toBe('PUSH');
  expect(fields.map(({ name }) => name)).toContain('ROWTIME');
});
