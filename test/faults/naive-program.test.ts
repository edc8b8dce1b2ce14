import { openTestDriver } from 'ksqlite/testing';
import { naiveOutputs } from '../../faults/programs/naive/naive-program.ts';
import type { Program, SentRecord } from '../../faults/programs/program.ts';
import { runLive } from '../../faults/programs/run/run-program.ts';

const STREAM =
  "CREATE STREAM s (k STRING KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);";
const TABLE =
  "CREATE TABLE t (k STRING PRIMARY KEY, w INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);";
const OTHER =
  "CREATE STREAM o (k STRING KEY, w INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=1);";

const record = (topic: string, key: string, value: string | null, timestamp: number): SentRecord => ({
  topic,
  key,
  value,
  timestamp,
});

const program = (query: string, records: readonly SentRecord[], others: readonly string[] = []): Program => ({
  seed: 0,
  statements: [STREAM, TABLE, OTHER, ...others, query],
  refused: [],
  interruptions: [],
  sinks: ['Q'],
  partitions: 1,
  records,
  inOrder: false,
});

/** What the interpreter makes of a query, which is what the engine makes of it too. */
async function linesOf(query: string, records: readonly SentRecord[]): Promise<readonly string[]> {
  const made = program(query, records);
  using driver = openTestDriver({ sql: made.statements.join('\n') });
  const { outputs, covered } = naiveOutputs(made, driver);
  expect(covered).toBe(1);
  expect(outputs).toEqual(await runLive(made, driver));
  return (outputs.get('Q/0') ?? []).map((line) => line.replaceAll('\\"', "'").replaceAll('"', ''));
}

it('selects, filters and keys again', async () => {
  const lines = await linesOf(
    'CREATE STREAM q AS SELECT v + 1 AS n, AS_VALUE(k) AS c FROM s WHERE v > 1 PARTITION BY v + 1;',
    [record('s', 'a', '{"v":1}', 10), record('s', 'b', '{"v":2}', 20), record('s', 'b', null, 30)],
  );
  expect(lines).toEqual(["\\u0000\\u0000\\u0000\\u0003 | {'C':'b'} | 20"]);
});

it('counts what is in a window until it is over', async () => {
  const lines = await linesOf(
    'CREATE TABLE q AS SELECT k, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 SECONDS, GRACE PERIOD 0 SECONDS) GROUP BY k;',
    [
      record('s', 'a', '{"v":1}', 1_000),
      record('s', 'a', '{"v":1}', 500),
      record('s', 'b', '{"v":1}', 10_000),
      record('s', 'a', '{"v":1}', 9_999),
    ],
  );
  expect(lines.map((line) => line.slice(line.indexOf(' | ')))).toEqual([
    " | {'N':1} | 1000",
    " | {'N':2} | 1000",
    " | {'N':1} | 10000",
  ]);
});

it('merges sessions, and tells each once when it is over', async () => {
  const lines = await linesOf(
    'CREATE TABLE q AS SELECT k, SUM(v) AS n FROM s WINDOW SESSION (5 SECONDS, GRACE PERIOD 5 SECONDS) GROUP BY k EMIT FINAL;',
    [
      record('s', 'a', '{"v":1}', 1_000),
      record('s', 'a', '{"v":2}', 8_000),
      record('s', 'a', '{"v":4}', 4_000),
      record('s', 'b', '{"v":8}', 30_000),
    ],
  );
  expect(lines.map((line) => line.slice(line.indexOf(' | ')))).toEqual([
    " | {'N':7} | 8000",
    " | {'N':8} | 30000",
  ]);
});

it('joins streams, and tells what has no match when its window is over', async () => {
  const lines = await linesOf(
    'CREATE STREAM q AS SELECT s.k AS k, v, w FROM s LEFT JOIN o WITHIN 5 SECONDS GRACE PERIOD 0 SECONDS ON s.k = o.k;',
    [
      record('s', 'a', '{"v":1}', 1_000),
      record('s', 'b', '{"v":2}', 2_000),
      record('o', 'a', '{"w":3}', 6_000),
      record('o', 'b', '{"w":4}', 7_001),
    ],
  );
  expect(lines).toEqual(["a | {'V':1,'W':3} | 6000", "b | {'V':2,'W':null} | 2000"]);
});

it('joins a stream with the rows that a table has then', async () => {
  const lines = await linesOf('CREATE STREAM q AS SELECT s.k AS k, v, w FROM s JOIN t ON s.k = t.k;', [
    record('s', 'a', '{"v":1}', 10),
    record('t', 'a', '{"w":1}', 20),
    record('s', 'a', '{"v":2}', 5),
    record('t', 'a', null, 30),
    record('s', 'a', '{"v":3}', 40),
  ]);
  expect(lines).toEqual(["a | {'V':2,'W':1} | 5"]);
});

it('takes a row of a table out of the group that it leaves', async () => {
  const lines = await linesOf('CREATE TABLE q AS SELECT w, COUNT(*) AS n FROM t GROUP BY w;', [
    record('t', 'a', '{"w":1}', 10),
    record('t', 'b', '{"w":1}', 20),
    record('t', 'a', '{"w":2}', 15),
    record('t', 'b', null, 30),
  ]);
  expect(lines.map((line) => line.slice(line.indexOf(' | ')))).toEqual([
    " | {'N':1} | 10",
    " | {'N':2} | 20",
    " | {'N':1} | 20",
    " | {'N':1} | 15",
    " | {'N':0} | 30",
  ]);
});

it('joins a stream with another one and a table, one after the other', async () => {
  const lines = await linesOf(
    'CREATE STREAM q AS SELECT s.k AS k, v, o.w AS w, t.w AS x FROM s LEFT JOIN o WITHIN 1 SECOND GRACE PERIOD 0 SECONDS ON s.k = o.k JOIN t ON s.k = t.k;',
    [
      record('t', 'a', '{"w":1}', 0),
      record('s', 'a', '{"v":2}', 1_000),
      record('o', 'a', '{"w":3}', 1_500),
      record('t', 'a', '{"w":4}', 1_600),
      record('o', 'a', '{"w":5}', 2_000),
      record('s', 'b', '{"v":6}', 9_000),
    ],
  );
  expect(lines).toEqual(["a | {'V':2,'W':3,'X':1} | 1500", "a | {'V':2,'W':5,'X':4} | 2000"]);
});

it('finds the group of a row before its zeros lose their signs in the internal topic', async () => {
  const lines = await linesOf(
    'CREATE TABLE q AS SELECT CAST(v / -1e0 AS STRING) AS g, COUNT(*) AS n FROM s GROUP BY CAST(v / -1e0 AS STRING);',
    [record('s', 'a', '{"v":0}', 10), record('s', 'b', '{"v":-0}', 20)],
  );
  expect(lines).toEqual(["-0.0 | {'N':1} | 10", "-0.0 | {'N':2} | 20"]);
});

it('says that it does not cover what it does not do', () => {
  const chain = program(
    'CREATE TABLE q AS SELECT t.k AS k, u.v AS v FROM t JOIN u ON t.w = u.n;',
    [record('t', 'a', '{"w":1}', 10)],
    ["CREATE TABLE u (n INT PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='u', VALUE_FORMAT='JSON', PARTITIONS=1);"],
  );
  using driver = openTestDriver({ sql: chain.statements.join('\n') });
  const { outputs, covered, queries } = naiveOutputs(chain, driver);
  expect({ outputs, covered, queries }).toEqual({ outputs: new Map(), covered: 0, queries: 1 });
});
