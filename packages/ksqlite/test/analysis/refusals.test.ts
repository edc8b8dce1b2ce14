import type { KsqlError } from '../../src/errors/ksql-error.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Line, openLine } from '../engine/support/line.ts';

const SOURCES = `
  CREATE STREAM l (id VARCHAR KEY, v INT, colour VARCHAR) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM r (id VARCHAR KEY, v INT, w DOUBLE) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM n (id INT KEY, v INT) WITH (KAFKA_TOPIC='n', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM three (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='three', VALUE_FORMAT='JSON', PARTITIONS=3);
  CREATE SOURCE STREAM ro (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='ro', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t2 (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t2', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE t3 (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t3', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM kafka (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='kafka', VALUE_FORMAT='KAFKA', PARTITIONS=2);
  CREATE STREAM csv (id VARCHAR KEY, v INT, d DOUBLE) WITH (KAFKA_TOPIC='csv', VALUE_FORMAT='DELIMITED', PARTITIONS=2);
  CREATE STREAM maps (id VARCHAR KEY, m MAP<VARCHAR, INT>, f STRUCT<m MAP<VARCHAR, INT>>) WITH (KAFKA_TOPIC='maps', FORMAT='JSON', PARTITIONS=2);
  CREATE STREAM hourly (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='hourly', VALUE_FORMAT='JSON', PARTITIONS=2, WINDOW_TYPE='TUMBLING', WINDOW_SIZE='1 HOURS');
  CREATE STREAM visits (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='visits', VALUE_FORMAT='JSON', PARTITIONS=2, WINDOW_TYPE='SESSION');
  CREATE STREAM stays (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='stays', VALUE_FORMAT='JSON', PARTITIONS=2, WINDOW_TYPE='SESSION');
  CREATE TABLE win AS SELECT id, COUNT(*) AS c FROM l WINDOW TUMBLING (SIZE 1 HOURS) GROUP BY id;`;

/** The statement with ⟦…⟧ around what the error must point at. */
const REFUSED: readonly (readonly [
  what: string,
  sql: string,
  code: string,
  message: string,
  hint?: string,
])[] = [
  ['an unknown source', 'CREATE STREAM o AS SELECT * FROM ⟦ll⟧;', 'SQL_UNKNOWN_SOURCE', 'LL does not exist.'],
  [
    'a misspelt source',
    'CREATE STREAM o AS SELECT * FROM ⟦thre⟧;',
    'SQL_UNKNOWN_SOURCE',
    'THRE does not exist',
    'did you mean THREE?',
  ],
  [
    'an unknown column',
    'CREATE STREAM o AS SELECT id, ⟦colur⟧ FROM l;',
    'SQL_UNKNOWN_COLUMN',
    "Column 'COLUR' cannot be resolved.",
    'did you mean COLOUR?',
  ],
  [
    'an unknown column in WHERE',
    'CREATE STREAM o AS SELECT * FROM l WHERE ⟦zzzz⟧ > 1;',
    'SQL_UNKNOWN_COLUMN',
    "'ZZZZ' cannot",
  ],
  [
    'a column of another source',
    'CREATE STREAM o AS SELECT l.id, ⟦l.w⟧ FROM l JOIN r WITHIN 1 SECONDS ON l.id = r.id;',
    'SQL_UNKNOWN_COLUMN',
    "Column 'L.W' cannot be resolved.",
  ],
  [
    'an ambiguous column',
    'CREATE STREAM o AS SELECT l.id AS id, ⟦v⟧ FROM l JOIN r WITHIN 1 SECONDS ON l.id = r.id;',
    'SQL_INVALID',
    "Column 'V' is ambiguous. Could be L.V or R.V.",
  ],
  [
    'a join without WITHIN',
    'CREATE STREAM o AS SELECT * FROM ⟦l JOIN r ON l.id = r.id⟧;',
    'SQL_INVALID',
    'Stream-Stream joins must have a WITHIN clause specified.',
    'WITHIN 5 SECONDS',
  ],
  [
    'a join of other partitions',
    'CREATE STREAM o AS SELECT * FROM l JOIN ⟦three⟧ WITHIN 1 SECONDS ON l.id = three.id;',
    'SQL_INVALID',
    "the number of partitions don't match. `L` partitions = 2; `THREE` partitions = 3.",
    'PARTITIONS=n',
  ],
  [
    'a join of other types',
    'CREATE STREAM o AS SELECT * FROM l JOIN n WITHIN 1 SECONDS ON ⟦l.id = n.id⟧;',
    'SQL_TYPE',
    "types don't match",
    'CAST',
  ],
  [
    'a join on no equality',
    'CREATE STREAM o AS SELECT * FROM l JOIN r WITHIN 1 SECONDS ON ⟦l.id > r.id⟧;',
    'SQL_INVALID',
    'one equality',
  ],
  [
    'a join of one side',
    'CREATE STREAM o AS SELECT * FROM l JOIN r WITHIN 1 SECONDS ON ⟦l.id = l.colour⟧;',
    'SQL_INVALID',
    'exactly one',
  ],
  [
    'a join of a source with itself',
    'CREATE STREAM o AS SELECT * FROM l a JOIN ⟦l b⟧ WITHIN 1 SECONDS ON a.id = b.id;',
    'SQL_INVALID',
    'self joins are not yet supported',
    'CREATE STREAM',
  ],
  [
    'one name for two sources',
    'CREATE STREAM o AS SELECT * FROM l x JOIN ⟦r x⟧ WITHIN 1 SECONDS ON x.id = x.id;',
    'SQL_INVALID',
    'Two sources are called X.',
  ],
  [
    'WITHIN for a table',
    'CREATE STREAM o AS SELECT * FROM l JOIN t ⟦WITHIN 1 SECONDS⟧ ON l.id = t.id;',
    'SQL_INVALID',
    'Stream-Table join',
    'leave WITHIN out',
  ],
  [
    'a table joined with a windowed table',
    'CREATE TABLE o AS SELECT * FROM t JOIN win ON ⟦t.id = win.id⟧;',
    'SQL_INVALID',
    'Can not join windowed source to non-windowed source.\n`T` is not windowed\n`WIN` is TUMBLING windowed',
    'without KEY and WINDOW_TYPE',
  ],
  [
    'a stream joined with a windowed stream',
    'CREATE STREAM o AS SELECT * FROM visits JOIN l WITHIN 1 SECONDS ON ⟦visits.id = l.id⟧;',
    'SQL_INVALID',
    'Can not join windowed source to non-windowed source.\n`VISITS` is SESSION windowed\n`L` is not windowed',
    'without KEY and WINDOW_TYPE',
  ],
  [
    'sessions joined with windows',
    'CREATE STREAM o AS SELECT * FROM visits a JOIN hourly b WITHIN 1 SECONDS ON ⟦a.id = b.id⟧;',
    'SQL_INVALID',
    'Incompatible windowed sources.\nLeft source: SESSION\nRight source: TUMBLING\n',
  ],
  [
    'a join of windowed sources on another column than the key',
    'CREATE STREAM o AS SELECT * FROM visits a JOIN stays b WITHIN 1 SECONDS ON ⟦a.v⟧ = b.v;',
    'SQL_INVALID',
    'Implicit repartitioning of windowed sources is not supported',
    'without KEY and WINDOW_TYPE',
  ],
  [
    'a join of values in KAFKA',
    'CREATE STREAM o AS SELECT * FROM l JOIN ⟦kafka k⟧ WITHIN 1 SECONDS ON l.id = k.id;',
    'SQL_INVALID',
    "Source(s) K are using the 'KAFKA' value format. This format does not yet support JOIN.",
    "WITH (VALUE_FORMAT='JSON') AS SELECT * FROM KAFKA",
  ],
  [
    'GROUP BY of values in KAFKA',
    'CREATE TABLE o AS SELECT id, COUNT(*) AS c FROM ⟦kafka⟧ GROUP BY id;',
    'SQL_INVALID',
    "Source(s) KAFKA are using the 'KAFKA' value format. This format does not yet support GROUP BY.",
    "WITH (VALUE_FORMAT='JSON') AS SELECT * FROM KAFKA",
  ],
  [
    'an aggregate whose state is no line of DELIMITED',
    'CREATE TABLE o AS SELECT id, COUNT(*) AS c, ⟦LATEST_BY_OFFSET(v)⟧ AS x FROM csv GROUP BY id;',
    'SQL_INVALID',
    'an intermediate type that the value format can not handle',
    "CREATE STREAM … WITH (VALUE_FORMAT='JSON') AS SELECT * FROM CSV",
  ],
  [
    'a MAP as key of a join',
    'CREATE STREAM o AS SELECT l.id, l.v FROM l JOIN maps m WITHIN 1 SECONDS ON ⟦MAP(l.id := l.v)⟧ = m.m;',
    'SQL_INVALID',
    'Key column name: `KSQL_COL_0`. Column type: MAP<STRING, INTEGER>.',
    'a value of the map',
  ],
  [
    'a STRUCT with a MAP as group',
    'CREATE TABLE o AS SELECT f, COUNT(*) AS c FROM maps GROUP BY ⟦f⟧;',
    'SQL_INVALID',
    'Key column name: `F`. Column type: STRUCT<`M` MAP<STRING, INTEGER>>.',
    'a value of the map',
  ],
  [
    'PARTITION BY a MAP',
    'CREATE STREAM ⟦o⟧ AS SELECT m, id FROM maps PARTITION BY m;',
    'SQL_INVALID',
    'Map keys, including types that contain maps, are not supported',
    'a value of the map',
  ],
  [
    'a MAP as key of a source',
    "CREATE STREAM ⟦o⟧ (k ARRAY<MAP<VARCHAR, INT>> KEY) WITH (KAFKA_TOPIC='l', FORMAT='JSON');",
    'SQL_INVALID',
    'Column type: ARRAY<MAP<STRING, INTEGER>>.',
    'a value of the map',
  ],
  [
    'a format that nobody knows',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', KEY_FORMAT=⟦'KAFFKA'⟧);",
    'SQL_INVALID',
    'Unknown format: KAFFKA',
    'did you mean KAFKA?',
  ],
  [
    'FORMAT and VALUE_FORMAT',
    "CREATE STREAM o WITH (⟦FORMAT⟧='JSON', VALUE_FORMAT='DELIMITED') AS SELECT * FROM l;",
    'SQL_INVALID',
    "Cannot supply both 'VALUE_FORMAT' and 'FORMAT' properties",
    'leave FORMAT out',
  ],
  [
    'FORMAT and KEY_FORMAT',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', KEY_FORMAT='JSON', ⟦FORMAT⟧='JSON');",
    'SQL_INVALID',
    "Cannot supply both 'KEY_FORMAT' and 'FORMAT' properties",
    'leave FORMAT out',
  ],
  [
    'VALUE_DELIMITER of JSON',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', ⟦VALUE_DELIMITER⟧='|');",
    'SQL_INVALID',
    'JSON does not support the following configs: [delimiter]',
    'leave VALUE_DELIMITER out',
  ],
  [
    'WRAP_SINGLE_VALUE of DELIMITED',
    'CREATE STREAM o WITH (⟦WRAP_SINGLE_VALUE⟧=true) AS SELECT id, v FROM csv;',
    'SQL_INVALID',
    "Format 'DELIMITED' does not support 'WRAP_SINGLE_VALUE' set to 'true'.",
    'leave WRAP_SINGLE_VALUE out',
  ],
  [
    'WRAP_SINGLE_VALUE of KAFKA',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='KAFKA', ⟦WRAP_SINGLE_VALUE⟧='true');",
    'SQL_INVALID',
    "Format 'KAFKA' does not support 'WRAP_SINGLE_VALUE' set to 'true'.",
    'leave WRAP_SINGLE_VALUE out',
  ],
  [
    'a key format of a stream without a key',
    "CREATE STREAM o WITH (⟦KEY_FORMAT⟧='JSON') AS SELECT id, v FROM l PARTITION BY NULL;",
    'SQL_INVALID',
    'Key format specified for stream without key columns.',
    'leave KEY_FORMAT out',
  ],
  [
    'a source without a topic',
    "CREATE STREAM ⟦o⟧ (v INT) WITH (VALUE_FORMAT='JSON', PARTITIONS=1);",
    'SQL_INVALID',
    'Missing required property "KAFKA_TOPIC" which has no default value.',
    "KAFKA_TOPIC='o'",
  ],
  [
    'a windowed source without a key',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', ⟦WINDOW_TYPE⟧='SESSION');",
    'SQL_INVALID',
    'Windowed sources require a key column.',
    'id VARCHAR KEY',
  ],
  [
    'CREATE OR REPLACE of a new source stream',
    "CREATE OR REPLACE SOURCE STREAM ⟦o⟧ (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON');",
    'SQL_INVALID',
    "Cannot add stream 'O': CREATE OR REPLACE is not supported on source streams.",
    'leave OR REPLACE out',
  ],
  [
    'CREATE OR REPLACE of a source stream that exists',
    "CREATE OR REPLACE STREAM ⟦ro⟧ (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON');",
    'SQL_INVALID',
    "Cannot add stream 'RO': CREATE OR REPLACE is not supported on source streams.",
  ],
  [
    'DELETE TOPIC of a source stream',
    'DROP STREAM ⟦ro⟧ DELETE TOPIC;',
    'SQL_INVALID',
    'Cannot delete topic for read-only source: RO',
    'leave DELETE TOPIC out',
  ],
  [
    'a topic with a name that Kafka does not take',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC=⟦'my orders'⟧, VALUE_FORMAT='JSON', PARTITIONS=1);",
    'SQL_INVALID',
    "Topic name is invalid: 'my orders' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    "KAFKA_TOPIC='my_orders'",
  ],
  [
    'windows of no time',
    'CREATE TABLE o AS SELECT id, COUNT(*) AS c FROM l ⟦WINDOW TUMBLING (SIZE 0 SECONDS)⟧ GROUP BY id;',
    'SQL_INVALID',
    'Window size (sizeMs) must be larger than zero.',
    'SIZE 30 SECONDS',
  ],
  [
    'sessions of no gap',
    'CREATE TABLE o AS SELECT id, COUNT(*) AS c FROM l ⟦WINDOW SESSION (0 SECONDS)⟧ GROUP BY id;',
    'SQL_INVALID',
    'cannot be zero or negative',
    '30 SECONDS',
  ],
  [
    'a table joined with a stream',
    'CREATE STREAM o AS SELECT * FROM ⟦t JOIN l ON t.id = l.id⟧;',
    'SQL_INVALID',
    'table-stream joins are not supported',
    'put the stream first',
  ],
  [
    'WITHIN between tables',
    'CREATE TABLE o AS SELECT * FROM t JOIN t2 ⟦WITHIN 1 SECONDS⟧ ON t.id = t2.id;',
    'SQL_INVALID',
    'Table-Table join',
    'leave WITHIN out',
  ],
  [
    'a table joined behind a FULL JOIN of tables',
    'CREATE TABLE o AS SELECT ROWKEY, t.v FROM t FULL JOIN t2 ON t.id = t2.id JOIN t3 ON ⟦t.id = t3.id⟧;',
    'SQL_INVALID',
    'Cannot repartition a TABLE source',
    'make a table of the FULL JOIN',
  ],
  [
    'the key twice in the SELECT list',
    'CREATE STREAM o AS SELECT id, ⟦id AS copy⟧, v FROM l;',
    'SQL_INVALID',
    'The projection contains a key column (`ID`) more than once, aliased as: COPY and ID.',
    'AS_VALUE(ID)',
  ],
  [
    'the group’s key twice in the SELECT list',
    'CREATE TABLE o AS SELECT id, ⟦id AS copy⟧, COUNT(*) AS c FROM l GROUP BY id;',
    'SQL_INVALID',
    'The projection contains a key column more than once: ID and COPY.',
    'AS_VALUE(ID)',
  ],
  [
    'a join’s key twice in the SELECT list',
    'CREATE STREAM o AS SELECT l.id AS k, ⟦l.id AS copy⟧, w FROM l JOIN r WITHIN 1 SECONDS ON l.id = r.id;',
    'SQL_INVALID',
    'The projection contains a key column (`L_ID`) more than once, aliased as: COPY and K.',
    'AS_VALUE(L.ID)',
  ],
  [
    'the key of a FULL JOIN twice in the SELECT list',
    'CREATE TABLE o AS SELECT ROWKEY AS a, ⟦ROWKEY AS b⟧, t.v FROM t FULL JOIN t2 ON t.id = t2.id;',
    'SQL_INVALID',
    'The projection contains a key column (`ROWKEY`) more than once, aliased as: A and B.',
    'AS_VALUE(ROWKEY)',
  ],
  [
    'what PARTITION BY names twice in the SELECT list',
    'CREATE STREAM o AS SELECT id, colour, ⟦colour AS paint⟧ FROM l PARTITION BY colour;',
    'SQL_INVALID',
    'The projection contains a key column (`COLOUR`) more than once, aliased as: COLOUR and PAINT.',
    'AS_VALUE(COLOUR)',
  ],
  [
    'nothing but the key',
    'CREATE STREAM o AS SELECT ⟦id⟧ FROM l;',
    'SQL_INVALID',
    'The projection contains no value columns.',
    'AS_VALUE(ID)',
  ],
  [
    'nothing but the group',
    'CREATE TABLE o AS SELECT ⟦v, colour⟧ FROM l GROUP BY colour, v;',
    'SQL_INVALID',
    'The projection contains no value columns.',
    'AS_VALUE(COLOUR)',
  ],
  [
    'nothing but the primary key',
    'CREATE TABLE o AS SELECT ⟦id⟧ FROM t;',
    'SQL_INVALID',
    'The projection contains no value columns.',
    'AS_VALUE(ID)',
  ],
  [
    'INSERT INTO of nothing but the key',
    'INSERT INTO l SELECT ⟦id⟧ FROM r;',
    'SQL_INVALID',
    'The projection contains no value columns.',
    'AS_VALUE(ID)',
  ],
  [
    'ROWTIME in the SELECT list',
    'CREATE STREAM o AS SELECT id, ⟦rowtime⟧ FROM l;',
    'SQL_INVALID',
    'Reserved column name in select: `ROWTIME`. Please remove or alias the column.',
    'ROWTIME AS …',
  ],
  [
    'ROWOFFSET of one side of a join under its own name',
    'CREATE STREAM o AS SELECT l.id AS id, ⟦l.rowoffset AS rowoffset⟧ FROM l JOIN r WITHIN 1 SECONDS ON l.id = r.id;',
    'SQL_INVALID',
    'Reserved column name in select: `ROWOFFSET`. Please remove or alias the column.',
    'ROWOFFSET AS …',
  ],
  [
    'WINDOWSTART of a group in the SELECT list',
    'CREATE TABLE o AS SELECT id, ⟦windowstart⟧, COUNT(*) AS c FROM l WINDOW TUMBLING (SIZE 1 HOURS) GROUP BY id;',
    'SQL_INVALID',
    'Reserved column name in select: `WINDOWSTART`. Please remove or alias the column.',
    'WINDOWSTART AS …',
  ],
  [
    'INSERT INTO of ROWPARTITION',
    'INSERT INTO three SELECT id, ⟦rowpartition⟧ FROM r;',
    'SQL_INVALID',
    'Reserved column name in select: `ROWPARTITION`. Please remove or alias the column.',
    'ROWPARTITION AS …',
  ],
  [
    'a reserved name as an alias',
    'CREATE STREAM o AS SELECT id, ⟦v AS windowend⟧ FROM l;',
    'SQL_INVALID',
    '`WINDOWEND` is a reserved column name. You cannot use it as an alias for a column.',
    'another name',
  ],
  [
    'a quoted reserved name in other letters',
    'CREATE STREAM o AS SELECT id, ⟦v AS `rowTime`⟧ FROM l;',
    'SQL_INVALID',
    '`ROWTIME` is a reserved column name. You cannot use it as an alias for a column.',
    'another name',
  ],
  [
    'a lambda’s parameter with a column’s name',
    'CREATE STREAM o AS SELECT id, TRANSFORM(ARRAY[1], ⟦v⟧ => v + 1) AS x FROM l;',
    'SQL_INVALID',
    "Lambda function argument can't be a column name: V",
    'another name',
  ],
  [
    'TIMESTAMP of a text without its format',
    "CREATE STREAM ⟦o⟧ (t VARCHAR) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=1, TIMESTAMP='t');",
    'SQL_INVALID',
    'without also specifying the timestamp_format',
    'TIMESTAMP_FORMAT=',
  ],
  [
    'TIMESTAMP of a column that holds no time',
    "CREATE STREAM ⟦o⟧ (t INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=1, TIMESTAMP='t');",
    'SQL_TYPE',
    'should be LONG(INT64), TIMESTAMP, or a String',
    'CAST it',
  ],
  [
    'a TIMESTAMP_FORMAT that is no pattern',
    "CREATE STREAM ⟦o⟧ (t VARCHAR) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=1, TIMESTAMP='t', TIMESTAMP_FORMAT='foo');",
    'SQL_INVALID',
    'the letter f is not known',
    'yyyy-MM-dd',
  ],
  [
    'a table function in WHERE',
    'CREATE STREAM o AS SELECT id, v FROM l WHERE ⟦EXPLODE(ARRAY[v])⟧ > 1;',
    'SQL_INVALID',
    'EXPLODE is a table function and cannot stand here',
    'make a stream of it first',
  ],
  [
    'a table function in CASE',
    'CREATE STREAM o AS SELECT id, CASE WHEN v > 1 THEN ⟦EXPLODE(ARRAY[v])⟧ END AS x FROM l;',
    'SQL_INVALID',
    'Table functions cannot be used in CASE',
    'make a stream',
  ],
  [
    'nested table functions',
    'CREATE STREAM o AS SELECT id, EXPLODE(⟦CUBE_EXPLODE(ARRAY[v])⟧) AS x FROM l;',
    'SQL_INVALID',
    'Table functions cannot be nested',
    'make a stream',
  ],
  [
    'a table function over a table',
    'CREATE TABLE o AS SELECT id, ⟦EXPLODE(ARRAY[v])⟧ AS x FROM t;',
    'SQL_INVALID',
    'Table source is not supported with table functions',
    'make a stream',
  ],
  [
    'an aggregate that a row can not be taken out of',
    'CREATE TABLE o AS SELECT v, ⟦MAX(id)⟧ AS m FROM t GROUP BY v;',
    'SQL_INVALID',
    'The aggregation function(s) (MAX) cannot be applied to a table source',
    'aggregate the stream',
  ],
  [
    'WINDOW over a table',
    'CREATE TABLE o AS SELECT v, COUNT(*) AS c FROM t ⟦WINDOW TUMBLING (SIZE 1 HOURS)⟧ GROUP BY v;',
    'SQL_INVALID',
    'WINDOW clause is only supported for streams.',
    'leave WINDOW out',
  ],
  [
    'PARTITION BY of a table',
    'CREATE TABLE o AS ⟦SELECT id, v FROM t PARTITION BY v⟧;',
    'SQL_INVALID',
    'Only streams support PARTITION BY.',
    'leave PARTITION BY out',
  ],
  [
    'a name twice in the SELECT list',
    'CREATE STREAM o AS SELECT id, v, ⟦colour AS v⟧ FROM l;',
    'SQL_INVALID',
    "duplicate column: 'V'",
    'AS',
  ],
  [
    'a name twice among columns',
    "CREATE STREAM o (id VARCHAR KEY, a INT, ⟦a VARCHAR⟧) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON');",
    'SQL_INVALID',
    'Duplicate column names: A',
  ],
  [
    'a reserved name',
    "CREATE STREAM o (⟦rowtime INT⟧) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON');",
    'SQL_INVALID',
    "'ROWTIME' is a reserved column name.",
  ],
  [
    'a stream without its key',
    'CREATE STREAM o AS ⟦SELECT v FROM l⟧;',
    'SQL_INVALID',
    'key column ID',
    'add ID to the SELECT list',
  ],
  [
    'PARTITION BY of what is not selected',
    'CREATE STREAM o AS ⟦SELECT id, v FROM l PARTITION BY colour⟧;',
    'SQL_INVALID',
    'key column',
    'SELECT list',
  ],
  [
    'PARTITION BY of a windowed source',
    "CREATE STREAM w (id VARCHAR KEY, c BIGINT) WITH (KAFKA_TOPIC='WIN', VALUE_FORMAT='JSON', WINDOW_TYPE='TUMBLING', WINDOW_SIZE='1 HOURS'); CREATE STREAM o AS ⟦SELECT id, c FROM w PARTITION BY c⟧;",
    'SQL_INVALID',
    'Implicit repartitioning of windowed sources is not supported',
    'without KEY and WINDOW_TYPE',
  ],
  [
    'what is neither grouped nor aggregated',
    'CREATE TABLE o AS SELECT id, ⟦v⟧ FROM l GROUP BY id;',
    'SQL_INVALID',
    'not part of GROUP BY: V',
    'LATEST_BY_OFFSET',
  ],
  [
    'a group that is not selected',
    'CREATE TABLE o AS ⟦SELECT COUNT(*) AS c FROM l GROUP BY id⟧;',
    'SQL_INVALID',
    'all of its GROUP BY columns',
  ],
  [
    'an aggregate without GROUP BY',
    'CREATE TABLE o AS ⟦SELECT COUNT(*) AS c FROM l⟧;',
    'SQL_INVALID',
    'requires a GROUP BY clause',
    'GROUP BY the key',
  ],
  [
    'a window without GROUP BY',
    'CREATE STREAM o AS SELECT * FROM l ⟦WINDOW TUMBLING (SIZE 1 HOURS)⟧;',
    'SQL_INVALID',
    'WINDOW clause requires a GROUP BY',
  ],
  [
    'HAVING without GROUP BY',
    'CREATE STREAM o AS SELECT * FROM l HAVING ⟦v > 1⟧;',
    'SQL_INVALID',
    'HAVING clause requires a GROUP BY',
    'use WHERE',
  ],
  [
    'EMIT FINAL without a window',
    'CREATE TABLE o AS ⟦SELECT id, COUNT(*) AS c FROM l GROUP BY id EMIT FINAL⟧;',
    'SQL_INVALID',
    'EMIT FINAL',
    'EMIT CHANGES',
  ],
  [
    'a retention shorter than the window',
    'CREATE TABLE o AS SELECT id, COUNT(*) AS c FROM l ⟦WINDOW TUMBLING (SIZE 2 HOURS, RETENTION 1 HOURS)⟧ GROUP BY id;',
    'SQL_INVALID',
    'retention period',
  ],
  [
    'WHERE that is no condition',
    'CREATE STREAM o AS SELECT * FROM l WHERE ⟦v + 1⟧;',
    'SQL_TYPE',
    'WHERE must be BOOLEAN, but it is INTEGER.',
  ],
  [
    'LIMIT',
    'CREATE STREAM o AS ⟦SELECT * FROM l LIMIT 3⟧;',
    'SQL_INVALID',
    'LIMIT is for push and pull queries only.',
  ],
  [
    'a table where a stream comes out',
    'CREATE TABLE ⟦o⟧ AS SELECT * FROM l;',
    'SQL_INVALID',
    'Your SELECT query produces a STREAM.',
  ],
  [
    'INSERT INTO of other columns',
    'INSERT INTO l ⟦SELECT id, v FROM r⟧;',
    'SQL_INVALID',
    'Incompatible schema between results and sink. Result schema is `ID` STRING KEY, `V` INTEGER, but the sink schema is `ID` STRING KEY, `V` INTEGER, `COLOUR` STRING.',
    'AS',
  ],
  [
    'INSERT INTO of other types',
    'INSERT INTO three ⟦SELECT id, w AS v FROM r⟧;',
    'SQL_INVALID',
    'Incompatible schema',
  ],
  [
    'INSERT INTO a table',
    'INSERT INTO ⟦t⟧ SELECT id, v FROM l;',
    'SQL_INVALID',
    'only be used to insert into a stream',
  ],
  [
    'INSERT INTO a source stream',
    'INSERT INTO ⟦ro⟧ SELECT id, v FROM l;',
    'SQL_INVALID',
    'read-only stream: RO',
  ],
  [
    'an existing name',
    'CREATE TABLE ⟦l⟧ AS SELECT id, COUNT(*) AS c FROM r GROUP BY id;',
    'SOURCE_EXISTS',
    "Cannot add table 'L': A stream with the same name already exists",
  ],
  [
    'CREATE OR REPLACE of what exists',
    'CREATE OR REPLACE STREAM ⟦l⟧ AS SELECT * FROM r;',
    'SQL_UNSUPPORTED',
    'CREATE OR REPLACE',
    'DROP',
  ],
  [
    'a topic that is not there',
    "CREATE STREAM ⟦o⟧ (v INT) WITH (KAFKA_TOPIC='nowhere', VALUE_FORMAT='JSON');",
    'SQL_INVALID',
    "Topic 'nowhere' does not exist.",
    'PARTITIONS=n',
  ],
  [
    'a topic of other partitions',
    "CREATE STREAM ⟦o⟧ (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', PARTITIONS=5);",
    'TOPIC_PARTITIONS',
    'it has 2 partitions, 5 were asked for',
  ],
  [
    'an unknown WITH property',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', ⟦PARTITION⟧=2);",
    'SQL_INVALID',
    'Invalid config variable in the WITH clause: PARTITION',
    'did you mean PARTITIONS?',
  ],
  [
    'an unsupported WITH property',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', ⟦KEY_SCHEMA_ID⟧=1);",
    'SQL_UNSUPPORTED',
    'KEY_SCHEMA_ID',
  ],
  [
    'a WITH property of the wrong kind',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON', PARTITIONS=⟦'many'⟧);",
    'SQL_INVALID',
    'whole number',
  ],
  ['no VALUE_FORMAT', "CREATE STREAM o (v INT) WITH (⟦KAFKA_TOPIC⟧='l');", 'SQL_INVALID', 'VALUE_FORMAT'],
  [
    'an unknown format',
    "CREATE STREAM o (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT=⟦'AVRO'⟧);",
    'SQL_UNSUPPORTED',
    'The format AVRO is not supported: it needs a schema registry',
    'JSON, KAFKA, DELIMITED and NONE',
  ],
  [
    'a table without PRIMARY KEY',
    "CREATE TABLE ⟦o⟧ (v INT) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON');",
    'SQL_INVALID',
    'Tables require a PRIMARY KEY',
  ],
  [
    'PRIMARY KEY of a stream',
    "CREATE STREAM o (⟦v INT PRIMARY KEY⟧) WITH (KAFKA_TOPIC='l', VALUE_FORMAT='JSON');",
    'SQL_INVALID',
    'streams have KEY',
    'write KEY',
  ],
  [
    'an unknown setting',
    "⟦SET 'auto.offset.rest'='latest'⟧;",
    'SQL_INVALID',
    'Unknown property: auto.offset.rest',
  ],
  ['TERMINATE of no query', '⟦TERMINATE nothing_1⟧;', 'UNKNOWN_QUERY', 'Unknown queryId: '],
  [
    'DROP of what does not exist',
    'DROP STREAM ⟦nothing⟧;',
    'SQL_UNKNOWN_SOURCE',
    'Stream NOTHING does not exist.',
  ],
  [
    'DROP STREAM of a table',
    'DROP STREAM ⟦t⟧;',
    'SQL_INVALID',
    'Incompatible data source type is table, but statement was DROP stream',
    'DROP TABLE T;',
  ],
  [
    'DROP IF EXISTS of the other kind',
    'DROP TABLE IF EXISTS ⟦l⟧;',
    'SQL_INVALID',
    'Incompatible data source type is stream, but statement was DROP table',
  ],
  ['UNSET of a setting that nobody knows', "⟦UNSET 'auto.offset.rest'⟧;", 'SQL_INVALID', 'Unknown property'],
  [
    'VALUES into a source that there is not',
    "INSERT INTO ⟦thre⟧ VALUES ('a', 1);",
    'SQL_UNKNOWN_SOURCE',
    'Cannot insert values into an unknown stream/table: `THRE`',
    'did you mean THREE?',
  ],
  [
    'VALUES for a column that every record has',
    "INSERT INTO l (id, ⟦ROWPARTITION⟧) VALUES ('a', 1);",
    'SQL_INVALID',
    "Failed to insert values into 'L'. Inserting into column `ROWPARTITION` is not allowed.",
  ],
  [
    'VALUES with a part that is NULL',
    "INSERT INTO l (id, v) VALUES ('a', ⟦1 + CAST(NULL AS INT)⟧);",
    'SQL_INVALID',
    "Failed to insert values into 'L'. A part of the expression is NULL",
  ],
];

describe('refused when it is submitted', () => {
  let line: Line;
  beforeEach(async () => {
    line = openLine(memoryDisk());
    await line.run({ sql: SOURCES });
  });

  it.each(REFUSED.map(([what, sql, code, message, hint = '']) => [what, sql, code, message, hint] as const))(
    '%s',
    async (_, marked, code, message, hint) => {
      const start = marked.indexOf('⟦');
      const length = marked.indexOf('⟧') - start - 1;
      const sql = marked.replace(/[⟦⟧]/g, '');
      const before = Object.keys(line.topics());
      const error = await line.engine.execute(`-- a line before\n${sql}`, { file: 'script.sql' }).then(
        () => undefined,
        (thrown: KsqlError) => thrown,
      );
      expect([error?.code, error?.message]).toEqual([code, expect.stringContaining(message)]);
      expect(error?.at).toMatchObject({ file: 'script.sql', line: 2, column: start + 1, length });
      expect(error?.hint ?? '').toContain(hint);
      // nothing was begun
      expect(line.engine.sources().some(({ name }) => name === 'O')).toBe(false);
      expect(line.engine.queries().map(({ id }) => id)).toEqual(['CTAS_WIN_1']);
      expect(Object.keys(line.topics())).toEqual(before);
    },
  );
});
