/** What docs/differences.md says of the engine, by name: where ksqlDB refuses a statement, or its query ends. */
import { type DerivedCase, derivedOutcome } from './support/derived-case.ts';

const S =
  "CREATE STREAM S (K VARCHAR KEY, A INT, B BOOLEAN) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);";
const T =
  "CREATE TABLE T (K VARCHAR PRIMARY KEY, A INT, C VARCHAR) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);";

const DIFFERENCES: readonly DerivedCase[] = [
  {
    name: 'null-pointer: a condition that is NULL lets no row pass',
    sql: `${S} CREATE STREAM OUT AS SELECT K, A FROM S WHERE B;`,
    inputs: ['{"A":1}', '{"A":2,"B":true}'].map((value) => ({ topic: 's', key: 'k', value })),
    becomes: { records: [['k', '{"A":2}']] },
  },
  {
    name: 'null-pointer: a record without a value adds nothing to a window',
    sql: `${S} CREATE TABLE OUT AS SELECT K, COUNT(*) AS N FROM S WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY K;`,
    inputs: ['{}', null, '{}'].map((value) => ({ topic: 's', key: 'k', value })),
    becomes: {
      records: [
        ['k', '{"N":1}', '0-10'],
        ['k', '{"N":2}', '0-10'],
      ],
    },
  },
  {
    name: 'generated-code: IS NULL takes every expression, BETWEEN function calls',
    sql: `${S} CREATE STREAM OUT AS SELECT K, (A + 1) IS NULL AS X, (A = 1) IS NOT NULL AS Y, ABS(A) BETWEEN 1 AND 2 AS Z FROM S;`,
    inputs: ['{"A":-2}', '{}'].map((value) => ({ topic: 's', key: 'k', value })),
    becomes: {
      records: [
        ['k', '{"X":false,"Y":true,"Z":true}'],
        ['k', '{"X":null,"Y":true,"Z":false}'],
      ],
    },
  },
  {
    name: 'null-map-keys: a NULL as key of a MAP is a text',
    sql: `${S} CREATE STREAM OUT AS SELECT K, MAP_KEYS(MAP(CAST(A AS VARCHAR) := 1)) AS M FROM S;`,
    inputs: [{ topic: 's', key: 'k', value: '{}' }],
    becomes: { records: [['k', '{"M":["null"]}']] },
  },
  {
    name: 'far-times: the first and the last time of all are read again by the next query',
    sql: `CREATE STREAM S (K VARCHAR KEY, A BIGINT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='DELIMITED', PARTITIONS=1);
          CREATE STREAM D WITH (VALUE_FORMAT='JSON') AS SELECT K, FROM_UNIXTIME(A) AS T FROM S;
          CREATE STREAM E WITH (VALUE_FORMAT='DELIMITED') AS SELECT * FROM D;
          CREATE STREAM OUT WITH (VALUE_FORMAT='JSON') AS SELECT * FROM E;`,
    inputs: ['9223372036854775807', '-9223372036854775808', '9007199254740992'].map((value) => ({
      topic: 's',
      key: 'k',
      value,
    })),
    becomes: {
      records: [
        ['k', '{"T":9223372036854775807}'],
        ['k', '{"T":-9223372036854775808}'],
        ['k', '{"T":9007199254740992}'],
      ],
    },
  },
  {
    name: 'a row with a key of NULL stays in an outer join with a table whose keys are in KAFKA',
    sql: `${T} CREATE STREAM D (K VARCHAR KEY, L VARCHAR) WITH (KAFKA_TOPIC='d', KEY_FORMAT='DELIMITED', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT D.L, D.K AS O, T.A FROM D LEFT JOIN T ON D.L = T.K;`,
    inputs: [{ topic: 'd', key: 'k', value: '{}' }],
    becomes: { records: [[null, '{"O":"k","A":null}']] },
  },
];

describe('on purpose another way', () => {
  it.each(DIFFERENCES)('$name', async (one) => {
    expect(await derivedOutcome(one)).toEqual(one.becomes);
  });
});
