/**
 * What the tutorials of ksqlDB have people type, step by step, at `ksqlite dev`: streams and tables of new topics, INSERT INTO, push
 * queries from the beginning, what they make of them, and PRINT. With data of our own; what comes out is exact.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellCommand } from '../../../src/cli/shell/shell-command.ts';
import { openServer, type TestServer } from '../../server/support/open-server.ts';
import { startCommand } from '../../support/command-context.ts';

let server: TestServer;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tutorials-'));
  server = await openServer();
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** Runs the steps as scripts, one after the other, each in a shell of its own; gives what they said, without times of day. */
async function follow(...steps: readonly string[]): Promise<readonly string[]> {
  const said: string[] = [];
  for (const [index, text] of steps.entries()) {
    const file = join(folder, `${index}.sql`);
    writeFileSync(file, text);
    const run = startCommand(shellCommand(), [server.url, '-f', file]);
    expect(await run.ended).toBe(0);
    said.push(
      run
        .stdout()
        .replaceAll(/rowtime: \S+ \S+ Z/g, 'rowtime: …')
        .trim(),
    );
  }
  return said;
}

const EARLIEST = `SET 'auto.offset.reset' = 'earliest';`;

test('a stream joined with a table, in Avro', async () => {
  const [, joined, , printed] = await follow(
    `CREATE TABLE books (id INT PRIMARY KEY, title VARCHAR, year INT)
       WITH (KAFKA_TOPIC='books', PARTITIONS=1, VALUE_FORMAT='AVRO');
     CREATE STREAM loans (book_id INT KEY, reader VARCHAR)
       WITH (KAFKA_TOPIC='loans', PARTITIONS=1, VALUE_FORMAT='AVRO');
     INSERT INTO books (id, title, year) VALUES (7, 'Middlemarch', 1871);
     INSERT INTO books (id, title, year) VALUES (9, 'Emma', 1815);
     INSERT INTO loans (book_id, reader) VALUES (9, 'Ines');
     INSERT INTO loans (book_id, reader) VALUES (7, 'Omar');`,
    `${EARLIEST} SELECT loans.book_id AS id, title, reader FROM loans LEFT JOIN books ON loans.book_id = books.id
       EMIT CHANGES LIMIT 2;`,
    `${EARLIEST} CREATE STREAM lent WITH (KAFKA_TOPIC='lent', PARTITIONS=1) AS
       SELECT loans.book_id AS id, title, reader FROM loans LEFT JOIN books ON loans.book_id = books.id EMIT CHANGES;`,
    'PRINT lent FROM BEGINNING LIMIT 2;',
  );
  expect(joined).toContain(
    'ID | TITLE       | READER\n---+-------------+-------\n 9 | Emma        | Ines\n 7 | Middlemarch | Omar',
  );
  expect(printed).toBe(`Key format: KAFKA_INT or KAFKA_STRING
Value format: AVRO or KAFKA_STRING
rowtime: …, key: 9, value: {"TITLE": "Emma", "READER": "Ines"}, partition: 0
rowtime: …, key: 7, value: {"TITLE": "Middlemarch", "READER": "Omar"}, partition: 0`);
});

test('who was seen too often in a day: a window, HAVING, and a pull query', async () => {
  const [, , found] = await follow(
    `${EARLIEST}
     CREATE STREAM entries (badge VARCHAR, door VARCHAR, seen VARCHAR) WITH (KAFKA_TOPIC='entries', PARTITIONS=1,
       VALUE_FORMAT='JSON', TIMESTAMP='seen', TIMESTAMP_FORMAT='yyyy-MM-dd HH:mm:ss');
     CREATE TABLE restless WITH (KAFKA_TOPIC='restless', PARTITIONS=1, VALUE_FORMAT='JSON') AS
       SELECT badge, COUNT(*) AS times, TIMESTAMPTOSTRING(WINDOWSTART, 'yyyy-MM-dd HH:mm:ss Z') AS since
       FROM entries WINDOW TUMBLING (SIZE 24 HOURS) GROUP BY badge HAVING COUNT(*) > 1;
     INSERT INTO entries (badge, door, seen) VALUES ('b1', 'north', '2031-03-01 10:00:00');
     INSERT INTO entries (badge, door, seen) VALUES ('b2', 'north', '2031-03-01 10:00:01');
     INSERT INTO entries (badge, door, seen) VALUES ('b1', 'south', '2031-03-01 23:59:59');
     INSERT INTO entries (badge, door, seen) VALUES ('b3', 'south', '2031-03-01 12:00:00');`,
    // pushed until it is there: a pull query does not wait for the records before it
    `${EARLIEST} SELECT badge, times FROM restless EMIT CHANGES LIMIT 1;`,
    'SELECT badge, times, since FROM restless;',
  );
  expect(found).toContain('b1    |     2 | 2031-03-01 00:00:00 +0000\n(1 row)');
});

test('variables, and how they are escaped', async () => {
  const [said] = await follow(
    `DEFINE name = 'notes'; DEFINE format = 'JSON';
     CREATE STREAM \${name} (text VARCHAR) WITH (KAFKA_TOPIC='\${name}', PARTITIONS=1, VALUE_FORMAT='\${format}');
     ${EARLIEST}
     INSERT INTO \${name} (text) VALUES ('in $\${format} or \${format}');
     SELECT text FROM \${name} EMIT CHANGES LIMIT 1;`,
  );
  expect(said).toContain('in ${format} or JSON');
});
