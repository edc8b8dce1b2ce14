import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../../../src/testing/index.ts';
import { readSqlTests } from '../../../src/testing/sql-tests/read-sql-tests.ts';
import { runSqlTest } from '../../../src/testing/sql-tests/run-sql-test.ts';

const READINGS = `CREATE STREAM readings (sensor VARCHAR KEY, celsius INT) WITH (KAFKA_TOPIC='readings', VALUE_FORMAT='JSON');
`;
const HOT = `${READINGS}CREATE STREAM hot WITH (PARTITIONS=3) AS SELECT * FROM readings WHERE celsius > 30;
`;
const PRICES = `CREATE TABLE prices (item VARCHAR PRIMARY KEY, price INT) WITH (KAFKA_TOPIC='prices', VALUE_FORMAT='JSON');
CREATE TABLE dear AS SELECT * FROM prices WHERE price > 10;
`;

/** The failure of the only test of a file, or undefined. */
function verdict(text: string, file = 'x.sql') {
  const [test, ...others] = readSqlTests(`--@test: it\n${text}`, file);
  if (test === undefined || others.length > 0) throw new Error('one test is wanted');
  return runSqlTest(test);
}
const passes = (text: string) => expect(verdict(text)).toBeUndefined();

describe('ASSERT VALUES', () => {
  it('compares the columns that are named with the next record', () => {
    passes(`${HOT}
      INSERT INTO readings (sensor, celsius, rowtime) VALUES ('attic', 31, 5);
      INSERT INTO readings (sensor, celsius) VALUES ('cellar', 12);
      ASSERT VALUES hot (sensor, celsius, rowtime) VALUES ('attic', 30 + 1, 5);
      INSERT INTO readings (sensor, celsius) VALUES ('roof', 41);
      ASSERT VALUES hot (celsius) VALUES (41);
      ASSERT VALUES readings (sensor) VALUES ('attic');
      ASSERT VALUES readings (sensor) VALUES ('cellar');`);
  });

  it('says which record differs, and in what', () => {
    const failure = verdict(`${HOT}
INSERT INTO readings (sensor, celsius, rowtime) VALUES ('attic', 31, 5);
ASSERT VALUES hot (sensor, celsius, rowtime) VALUES ('attic', 32, 6);`);
    expect(failure).toMatchObject({ file: 'x.sql', line: 6, difference: { record: 1, reason: 'different' } });
    expect(failure?.message).toBe(`Expected record does not match actual.
HOT: record 1 differs in CELSIUS, ROWTIME
            expected  came
   SENSOR   "attic"   "attic"
*  CELSIUS  32        31
*  ROWTIME  6         5`);
  });

  it('says that no record is left, and what came', () => {
    const failure = verdict(`${HOT}
INSERT INTO readings (sensor, celsius, rowtime) VALUES ('attic', 31, 5);
ASSERT VALUES hot (celsius) VALUES (31);
ASSERT VALUES hot (celsius) VALUES (33);`);
    expect(failure?.message).toBe(`Expected another record, but all records have already been read:
HOT: record 2 is missing
            expected
   CELSIUS  33
what came last:
  SENSOR "attic", CELSIUS 31, ROWTIME 5`);
  });

  it('compares all columns where none is named, and NULL with NULL', () => {
    const sql = `${READINGS}INSERT INTO readings (sensor) VALUES ('attic');`;
    passes(`${sql} ASSERT VALUES readings VALUES ('attic', NULL);`);
    expect(verdict(`${sql} ASSERT VALUES readings VALUES ('attic', 1);`)).toMatchObject({
      difference: { fields: [{ isDifferent: false }, { name: 'CELSIUS', expected: '1', actual: 'null' }] },
    });
  });

  it('tells a deletion from a row', () => {
    const sql = `${PRICES}
INSERT INTO prices VALUES ('wheel', 12);
INSERT INTO prices VALUES ('wheel', 8);
ASSERT VALUES dear (item, price) VALUES ('wheel', 12);`;
    passes(`${sql} ASSERT NULL VALUES dear (item) KEY ('wheel');`);
    expect(
      verdict(`${sql} ASSERT VALUES dear (item, price) VALUES ('wheel', 8);`)?.message,
    ).toBe(`Expected record does not match actual.
DEAR: record 2 differs in PRICE, value
          expected  came
   ITEM   "wheel"   "wheel"
*  PRICE  8
*  value  a row     null: a deletion`);
    expect(verdict(`${sql} ASSERT NULL VALUES dear (item) KEY ('engine');`)).toMatchObject({
      difference: { fields: [{ name: 'ITEM', isDifferent: true }] },
    });
    expect(
      verdict(`${PRICES} INSERT INTO prices VALUES ('a', 12); ASSERT NULL VALUES dear (item) KEY ('a');`),
    ).toMatchObject({ difference: { fields: [{}, { name: 'value', actual: 'PRICE 12' }] } });
  });

  it('takes a windowed key by what it is of', () => {
    passes(`${READINGS}
      CREATE TABLE counts AS SELECT sensor, COUNT(*) AS n FROM readings WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY sensor;
      INSERT INTO readings (sensor, rowtime) VALUES ('attic', 5);
      ASSERT VALUES counts (sensor, n) VALUES ('attic', 1);`);
  });

  it('is refused for what is not there', () => {
    expect(verdict(`${READINGS} ASSERT VALUES reading (sensor) VALUES ('a');`)).toMatchObject({
      code: 'SQL_UNKNOWN_SOURCE',
      message: expect.stringContaining('did you mean READINGS?'),
    });
    expect(verdict(`${READINGS} ASSERT VALUES readings (colour) VALUES ('a');`)).toMatchObject({
      code: 'SQL_UNKNOWN_COLUMN',
    });
    expect(verdict(`${PRICES} ASSERT NULL VALUES dear (item, price) KEY ('a', 1);`)?.message).toBe(
      'Unexpected value columns specified in ASSERT NULL VALUES.',
    );
  });
});

describe('ASSERT STREAM and ASSERT TABLE', () => {
  const assertion = (columns: string, properties: string, kind = 'STREAM') =>
    verdict(`${HOT} ASSERT ${kind} hot (${columns}) WITH (${properties});`);
  const SAME = "KAFKA_TOPIC='HOT', VALUE_FORMAT='JSON'";

  it('passes where all is the same', () => {
    expect(assertion('sensor VARCHAR KEY, celsius INT', SAME)).toBeUndefined();
  });

  it.each([
    ['celsius INT', SAME, 'schema', '`CELSIUS` INTEGER', '`SENSOR` STRING KEY, `CELSIUS` INTEGER'],
    [
      'sensor VARCHAR KEY, celsius INT',
      "KAFKA_TOPIC='hot', VALUE_FORMAT='JSON'",
      'kafka topic',
      'hot',
      'HOT',
    ],
    [
      'sensor VARCHAR KEY, celsius INT',
      "KAFKA_TOPIC='HOT', VALUE_FORMAT='DELIMITED'",
      'value format',
      'DELIMITED',
      'JSON',
    ],
    [
      'sensor VARCHAR KEY, celsius INT',
      `${SAME}, WRAP_SINGLE_VALUE=FALSE`,
      'value serde features',
      'false',
      'none',
    ],
  ])('says what differs: (%s) %s', (columns, properties, what, expected, actual) => {
    expect(assertion(columns, properties)?.message).toContain(
      `Expected ${what} does not match actual for source HOT.\n\tExpected: ${expected}\n\tActual: ${actual}`,
    );
  });

  it('tells a table from a stream', () => {
    expect(assertion('sensor VARCHAR PRIMARY KEY, celsius INT', SAME, 'TABLE')?.message).toContain(
      'Expected type does not match actual for source HOT.',
    );
  });
});

describe('an expected failure', () => {
  it('passes when it comes, whatever follows', () => {
    passes(`--@expected.error: io.confluent.ksql.util.KsqlException
--@expected.message: READINGS does not exist
CREATE STREAM hot AS SELECT * FROM readings; SELECT nonsense;`);
    passes(`${READINGS}--@expected.error: java.lang.AssertionError
--@expected.message: all records have already been read
ASSERT VALUES readings (sensor) VALUES ('a');`);
  });

  it('may be one of the two, and a code', () => {
    passes('--@expected.error: SQL_UNKNOWN_SOURCE\nCREATE STREAM hot AS SELECT * FROM readings;');
    passes('--@expected.message: does not exist\nCREATE STREAM hot AS SELECT * FROM readings;');
  });

  it('fails when nothing fails, and when something else does', () => {
    expect(verdict(`--@expected.message: no\n${READINGS}`)?.message).toBe(
      'Did not get expected exception of type <any> with message no',
    );
    expect(verdict('--@expected.message: no\nSELECT;')?.message).toMatch(
      /^Expected exception with message "no" but got: /,
    );
    expect(verdict('--@expected.error: java.lang.AssertionError\nSELECT;')?.message).toMatch(
      /^Expected exception with class java.lang.AssertionError but got: SQL_SYNTAX: /,
    );
  });

  it('is of no use behind what failed', () => {
    expect(verdict('SELECT;\n--@expected.message: SELECT')).toMatchObject({ code: 'SQL_SYNTAX', line: 2 });
  });
});

describe('statements', () => {
  it('keep what SET and DEFINE said', () => {
    passes(`DEFINE kind = 'readings'; SET 'ksql.create.or.replace.enabled' = 'true';
      CREATE STREAM \${kind} (sensor VARCHAR KEY) WITH (KAFKA_TOPIC='\${kind}', VALUE_FORMAT='JSON');
      INSERT INTO readings VALUES ('\${kind}');
      ASSERT VALUES \${kind} VALUES ('readings');`);
  });

  it('see what --@define said', () => {
    passes(`--@define: format = JSON
      CREATE STREAM s (v VARCHAR) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='\${FORMAT}');
      INSERT INTO s VALUES ('\${format}'); ASSERT VALUES s VALUES ('JSON');`);
    expect(verdict('--@define: format\n')?.message).toBe('--@define: wants NAME=VALUE, got format');
  });

  it('see what comes behind them: a query reads nothing that was there before', () => {
    passes(`${READINGS}
      INSERT INTO readings VALUES ('old', 40);
      CREATE STREAM hot AS SELECT * FROM readings WHERE celsius > 30;
      INSERT INTO readings VALUES ('new', 41);
      ASSERT VALUES hot (sensor) VALUES ('new');`);
  });

  it('are refused with their place in the file', () => {
    const failure = verdict(`${READINGS}\n  CREATE STREAM hot AS\n    SELECT sensor, nothing FROM readings;`);
    expect(failure).toMatchObject({ line: 5, code: 'SQL_UNKNOWN_COLUMN' });
    expect(failure?.message).toMatch(
      /^x\.sql:5:20: SQL_UNKNOWN_COLUMN: .*\n {6}SELECT sensor, nothing FROM readings/,
    );
  });

  it('that are no test fail', () => {
    const [stray] = readSqlTests('SELECT 1;\n--@test: a\n', 'x.sql');
    expect(stray && runSqlTest(stray)).toMatchObject({ message: 'Expected test to start with --@test.' });
  });
});

describe('scripts', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scripts-'));
    writeFileSync(join(folder, '1.sql'), READINGS);
    writeFileSync(join(folder, '2.sql'), 'CREATE STREAM copy AS SELECT * FROM readings;');
    writeFileSync(join(folder, 'empty.txt'), '-- nothing\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const CHECK = "INSERT INTO readings VALUES ('a', 1); ASSERT VALUES copy VALUES ('a', 1);";

  it('are found beside the test', () => {
    const sql = `RUN SCRIPT '1.sql'; RUN SCRIPT '${join(folder, '2.sql')}'; ${CHECK}`;
    expect(verdict(sql, join(folder, 'x.sql'))).toBeUndefined();
  });

  it('are found above the test where their path begins with a slash', () => {
    const sql = `RUN SCRIPT '/1.sql'; RUN SCRIPT '/2.sql'; ${CHECK}`;
    expect(verdict(sql, join(folder, 'deep/deeper/x.sql'))).toBeUndefined();
  });

  it('of a folder run in the order of their names', () => {
    expect(verdict(`--@run: .\n${CHECK}`, join(folder, 'x.sql'))).toBeUndefined();
  });

  it('fail in their own file', () => {
    const failure = verdict("RUN SCRIPT '2.sql';", join(folder, 'x.sql'));
    expect(failure?.message).toContain(`${join(folder, '2.sql')}:1:37: SQL_UNKNOWN_SOURCE`);
    expect(failure?.line).toBe(2);
  });

  it('must be there, and hold something', () => {
    expect(verdict("RUN SCRIPT 'none.sql';", join(folder, 'x.sql'))?.message).toMatch(
      /^Could not read none\.sql: it is not at /,
    );
    expect(verdict("RUN SCRIPT 'empty.txt';", join(folder, 'x.sql'))?.message).toMatch(/^Empty run script: /);
  });
});
