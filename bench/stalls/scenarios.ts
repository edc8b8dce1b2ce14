import type { KsqldbRequests } from './ksqldb-requests.ts';

/** What a client does to a server that others use too. */
export interface Scenario {
  readonly name: string;
  readonly run: (server: KsqldbRequests) => Promise<unknown>;
}

const topic = (name: string, columns: string): string =>
  `CREATE STREAM ${name} (${columns}) WITH (KAFKA_TOPIC='${name}', VALUE_FORMAT='JSON', PARTITIONS=1);`;

/**
 * In their order: what one makes the next ones read.
 *
 * @param n rows of what is large
 */
export function scenarios(n: number): readonly Scenario[] {
  const statement = (name: string, sql: string): Scenario => ({ name, run: ({ execute }) => execute(sql) });
  const query = (name: string, sql: string): Scenario => ({ name, run: (server) => server.query(sql) });
  /** Ends when the table has the row. */
  const until = async ({ query: ask }: KsqldbRequests, sql: string): Promise<void> => {
    const nothing = await ask(sql.replace(/=[^=]*$/, '= -1;'));
    while ((await ask(sql)) <= nothing + 5) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const series = `GENERATE_SERIES(1, n)`;
  const digits = (count: number): string => Array.from({ length: count }, (_, i) => i % 10).join(',');
  const names = (count: number, text: (i: number) => string, between = ', '): string =>
    Array.from({ length: count }, (_, i) => text(i)).join(between);
  const half = Math.floor(n / 2);
  /** What is large by itself: as large in a quick run, and small in a tiny one. */
  const large = (size: number): number => Math.min(size, n * 10);
  return [
    statement(
      'statements',
      `${topic('s', 'id VARCHAR KEY, n INT, v ARRAY<INT>, t VARCHAR')}
       ${topic('l', 'id INT KEY, k INT, a INT')} ${topic('r', 'id INT KEY, k INT, b INT')}
       CREATE STREAM e AS SELECT id, EXPLODE(${series}) AS x FROM s;
       CREATE TABLE t WITH (KEY_FORMAT='JSON') AS SELECT x, COUNT(*) AS c, LATEST_BY_OFFSET(id) AS id FROM e GROUP BY x;`,
    ),
    {
      name: 'EXPLODE into a table, with its snapshots',
      run: async (server) => {
        await server.execute(`INSERT INTO s (id, n) VALUES ('a', ${n});`);
        await until(server, `SELECT * FROM t WHERE x = ${n};`);
      },
    },
    query('pull query over all', 'SELECT * FROM t;'),
    query('pull query over all, no row', 'SELECT * FROM t WHERE c > 100;'),
    query('pull query, ORDER BY', 'SELECT * FROM t ORDER BY id, x DESC;'),
    query('pull query, GROUP BY', 'SELECT x % 10, COUNT(*) AS n FROM t GROUP BY x % 10;'),
    query('pull query over a stream', 'SELECT * FROM e WHERE x < 0;'),
    query('push query from the beginning', `SELECT * FROM e EMIT CHANGES LIMIT ${n};`),
    query('push query, EXPLODE', `SELECT id, EXPLODE(${series}) FROM s EMIT CHANGES LIMIT ${n};`),
    query('push query, GROUP BY', `SELECT x, COUNT(*) FROM e GROUP BY x EMIT CHANGES LIMIT ${half};`),
    query('PRINT from the beginning', `PRINT 'E' FROM BEGINNING LIMIT ${n};`),
    {
      name: 'a table over a backlog',
      run: async (server) => {
        await server.execute('CREATE TABLE t2 AS SELECT id, COUNT(*) AS c FROM e GROUP BY id;');
        await until(server, `SELECT * FROM t2 WHERE id = 'a' AND c = ${n};`);
      },
    },
    {
      name: 'a join, many matches a key',
      run: async (server) => {
        const rows = Math.ceil(Math.sqrt(n)) * 10;
        await server.execute(
          `CREATE STREAM j AS SELECT l.k AS k, l.a, r.b FROM l JOIN r WITHIN 7 DAYS ON l.k = r.k;
           CREATE TABLE jc AS SELECT k, COUNT(*) AS c FROM j GROUP BY k;`,
        );
        await server.insert(
          'R',
          Array.from({ length: rows }, (_, i) => ({ ID: i, K: 1, B: i })),
        );
        await server.insert(
          'L',
          Array.from({ length: 10 }, (_, i) => ({ ID: i, K: 1, A: i })),
        );
        await until(server, `SELECT * FROM jc WHERE k = 1 AND c = ${rows * 10};`);
      },
    },
    statement(
      'an ARRAY literal of 200 KB',
      `INSERT INTO s (id, v) VALUES ('b', ARRAY[${digits(large(100_000))}]);`,
    ),
    statement(
      'a SELECT of 250 KB in columns',
      `CREATE STREAM wide AS SELECT id, ${names(large(20_000), (i) => `n AS c${i}`)} FROM s;`,
    ),
    statement(
      'a CASE of 250 KB',
      `CREATE STREAM cased AS SELECT id, CASE ${names(large(10_000), (i) => `WHEN n = ${i} THEN ${i}`, ' ')} END AS c FROM s;`,
    ),
    statement('a text of 900 KB', `INSERT INTO s (id, t) VALUES ('b', '${'x'.repeat(large(900_000))}');`),
    {
      name: 'a row of 8 MB',
      run: ({ insert }) =>
        insert('S', [{ ID: 'c', V: Array.from({ length: large(1_000_000) }, (_, i) => i) }]),
    },
    {
      name: 'many rows inserted',
      run: ({ insert }) =>
        insert(
          'S',
          Array.from({ length: half }, (_, i) => ({ ID: `i${i}` })),
        ),
    },
    statement(
      'many statements in one request',
      Array.from({ length: large(3_000) }, (_, i) => `INSERT INTO s (id) VALUES ('k${i}');`).join('\n'),
    ),
    query('an expression over a large text', "SELECT LEN(REPLACE(t, 'x', 'yy')) FROM s WHERE id = 'b';"),
    query('a regular expression', `SELECT REGEXP_EXTRACT('^(x+x+)+y', t) FROM s WHERE id = 'b';`),
    query(
      'REGEXP_SPLIT_TO_ARRAY',
      `SELECT ARRAY_LENGTH(REGEXP_SPLIT_TO_ARRAY(t, 'x')) FROM s WHERE id = 'b';`,
    ),
    query('a lambda over a large array', 'SELECT ARRAY_LENGTH(TRANSFORM(v, a => a + 1)) FROM s;'),
    query('functions of a large array', 'SELECT ARRAY_LENGTH(ARRAY_DISTINCT(ARRAY_SORT(v))) FROM s;'),
    statement('DESCRIBE EXTENDED', 'DESCRIBE t EXTENDED;'),
    statement('SHOW TOPICS EXTENDED', 'SHOW TOPICS EXTENDED;'),
    statement('SHOW QUERIES EXTENDED', 'SHOW QUERIES EXTENDED;'),
    statement(
      'sessions of one key',
      `CREATE TABLE w AS SELECT id, COUNT(*) AS c, COLLECT_LIST(x) AS l FROM e WINDOW SESSION (1 DAY) WHERE x < 3000 GROUP BY id;`,
    ),
    statement('DROP … DELETE TOPIC', 'DROP TABLE t DELETE TOPIC;'),
  ];
}
