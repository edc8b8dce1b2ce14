-- What the pricing sidecar answers, and where it goes.

CREATE STREAM priced (
  key VARCHAR KEY,
  `sku` VARCHAR,
  `totalPrice` DOUBLE,
  `body` STRUCT<
    `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
    `id` VARCHAR, `color` VARCHAR, `material` VARCHAR, `weight` DOUBLE>,
  `engine` STRUCT<
    `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
    `id` VARCHAR>,
  `remoteControl` STRUCT<
    `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
    `id` VARCHAR, `channelFrequency` VARCHAR>,
  `wheels` ARRAY<STRUCT<
    `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
    `id` VARCHAR, `placement` VARCHAR>>,
  `situation` VARCHAR
) WITH (KAFKA_TOPIC = 'rccar-priced', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = '${format}', PARTITIONS = 4);

CREATE STREAM completed WITH (KAFKA_TOPIC = 'rccar-completed') AS
  SELECT * FROM priced WHERE `situation` = 'COMPLETE' EMIT CHANGES;

INSERT INTO incomplete
  SELECT key AS sku, `sku`, `totalPrice`, `body`, `engine`, `remoteControl`, `wheels`, `situation`
  FROM priced WHERE `situation` = 'FAILED_GET_PRICE' EMIT CHANGES;
