-- The four topics that parts arrive on, as streams keyed by the car's SKU.
--
-- Struct fields are quoted where their names go out again: ksqlDB writes unquoted names in upper case. Reading
-- ignores case, so the columns themselves need no quotes.
-- A record that is no JSON object is skipped by ksqlDB; it is dead-lettered by src/sidecar/dead-letter, which
-- reads the same topics.

CREATE STREAM bodies (
  sku VARCHAR KEY,
  part STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
  id VARCHAR,
  color VARCHAR,
  material VARCHAR,
  weight DOUBLE
) WITH (KAFKA_TOPIC = 'rccar-body', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = '${format}', PARTITIONS = 4);

CREATE STREAM engines (
  sku VARCHAR KEY,
  part STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
  id VARCHAR
) WITH (KAFKA_TOPIC = 'rccar-engine', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = '${format}', PARTITIONS = 4);

CREATE STREAM remote_controls (
  sku VARCHAR KEY,
  part STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
  id VARCHAR,
  channelFrequency VARCHAR
) WITH (KAFKA_TOPIC = 'rccar-remote-control', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = '${format}', PARTITIONS = 4);

CREATE STREAM wheels (
  sku VARCHAR KEY,
  part STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
  id VARCHAR,
  placement VARCHAR
) WITH (KAFKA_TOPIC = 'rccar-wheel', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = '${format}', PARTITIONS = 4);
