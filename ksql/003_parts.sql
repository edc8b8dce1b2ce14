-- Every arrival of every kind on one stream: whatever is not in a car's verdict is found by going through this one.
-- The part itself rides along under the name of its kind, so that a late one can be reported whole.

CREATE STREAM parts (
  sku VARCHAR KEY,
  id VARCHAR,
  body STRUCT<
    `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
    `id` VARCHAR, `color` VARCHAR, `material` VARCHAR, `weight` DOUBLE>,
  engine STRUCT<
    `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
    `id` VARCHAR>,
  remote_control STRUCT<
    `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
    `id` VARCHAR, `channelFrequency` VARCHAR>,
  wheel STRUCT<
    `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
    `id` VARCHAR, `placement` VARCHAR>
) WITH (KAFKA_TOPIC = 'rccar-parts', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = '${format}', PARTITIONS = 4);

INSERT INTO parts
  SELECT sku, id,
    STRUCT(`part` := part, `id` := id, `color` := color, `material` := material, `weight` := weight) AS body,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR>) AS engine,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `channelFrequency` VARCHAR>) AS remote_control,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `placement` VARCHAR>) AS wheel
  FROM bodies WHERE sku <> '' AND id <> ''
  EMIT CHANGES;

INSERT INTO parts
  SELECT sku, id,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `color` VARCHAR, `material` VARCHAR, `weight` DOUBLE>) AS body,
    STRUCT(`part` := part, `id` := id) AS engine,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `channelFrequency` VARCHAR>) AS remote_control,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `placement` VARCHAR>) AS wheel
  FROM engines WHERE sku <> '' AND id <> ''
  EMIT CHANGES;

INSERT INTO parts
  SELECT sku, id,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `color` VARCHAR, `material` VARCHAR, `weight` DOUBLE>) AS body,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR>) AS engine,
    STRUCT(`part` := part, `id` := id, `channelFrequency` := channelFrequency) AS remote_control,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `placement` VARCHAR>) AS wheel
  FROM remote_controls WHERE sku <> '' AND id <> ''
  EMIT CHANGES;

INSERT INTO parts
  SELECT sku, id,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `color` VARCHAR, `material` VARCHAR, `weight` DOUBLE>) AS body,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR>) AS engine,
    CAST(NULL AS STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `channelFrequency` VARCHAR>) AS remote_control,
    STRUCT(`part` := part, `id` := id, `placement` := placement) AS wheel
  FROM wheels
  WHERE placement IN ('FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT') AND sku <> '' AND id <> ''
  EMIT CHANGES;
