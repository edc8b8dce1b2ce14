/**
 * A record of a synthetic topic: a number as its value, so that formats cost little. (KAFKA would cost
 * less, but ksqlDB takes no KAFKA value for a join or a GROUP BY.)
 */
export interface Row {
  readonly topic: string;
  readonly key: string;
  readonly value: number | string;
  /** ms of event time */
  readonly at: number;
}

/** A statement over synthetic topics that shows one operator. */
export interface StatementCase {
  readonly name: string;
  readonly sql: string;
  /** Records that are there, and read, before it is measured: rows of a table. */
  readonly before?: readonly Row[];
  /** The `i`th record, counted from 0 without an end; times never go back. */
  readonly row: (i: number) => Row;
}

const STREAM = (name: string): string =>
  `CREATE STREAM ${name} (k VARCHAR KEY, v BIGINT) WITH (KAFKA_TOPIC = '${name}', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'DELIMITED', PARTITIONS = 1);`;
const TABLE = (name: string): string =>
  `CREATE TABLE ${name} (k VARCHAR PRIMARY KEY, v BIGINT) WITH (KAFKA_TOPIC = '${name}', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'DELIMITED', PARTITIONS = 1);`;

/** As many records of a key follow each other as a car has parts. */
const OF_A_KEY = 7;
const TABLE_KEYS = 1_000;

const keyOf = (number: number): string => `car-${number}`;
const inStream = (i: number): Row => ({ topic: 's', key: keyOf(Math.floor(i / OF_A_KEY)), value: i, at: i });
const tableRows = (topic: string): readonly Row[] =>
  Array.from({ length: TABLE_KEYS }, (_, i) => ({ topic, key: keyOf(i), value: i, at: 0 }));

export const PASS_THROUGH: StatementCase = {
  name: 'pass-through',
  sql: `${STREAM('s')} CREATE STREAM o AS SELECT * FROM s;`,
  row: inStream,
};

/** Each is read from one topic, goes through the operator, and is written to another one; event time is 1 ms a record. */
export const STATEMENT_CASES: readonly StatementCase[] = [
  PASS_THROUGH,
  {
    name: 'filter and projection',
    sql: `${STREAM('s')} CREATE STREAM o AS SELECT k, v * 2 + 1 AS v FROM s WHERE v % 10 <> 0;`,
    row: inStream,
  },
  {
    name: 'stream-stream inner join',
    sql: `${STREAM('s')} ${STREAM('r')} CREATE STREAM o AS SELECT s.k AS k, s.v + r.v AS v
          FROM s JOIN r WITHIN 5 SECONDS GRACE PERIOD 0 SECONDS ON s.k = r.k;`,
    row: (i) => ({ topic: i % 2 === 0 ? 's' : 'r', key: keyOf(Math.floor(i / 2)), value: i, at: i }),
  },
  {
    name: 'stream-stream left join, a third alone',
    sql: `${STREAM('s')} ${STREAM('r')} CREATE STREAM o AS SELECT s.k AS k, COALESCE(r.v, s.v) AS v
          FROM s LEFT JOIN r WITHIN 5 SECONDS GRACE PERIOD 0 SECONDS ON s.k = r.k;`,
    // of three keys two have both sides: five records
    row: (i) => ({
      topic: [0, 2, 4].includes(i % 5) ? 's' : 'r',
      key: keyOf(Math.floor(i / 5) * 3 + ((i % 5) >> 1)),
      value: i,
      at: i,
    }),
  },
  {
    name: 'aggregate, no window',
    sql: `${STREAM('s')} CREATE TABLE o AS SELECT k, COUNT(*) AS c FROM s GROUP BY k;`,
    row: (i) => ({ topic: 's', key: keyOf(i % TABLE_KEYS), value: i, at: i }),
  },
  {
    name: 'session aggregate',
    sql: `${STREAM('s')} CREATE TABLE o AS SELECT k, COUNT(*) AS c FROM s
          WINDOW SESSION (5 SECONDS, RETENTION 20 SECONDS, GRACE PERIOD 5 SECONDS) GROUP BY k;`,
    row: inStream,
  },
  {
    name: 'time-window aggregate',
    sql: `${STREAM('s')} CREATE TABLE o AS SELECT k, COUNT(*) AS c FROM s
          WINDOW TUMBLING (SIZE 5 SECONDS, RETENTION 20 SECONDS, GRACE PERIOD 5 SECONDS) GROUP BY k;`,
    row: inStream,
  },
  {
    name: 'table aggregate (and its repartition)',
    sql: `${TABLE('t')} CREATE TABLE o AS SELECT v % 100 AS g, COUNT(*) AS c FROM t GROUP BY v % 100;`,
    row: (i) => ({ topic: 't', key: keyOf(i % TABLE_KEYS), value: i, at: i }),
  },
  {
    name: 'stream-table join',
    sql: `${STREAM('s')} ${TABLE('t')} CREATE STREAM o AS SELECT s.k AS k, s.v + t.v AS v FROM s JOIN t ON s.k = t.k;`,
    before: tableRows('t'),
    row: (i) => ({ topic: 's', key: keyOf(i % TABLE_KEYS), value: i, at: i }),
  },
  {
    name: 'table-table join',
    sql: `${TABLE('t')} ${TABLE('u')} CREATE TABLE o AS SELECT t.k AS k, t.v + u.v AS v FROM t JOIN u ON t.k = u.k;`,
    before: [...tableRows('t'), ...tableRows('u')],
    row: (i) => ({ topic: i % 2 === 0 ? 't' : 'u', key: keyOf((i >> 1) % TABLE_KEYS), value: i, at: i }),
  },
  {
    name: 'PARTITION BY',
    sql: `${STREAM('s')} CREATE STREAM o AS SELECT v, k FROM s PARTITION BY v;`,
    row: inStream,
  },
];
