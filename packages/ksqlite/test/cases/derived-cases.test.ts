/** What follows from ksqlDB's source (7.9.0), case by case: no cluster recorded it. Each list names the classes that it follows from. */
import { type DerivedCase, derivedOutcome } from './support/derived-case.ts';

const S =
  "CREATE STREAM S (K VARCHAR KEY, A INT, B VARCHAR) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);";
const S_INPUT = [
  { topic: 's', key: 'k', value: '{"A":1,"B":"x"}', ts: 10 },
  { topic: 's', key: 'l', value: null, ts: 11 },
];

/** UserRepartitionNode, PlanNode.orderColumns, PartitionByParamsFactory, JoinParamsFactory, LogicalSchema. */
const STAR: readonly DerivedCase[] = [
  {
    name: 'the old key comes last',
    sql: `${S} CREATE STREAM OUT AS SELECT * FROM S PARTITION BY A;`,
    inputs: S_INPUT,
    becomes: {
      schema: 'A INTEGER KEY, B STRING, K STRING',
      records: [
        [1, '{"B":"x","K":"k"}'],
        [null, null],
      ],
    },
  },
  {
    name: 'in data without names, too',
    sql: `${S} CREATE STREAM OUT WITH (VALUE_FORMAT='DELIMITED') AS SELECT * FROM S PARTITION BY A;`,
    inputs: S_INPUT,
    becomes: {
      records: [
        [1, 'x,k'],
        [null, null],
      ],
    },
  },
  {
    name: 'with other columns behind it',
    sql: `${S} CREATE STREAM OUT AS SELECT *, A + 1 AS N FROM S PARTITION BY A;`,
    becomes: { schema: 'A INTEGER KEY, B STRING, K STRING, N INTEGER' },
  },
  {
    name: 'by NULL the key is a value, the last',
    sql: `${S} CREATE STREAM OUT AS SELECT * FROM S PARTITION BY NULL;`,
    inputs: S_INPUT.slice(0, 1),
    becomes: { schema: 'A INTEGER, B STRING, K STRING', records: [[null, '{"A":1,"B":"x","K":"k"}']] },
  },
  {
    name: 'by its own key nothing moves',
    sql: `${S} CREATE STREAM OUT AS SELECT * FROM S PARTITION BY K;`,
    becomes: { schema: 'K STRING KEY, A INTEGER, B STRING' },
  },
  {
    name: 'by an expression over the old key, which a record without a value has as well',
    sql: `${S} CREATE STREAM OUT AS SELECT * FROM S PARTITION BY UCASE(K);`,
    inputs: S_INPUT,
    becomes: {
      schema: 'KSQL_COL_0 STRING KEY, A INTEGER, B STRING, K STRING',
      records: [
        ['K', '{"A":1,"B":"x","K":"k"}'],
        ['L', null],
      ],
    },
  },
  {
    name: 'by an expression over values, which is null where there are none',
    sql: `${S} CREATE STREAM OUT WITH (KEY_FORMAT='JSON') AS SELECT * FROM S PARTITION BY (A IS NULL), ROWTIME;`,
    inputs: S_INPUT,
    becomes: {
      schema: 'KSQL_COL_0 BOOLEAN KEY, ROWTIME BIGINT KEY, A INTEGER, B STRING, K STRING',
      records: [
        [{ KSQL_COL_0: false, ROWTIME: 10 }, '{"A":1,"B":"x","K":"k"}'],
        [{ KSQL_COL_0: null, ROWTIME: null }, null],
      ],
    },
  },
  {
    name: 'by a constant',
    sql: `${S} CREATE STREAM OUT AS SELECT * FROM S PARTITION BY 'one';`,
    inputs: S_INPUT,
    becomes: {
      records: [
        ['one', '{"A":1,"B":"x","K":"k"}'],
        ['one', null],
      ],
    },
  },
  {
    name: 'by a field, which is called as no column is',
    sql: `CREATE STREAM S (K VARCHAR KEY, A STRUCT<A INT, C_2 INT>) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT WITH (KEY_FORMAT='JSON') AS SELECT * FROM S PARTITION BY A->A, A->C_2;`,
    becomes: {
      schema: 'A_1 INTEGER KEY, C INTEGER KEY, A STRUCT<`A` INTEGER, `C_2` INTEGER>, K STRING',
    },
  },
  {
    name: 'of a join, with the pseudo columns of its sources',
    sql: `${S} CREATE STREAM T (K VARCHAR KEY, C INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT * FROM S JOIN T WITHIN 1 HOUR ON S.K = T.K PARTITION BY S.A;`,
    inputs: [
      { topic: 's', key: 'k', value: '{"A":1,"B":"x"}', ts: 10 },
      { topic: 't', key: 'k', value: '{"C":5}', ts: 12 },
    ],
    becomes: {
      schema:
        'S_A INTEGER KEY, S_B STRING, S_ROWTIME BIGINT, S_ROWPARTITION INTEGER, S_ROWOFFSET BIGINT, S_K STRING, ' +
        'T_C INTEGER, T_ROWTIME BIGINT, T_ROWPARTITION INTEGER, T_ROWOFFSET BIGINT, T_K STRING',
      records: [
        [
          1,
          '{"S_B":"x","S_ROWTIME":10,"S_ROWPARTITION":0,"S_ROWOFFSET":0,"S_K":"k","T_C":5,"T_ROWTIME":12,"T_ROWPARTITION":0,"T_ROWOFFSET":0,"T_K":"k"}',
        ],
      ],
    },
  },
  {
    name: 'of a join on an expression, with what the join is on',
    sql: `${S} CREATE TABLE T (I INT PRIMARY KEY, C INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT * FROM S JOIN T ON S.A + 1 = T.I PARTITION BY S.B;`,
    becomes: {
      schema:
        'S_B STRING KEY, S_A INTEGER, S_ROWTIME BIGINT, S_ROWPARTITION INTEGER, S_ROWOFFSET BIGINT, S_K STRING, S_KSQL_COL_0 INTEGER, ' +
        'T_C INTEGER, T_ROWTIME BIGINT, T_ROWPARTITION INTEGER, T_ROWOFFSET BIGINT, T_I INTEGER',
    },
  },
  {
    name: 'of one source of a join it is refused',
    sql: `${S}
CREATE STREAM T (K VARCHAR KEY, C INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
CREATE STREAM OUT AS SELECT S.* FROM S JOIN T WITHIN 1 HOUR ON S.K = T.K PARTITION BY S.A;`,
    becomes: { refused: 'SQL_INVALID at 3:29' },
  },
];

/** AstSanitizer, ColumnNames. */
const NAMES: readonly DerivedCase[] = [
  {
    name: 'a field is called as no column is, without a number of its own',
    sql: `CREATE STREAM S (K VARCHAR KEY, A STRUCT<A INT, F_7 INT>, A_1 INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT K, A->A, A->A + 1, A->F_7, A->F_7 FROM S;`,
    becomes: { schema: 'K STRING KEY, A_2 INTEGER, KSQL_COL_0 INTEGER, F INTEGER, F_1 INTEGER' },
  },
  {
    name: 'ROWTIME of a join has its source’s name',
    sql: `${S} CREATE STREAM T (K VARCHAR KEY, C INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT S.K, T.ROWTIME, T.ROWOFFSET, C FROM S JOIN T WITHIN 1 HOUR ON S.K = T.K;`,
    becomes: { schema: 'S_K STRING KEY, T_ROWTIME BIGINT, T_ROWOFFSET BIGINT, C INTEGER' },
  },
];

const windowed = (name: string, column: string, type: string): string =>
  `CREATE STREAM ${name} (K VARCHAR KEY, ${column} INT) WITH (KAFKA_TOPIC='${name.toLowerCase()}', VALUE_FORMAT='JSON', PARTITIONS=1, ${type});`;
const TUMBLING = "WINDOW_TYPE='TUMBLING', WINDOW_SIZE='10 MILLISECONDS'";
const of = (start: number, end: number, type: 'TUMBLING' | 'SESSION') => ({ window: { start, end, type } });

/** SchemaKStream.join, KsqlWindowedKeys, DataSourceNode, FinalProjectNode. */
const WINDOWED_JOINS: readonly DerivedCase[] = [
  {
    name: 'records of one window are joined, and of no other',
    sql: `${windowed('L', 'A', TUMBLING)} ${windowed('R', 'B', TUMBLING)}
          CREATE STREAM OUT AS SELECT * FROM L JOIN R WITHIN 1 HOUR ON L.K = R.K;`,
    inputs: [
      { topic: 'l', key: 'k', value: '{"A":1}', ts: 5, ...of(0, 10, 'TUMBLING') },
      { topic: 'r', key: 'k', value: '{"B":2}', ts: 12, ...of(10, 20, 'TUMBLING') },
      { topic: 'r', key: 'k', value: '{"B":3}', ts: 13, ...of(0, 10, 'TUMBLING') },
    ],
    becomes: {
      schema:
        'L_K STRING KEY, L_WINDOWSTART BIGINT, L_WINDOWEND BIGINT, L_A INTEGER, R_K STRING, R_WINDOWSTART BIGINT, R_WINDOWEND BIGINT, R_B INTEGER',
      records: [
        [
          'k',
          '{"L_WINDOWSTART":0,"L_WINDOWEND":10,"L_A":1,"R_K":"k","R_WINDOWSTART":0,"R_WINDOWEND":10,"R_B":3}',
          '0-10',
        ],
      ],
    },
  },
  {
    name: 'sessions are joined by their start and their end',
    sql: `${windowed('L', 'A', "WINDOW_TYPE='SESSION'")} ${windowed('R', 'B', "WINDOW_TYPE='SESSION'")}
          CREATE STREAM OUT AS SELECT L.K AS K, A, B FROM L LEFT JOIN R WITHIN 1 HOUR ON L.K = R.K;`,
    inputs: [
      { topic: 'r', key: 'k', value: '{"B":2}', ts: 5, ...of(0, 9, 'SESSION') },
      { topic: 'r', key: 'k', value: '{"B":3}', ts: 6, ...of(0, 10, 'SESSION') },
      { topic: 'l', key: 'k', value: '{"A":1}', ts: 7, ...of(0, 10, 'SESSION') },
      { topic: 'l', key: 'k', value: '{"A":2}', ts: 8, ...of(1, 10, 'SESSION') },
    ],
    becomes: {
      records: [
        ['k', '{"A":1,"B":3}', '0-10'],
        ['k', '{"A":2,"B":null}', '1-10'],
      ],
    },
  },
  {
    name: 'windows of two sizes have other keys',
    sql: `${windowed('L', 'A', TUMBLING)}
${windowed('R', 'B', "WINDOW_TYPE='TUMBLING', WINDOW_SIZE='20 MILLISECONDS'")}
CREATE STREAM OUT AS SELECT L.K, A, B FROM L JOIN R WITHIN 1 HOUR ON L.K = R.K;`,
    becomes: { refused: 'SQL_INVALID at 3:70' },
  },
];

const OUTER = (select: string): string =>
  `${S} CREATE STREAM R (ROWKEY VARCHAR KEY, C INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=1);
CREATE STREAM OUT AS SELECT ${select} FROM S FULL OUTER JOIN R WITHIN 1 HOUR GRACE PERIOD 0 SECONDS ON S.K = R.ROWKEY;`;

/** JoinNode.SyntheticJoinKey, ColumnNames.generateSyntheticJoinKey. */
const JOIN_KEYS: readonly DerivedCase[] = [
  {
    name: 'has a number where a source has a ROWKEY',
    sql: OUTER('ROWKEY_1, R.ROWKEY AS OWN, C'),
    inputs: [
      { topic: 'r', key: 'k', value: '{"C":1}' },
      { topic: 's', key: 'k', value: '{}', ts: 1 },
    ],
    becomes: {
      schema: 'ROWKEY_1 STRING KEY, OWN STRING, C INTEGER',
      records: [['k', '{"OWN":"k","C":1}']],
    },
  },
  {
    name: 'is not the ROWKEY of a source',
    sql: OUTER('R.ROWKEY, C'),
    becomes: { refused: 'SQL_INVALID at 2:22' },
  },
];

/** PartitionByParamsFactory, KStreamImpl.createRepartitionedSource, KStreamKStreamJoin. */
const REKEYED_JOINS: readonly DerivedCase[] = [
  {
    name: 'a record without a value moves their time',
    sql: `${S} CREATE STREAM T (K VARCHAR KEY, C VARCHAR) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT S.B, A, C FROM S LEFT JOIN T WITHIN 10 MILLISECONDS GRACE PERIOD 1 HOUR ON S.B = T.C;`,
    inputs: [
      { topic: 's', key: 'k', value: null, ts: 100 },
      { topic: 's', key: 'k', value: '{"A":1,"B":"x"}', ts: 10 },
    ],
    becomes: { records: [['x', '{"A":1,"C":null}']] },
  },
];

const keyless = (format: string): string =>
  `CREATE STREAM S (A INT, B INT) WITH (KAFKA_TOPIC='s', KEY_FORMAT='${format}', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const AB = [{ topic: 's', value: '{"A":1,"B":2}' }];

/** Analyzer, LogicalPlanner.getSinkKeyFormat, DefaultFormatInjector, FormatProperties, Delimiter, ColumnReferenceParser. */
const FORMATS: readonly DerivedCase[] = [
  {
    name: 'a stream without key columns hands its KEY_FORMAT on to PARTITION BY',
    sql: `${keyless('JSON')} CREATE STREAM OUT AS SELECT * FROM S PARTITION BY A, B + 1;`,
    inputs: AB,
    becomes: { records: [[{ A: 1, KSQL_COL_0: 3 }, '{"B":2}']] },
  },
  {
    name: 'and to GROUP BY',
    sql: `${keyless('DELIMITED')} CREATE TABLE OUT AS SELECT A, B, COUNT(*) AS N FROM S GROUP BY A, B;`,
    inputs: AB,
    becomes: { records: [['1,2', '{"N":1}']] },
  },
  {
    name: 'and through a stream that has no key either',
    sql: `${keyless('JSON')} CREATE STREAM T AS SELECT A, B FROM S; CREATE STREAM OUT AS SELECT * FROM T PARTITION BY A, B + 1;`,
    inputs: AB,
    becomes: { records: [[{ A: 1, KSQL_COL_0: 3 }, '{"B":2}']] },
  },
  {
    name: 'NONE becomes the default where there is a key',
    sql: `${keyless('NONE')}
CREATE STREAM OUT AS SELECT * FROM S PARTITION BY A, B + 1;`,
    becomes: { refused: 'SQL_INVALID at 2:15' },
  },
  {
    name: 'the default is a setting',
    sql: `SET 'ksql.persistence.default.format.key'='JSON'; SET 'ksql.persistence.default.format.value'='DELIMITED';
          CREATE STREAM S (A INT, B INT) WITH (KAFKA_TOPIC='s', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT * FROM S PARTITION BY A, B + 1;`,
    inputs: [{ topic: 's', value: '1,2' }],
    becomes: { records: [[{ A: 1, KSQL_COL_0: 3 }, '2']] },
  },
  {
    name: 'so is how a single value is written',
    sql: `SET 'ksql.persistence.wrap.single.values'='false'; ${keyless('KAFKA')} CREATE STREAM OUT AS SELECT A FROM S;`,
    inputs: AB,
    becomes: { records: [[null, '1']] },
  },
  {
    name: 'and how many values a list has',
    sql: `SET 'ksql.functions.collect_list.limit'='1'; ${keyless('KAFKA')}
          CREATE TABLE OUT AS SELECT A, COLLECT_LIST(B) AS L FROM S GROUP BY A;`,
    inputs: [...AB, ...AB],
    becomes: {
      records: [
        [1, '{"L":[2]}'],
        [1, '{"L":[2]}'],
      ],
    },
  },
  {
    name: 'keys are delimited by a character of their own',
    sql: `CREATE STREAM S (K INT KEY, L INT KEY, A INT, B INT) WITH (KAFKA_TOPIC='s', FORMAT='DELIMITED', KEY_DELIMITER=';', VALUE_DELIMITER='TAB', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT * FROM S;`,
    inputs: [{ topic: 's', key: '1;2', value: '3\t4' }],
    becomes: { records: [['1;2', '3\t4']] },
  },
  {
    name: 'a delimiter is inherited by the same format only',
    sql: `CREATE STREAM S (A INT, B INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='DELIMITED', VALUE_DELIMITER='|', PARTITIONS=1);
          CREATE STREAM T WITH (VALUE_FORMAT='JSON') AS SELECT * FROM S;
          CREATE STREAM OUT WITH (VALUE_FORMAT='DELIMITED') AS SELECT * FROM T;`,
    inputs: [{ topic: 's', value: '3|4' }],
    becomes: { records: [[null, '3,4']] },
  },
  {
    name: 'a delimiter is not a blank',
    sql: "CREATE STREAM S (A INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='DELIMITED', VALUE_DELIMITER=' ', PARTITIONS=1);",
    becomes: { refused: 'SQL_INVALID at 1:90' },
  },
  {
    name: 'KEY_DELIMITER is of DELIMITED keys',
    sql: "CREATE STREAM S (K INT KEY, A INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='DELIMITED', KEY_DELIMITER=';', PARTITIONS=1);",
    becomes: { refused: 'SQL_INVALID at 1:85' },
  },
  {
    name: 'TIMESTAMP names a column as SQL does',
    sql: `CREATE STREAM S (A INT, \`t\` BIGINT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', TIMESTAMP='\`t\`', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT ROWTIME AS X FROM S;`,
    inputs: [{ topic: 's', value: '{"t":7}' }],
    becomes: { records: [[null, '{"X":7}']] },
  },
  {
    name: 'settings that are not done are refused',
    sql: "SET 'ksql.timestamp.throw.on.invalid'='true';",
    becomes: { refused: 'SQL_UNSUPPORTED at 1:1' },
  },
];

/** KTableSource, DecimalUtil.fromValue, FunctionLoaderUtils.handleUdfReturnSchema, KsqlJsonDeserializer (HashMap). */
const VALUES: readonly DerivedCase[] = [
  {
    name: 'a table’s key of several columns may be null in part',
    sql: `CREATE TABLE T (K INT PRIMARY KEY, L INT PRIMARY KEY, V INT) WITH (KAFKA_TOPIC='t', FORMAT='JSON', PARTITIONS=1);
          CREATE TABLE OUT AS SELECT * FROM T;`,
    inputs: [
      { topic: 't', key: '{"K":null,"L":2}', value: '{"V":1}' },
      { topic: 't', value: '{"V":2}' },
      { topic: 't', key: '{"K":null,"L":2}', value: null },
    ],
    becomes: {
      records: [
        [{ K: null, L: 2 }, '{"V":1}'],
        [{ K: null, L: 2 }, null],
      ],
    },
  },
  {
    name: 'a negative DECIMAL has the digits that are written',
    sql: `${S} CREATE STREAM OUT AS SELECT K, -1.5 AS A, -0.05 AS B, - 12.50 AS C FROM S;`,
    becomes: { schema: 'K STRING KEY, A DECIMAL(2, 1), B DECIMAL(3, 2), C DECIMAL(4, 2)' },
  },
  {
    name: 'NULL without a type has none to give',
    sql: `${S}
CREATE STREAM OUT AS SELECT K, IFNULL(B, NULL) AS C FROM S;`,
    becomes: { refused: 'SQL_TYPE at 2:32' },
  },
  {
    name: 'a map is gone through in the order of its keys’ hashes',
    sql: `CREATE STREAM S (K VARCHAR KEY, M MAP<VARCHAR, VARCHAR>) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT K, REDUCE(M, '', (t, x, y) => t + x) AS T, MAP_VALUES(M) AS V FROM S;`,
    inputs: [{ topic: 's', key: 'k', value: '{"M":{"d":"1","b":"2","a":"3"}}' }],
    becomes: { records: [['k', '{"T":"dab","V":["1","3","2"]}']] },
  },
  {
    name: 'INSERT INTO gives numbers the DECIMAL of the sink, and widens narrower ones',
    sql: `CREATE STREAM S (K VARCHAR KEY, A DECIMAL(2, 1)) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT (K VARCHAR KEY, A DECIMAL(5, 2), B DECIMAL(3, 2), C DECIMAL(4, 1), D DECIMAL(5, 2))
            WITH (KAFKA_TOPIC='out', VALUE_FORMAT='JSON', PARTITIONS=1);
          INSERT INTO OUT SELECT K, A, 1 AS B, 12.5 AS C, 2.5E0 AS D FROM S;`,
    inputs: [{ topic: 's', key: 'k', value: '{"A":1.5}' }],
    becomes: { records: [['k', '{"A":1.50,"B":1.00,"C":12.5,"D":2.50}']] },
  },
  {
    name: 'INSERT INTO narrows no number',
    sql: `${S} CREATE STREAM OUT (K VARCHAR KEY, A DECIMAL(3, 2)) WITH (KAFKA_TOPIC='out', VALUE_FORMAT='JSON', PARTITIONS=1);
INSERT INTO OUT SELECT K, 10 AS A FROM S;`,
    becomes: { refused: 'SQL_INVALID at 2:17' },
  },
  {
    name: 'INSERT INTO casts no INTEGER column to DECIMAL',
    sql: `${S} CREATE STREAM OUT (K VARCHAR KEY, A DECIMAL(20, 2)) WITH (KAFKA_TOPIC='out', VALUE_FORMAT='JSON', PARTITIONS=1);
INSERT INTO OUT SELECT K, A FROM S;`,
    becomes: { refused: 'SQL_INVALID at 2:17' },
  },
  {
    name: 'a window may have a name',
    sql: `${S} CREATE TABLE OUT AS SELECT K, COUNT(*) AS N FROM S WINDOW w TUMBLING (SIZE 1 SECOND) GROUP BY K;`,
    inputs: S_INPUT.slice(0, 1),
    becomes: { records: [['k', '{"N":1}', '0-1000']] },
  },
];

/** What a query writes another one reads as its bytes say, whether it runs along or comes later. */
const AS_WRITTEN: readonly DerivedCase[] = [
  {
    name: 'an empty text in DELIMITED is NULL',
    sql: `${S} CREATE STREAM T WITH (VALUE_FORMAT='DELIMITED') AS SELECT K, '' AS C, A FROM S;
          CREATE STREAM OUT WITH (VALUE_FORMAT='JSON') AS SELECT K, C, C IS NULL AS N FROM T;`,
    inputs: S_INPUT.slice(0, 1),
    becomes: { records: [['k', '{"C":null,"N":true}']] },
  },
  {
    name: 'a NULL in KAFKA is no value',
    sql: `${S} CREATE STREAM T WITH (VALUE_FORMAT='KAFKA') AS SELECT K, CAST(NULL AS INT) AS C FROM S;
          CREATE STREAM OUT WITH (VALUE_FORMAT='JSON') AS SELECT K, C, C IS NULL AS N FROM T;`,
    inputs: S_INPUT.slice(0, 1),
    becomes: { records: [['k', null]] },
  },
  {
    name: 'JSON has no negative zero',
    sql: `${S} CREATE STREAM T AS SELECT K, CAST(0 AS DOUBLE) * -1 AS C FROM S;
          CREATE STREAM OUT AS SELECT K, CAST(C AS STRING) AS N FROM T;`,
    inputs: S_INPUT.slice(0, 1),
    becomes: { records: [['k', '{"N":"0.0"}']] },
  },
  {
    name: 'a window is not part of a stream that has none',
    sql: `${windowed('L', 'A', TUMBLING)}
          CREATE STREAM T (K VARCHAR KEY, A INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          INSERT INTO T SELECT * FROM L; CREATE STREAM OUT AS SELECT * FROM T;`,
    inputs: [{ topic: 'l', key: 'k', value: '{"A":1}', ts: 5, ...of(0, 10, 'TUMBLING') }],
    becomes: { records: [['k', '{"A":1}']] },
  },
];

/** LogicalSchema.withPseudoAndKeyColsInValue, ColumnReferenceValidator, AggregateAnalyzer, SchemaKStream.groupByKey. */
const OF_RECORDS: readonly DerivedCase[] = [
  {
    name: 'ROWPARTITION and ROWOFFSET can be grouped by, and aggregated',
    sql: `${S} CREATE TABLE OUT AS SELECT ROWPARTITION AS P, COUNT(*) AS N, MAX(ROWOFFSET) AS M FROM S GROUP BY ROWPARTITION;`,
    inputs: [1, 2].map((a) => ({ topic: 's', key: 'k', value: `{"A":${a}}` })),
    becomes: {
      schema: 'P INTEGER KEY, N BIGINT, M BIGINT',
      records: [
        [0, '{"N":1,"M":0}'],
        [0, '{"N":2,"M":1}'],
      ],
    },
  },
  {
    name: 'so can those of a table’s rows, the old one’s too',
    sql: `CREATE TABLE T (I VARCHAR PRIMARY KEY, C VARCHAR) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE TABLE OUT AS SELECT C, SUM(ROWOFFSET) AS O FROM T GROUP BY C;`,
    inputs: ['a', 'b', 'a'].map((key) => ({ topic: 't', key, value: '{"C":"x"}' })),
    becomes: {
      records: [
        ['x', '{"O":0}'],
        ['x', '{"O":1}'],
        ['x', '{"O":3}'],
      ],
    },
  },
  {
    name: 'what is repartitioned for a join keeps its partition and offset',
    sql: `${S} CREATE TABLE T (I INT PRIMARY KEY, C INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE STREAM OUT AS SELECT T.I, S.ROWOFFSET FROM S JOIN T ON S.A = T.I WHERE S.ROWPARTITION = 0;`,
    inputs: [
      { topic: 't', key: 1, value: '{"C":5}', ts: 1 },
      { topic: 's', key: 'k', value: '{"A":9}', ts: 10 },
      { topic: 's', key: 'k', value: '{"A":1}', ts: 11 },
    ],
    becomes: { records: [[1, '{"S_ROWOFFSET":1}']] },
  },
  {
    name: 'each side of a join has its own ROWTIME, in groups as well',
    sql: `${S} CREATE STREAM T (K VARCHAR KEY, C INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
          CREATE TABLE OUT AS SELECT B, MAX(S.ROWTIME) AS L, MAX(T.ROWTIME) AS R FROM S JOIN T WITHIN 1 HOUR ON S.K = T.K GROUP BY B;`,
    inputs: [
      { topic: 's', key: 'k', value: '{"B":"x"}', ts: 10 },
      { topic: 't', key: 'k', value: '{"C":5}', ts: 12 },
    ],
    becomes: { records: [['x', '{"L":10,"R":12}']] },
  },
  {
    name: 'a window’s bounds may have the source’s name in front',
    sql: `${S} CREATE TABLE OUT AS SELECT K, s.WINDOWSTART AS W, COUNT(*) AS N FROM S s WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY K;`,
    inputs: [{ topic: 's', key: 'k', value: '{"A":1}', ts: 15 }],
    becomes: { records: [['k', '{"W":10,"N":1}', '10-20']] },
  },
  {
    name: 'where sources are joined it has none',
    sql: `${S}
CREATE STREAM T (K VARCHAR KEY, C INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
CREATE TABLE OUT AS SELECT S.K, WINDOWSTART AS W, COUNT(*) FROM S JOIN T WITHIN 1 HOUR ON S.K = T.K WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY S.K;`,
    becomes: { refused: 'SQL_UNKNOWN_COLUMN at 3:33' },
  },
  {
    name: 'HAVING does not see them',
    sql: `${S}
CREATE TABLE OUT AS SELECT K, COUNT(*) FROM S WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY K HAVING WINDOWSTART > 0;`,
    becomes: { refused: 'SQL_INVALID at 2:99' },
  },
  {
    name: 'the bounds of a windowed source are columns to group by',
    sql: `${windowed('L', 'A', TUMBLING)}
          CREATE TABLE OUT WITH (KEY_FORMAT='JSON') AS SELECT K, WINDOWSTART AS W, COUNT(*) AS N FROM L GROUP BY K, WINDOWSTART;`,
    inputs: [
      { topic: 'l', key: 'k', value: '{"A":1}', ts: 5, ...of(0, 10, 'TUMBLING') },
      { topic: 'l', key: 'k', value: '{"A":1}', ts: 15, ...of(10, 20, 'TUMBLING') },
    ],
    becomes: {
      records: [
        [{ K: 'k', W: 0 }, '{"N":1}'],
        [{ K: 'k', W: 10 }, '{"N":1}'],
      ],
    },
  },
  {
    name: 'a windowed source is not grouped by its own key',
    sql: `${windowed('L', 'A', TUMBLING)}
CREATE TABLE OUT AS SELECT K, COUNT(*) AS N FROM L GROUP BY K;`,
    becomes: { refused: 'SQL_INVALID at 2:61' },
  },
];

/** MapBuilder, MapUnion, Transform, KsqlJsonDeserializer (each fills a java.util.HashMap), BigDecimal.toString, JsonNode.asText. */
const JSON_TEXTS: readonly DerivedCase[] = [
  {
    name: 'a MAP has the order of a HashMap, wherever it came from',
    sql: `CREATE STREAM S (K VARCHAR KEY, M MAP<VARCHAR, INT>) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
CREATE STREAM OUT AS SELECT K, M, MAP('one' := 1, 'two' := 2, 'three' := 3) AS MADE, MAP_UNION(M, MAP('four' := 4)) AS BOTH,
  TRANSFORM(M, (x, y) => x, (x, y) => y + 1) AS CHANGED, MAP_KEYS(M) AS KEYS FROM S;`,
    inputs: [{ topic: 's', key: 'k', value: '{"M":{"one":1,"two":2,"three":3}}' }],
    becomes: {
      records: [
        [
          'k',
          '{"M":{"two":2,"three":3,"one":1},"MADE":{"two":2,"three":3,"one":1},' +
            '"BOTH":{"two":2,"three":3,"four":4,"one":1},"CHANGED":{"one":2,"two":3,"three":4},"KEYS":["two","three","one"]}',
        ],
      ],
    },
  },
  {
    name: 'a DECIMAL with many places has an exponent where it is small',
    sql: `CREATE STREAM S (K VARCHAR KEY, D DECIMAL(12, 9)) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
CREATE STREAM MID AS SELECT * FROM S; CREATE STREAM OUT AS SELECT * FROM MID;`,
    inputs: ['0', '0.00000125', '-0.5'].map((d) => ({ topic: 's', key: 'k', value: `{"D":${d}}` })),
    becomes: {
      records: [
        ['k', '{"D":0E-9}'],
        ['k', '{"D":0.000001250}'],
        ['k', '{"D":-0.500000000}'],
      ],
    },
  },
  {
    name: 'a JSON key of no bytes is the empty text',
    sql: `CREATE TABLE S (K VARCHAR PRIMARY KEY, A INT) WITH (KAFKA_TOPIC='s', FORMAT='JSON', PARTITIONS=1);
CREATE TABLE OUT AS SELECT A, COUNT(*) AS N FROM S GROUP BY A;`,
    inputs: [{ topic: 's', key: '', value: '{"A":5}' }],
    becomes: { records: [[5, '{"N":1}']] },
  },
];

const outcome = async (one: DerivedCase): Promise<void> => {
  expect(await derivedOutcome(one)).toEqual(one.becomes);
};

describe('SELECT * with PARTITION BY', () => {
  it.each(STAR)('$name', outcome);
});

describe('names of columns without an alias', () => {
  it.each(NAMES)('$name', outcome);
});

describe('joins of windowed streams', () => {
  it.each(WINDOWED_JOINS)('$name', outcome);
});

describe('the key of a join that no column holds', () => {
  it.each(JOIN_KEYS)('$name', outcome);
});

describe('joins of streams that are keyed again', () => {
  it.each(REKEYED_JOINS)('$name', outcome);
});

describe('formats of keys and values', () => {
  it.each(FORMATS)('$name', outcome);
});

describe('texts of JSON', () => {
  it.each(JSON_TEXTS)('$name', outcome);
});

describe('a chain of queries', () => {
  it.each(AS_WRITTEN)('$name', outcome);
});

describe('what records say of themselves', () => {
  it.each(OF_RECORDS)('$name', outcome);
});

describe('values', () => {
  it.each(VALUES)('$name', outcome);
});
