/** What SQL is made of, for mutations. */
export const SQL_WORDS: readonly string[] = [
  'SELECT FROM AS ALL DISTINCT WHERE WITHIN WINDOW GROUP BY HAVING LIMIT AT OR AND IN NOT EXISTS BETWEEN LIKE IS NULL TRUE',
  'FALSE CASE WHEN THEN ELSE END CAST TUMBLING HOPPING SESSION SIZE ADVANCE RETENTION GRACE PERIOD JOIN FULL OUTER INNER LEFT',
  'RIGHT ON WITH VALUES CREATE TABLE STREAM SOURCE REPLACE INSERT INTO DROP DELETE TOPIC DESCRIBE EXTENDED FUNCTION PRINT',
  'BEGINNING INTERVAL LIST SHOW TERMINATE SET UNSET DEFINE UNDEFINE EXPLAIN EMIT CHANGES FINAL PARTITION ESCAPE KEY PRIMARY',
  'HEADERS HEADER MILLISECONDS SECONDS MINUTES DAYS ARRAY MAP STRUCT ARRAY< MAP<VARCHAR, STRUCT< DECIMAL( DECIMAL(4,2) INT',
  'BIGINT DOUBLE VARCHAR BOOLEAN BYTES DATE TIME TIMESTAMP ARRAY[ MAP( STRUCT( := => -> :: || <> != <= >= . , ; ( ) [ ] < >',
  "+ - * / % = /*+ -- /* */ `x` \"y\" 'z' '''' 1e3 1.5 9223372036854775808 @{v} KAFKA_TOPIC= VALUE_FORMAT= 'JSON' 'KAFKA'",
  "KEY_FORMAT= 'DELIMITED' 'NONE' PARTITIONS= TIMESTAMP= TIMESTAMP_FORMAT= VALUE_DELIMITER= WINDOW_TYPE= WINDOW_SIZE=",
  'WRAP_SINGLE_VALUE= COUNT(*) SUM( MIN( MAX( LATEST_BY_OFFSET( COLLECT_LIST( TOPK( HISTOGRAM( AS_VALUE( LEAST( GREATEST(',
  'SUBSTRING( CONCAT( EXTRACTJSONFIELD( TRANSFORM( REDUCE( FILTER( EXPLODE( PARSE_TIMESTAMP( FORMAT_TIMESTAMP( REGEXP_EXTRACT(',
  'ROWTIME ROWPARTITION ROWOFFSET WINDOWSTART WINDOWEND * bodies wheels parts orders all_types sku id part a b c t s',
].flatMap((line) => line.replaceAll('@', '$').split(' '));

/** What JSON is made of, and the names that records of the line have. */
export const JSON_WORDS: readonly string[] = [
  ...'{ } [ ] : , "" null true false 0 -1 1.5 1e400 -0 "NaN" "a" "\\ud800" "\\u0000" {} [] [[ ]] {"": "__proto__" "constructor"'.split(
    ' ',
  ),
  '"sku":',
  '"part":',
  '"id":',
  '"partName":',
  '"price":',
  '"weight":',
  '"placement":"FRONT_LEFT"',
  '"wheels":[',
];

/** What Avro schemas are made of. */
export const PROTO_WORDS: readonly string[] = [
  'syntax = "proto3";',
  'import "google/type/date.proto";',
  'google.type.Date d = 1;',
  'oneof o { int32 x = 2; }',
  'map<string, M> m = 3;',
  '[(confluent.field_meta) = { params: [ { key: "scale", value: "2" } ] }]',
  'enum E { A = 0; }',
  'reserved 5 to max;',
  ...'message M { } ; = 1 2 package a.b repeated optional required extend extensions group option int32 sint64 fixed64 float bytes string bool ConnectDefault1 ConnectDefault2Entry key value < > ( ) /* */ //'.split(
    ' ',
  ),
];

export const AVRO_WORDS: readonly string[] = [
  '{"type":',
  '"record","name":"N","fields":[',
  '{"name":"f","type":',
  '"enum","name":"E","symbols":["A"]}',
  '"fixed","name":"F","size":2}',
  '"array","items":',
  '"map","values":',
  '["null",',
  '"logicalType":"decimal","precision":4,"scale":2',
  '"logicalType":"time-millis"',
  '"connect.internal.type":"MapEntry"',
  '"connect.type":"int8"',
  '"connect.default":',
  '"default":',
  '"namespace":"a.b"',
  ...'"null" "boolean" "int" "long" "float" "double" "bytes" "string" "N" "key" "value" "__proto__" { } [ ] , : }]}'.split(
    ' ',
  ),
];
