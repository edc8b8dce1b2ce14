-- What no verdict holds: late parts, and second parts for a place already taken. By construction each part is in its
-- car's verdict or here: to decide it a second time, from the order of arrival, goes wrong after a crash.
--
-- Both sides may be the late one, so the window is as wide as a car's life, both ways; an inner join waits for nothing.

CREATE STREAM leftovers WITH (KAFKA_TOPIC = 'rccar-leftovers', KEY_FORMAT = 'KAFKA') AS
  SELECT
    p.sku + '/' + p.id AS part_key,
    p.sku AS car,
    p.body AS body,
    p.engine AS engine,
    p.remote_control AS remote_control,
    p.wheel AS wheel
  FROM parts p
    JOIN verdicts v WITHIN 10 MINUTES GRACE PERIOD 10 MINUTES ON p.sku = v.sku
  WHERE NOT ARRAY_CONTAINS(
      ARRAY[v.body->`id`, v.engine->`id`, v.remote_control->`id`,
        v.front_left->`id`, v.front_right->`id`, v.rear_left->`id`, v.rear_right->`id`],
      p.id)
    AND NOT p.sku LIKE 'heartbeat%'
  PARTITION BY p.sku + '/' + p.id
  EMIT CHANGES;

-- A late part may be delivered twice as well; it counts once.
CREATE TABLE first_leftovers WITH (KAFKA_TOPIC = 'rccar-first-leftovers') AS
  SELECT
    part_key,
    EARLIEST_BY_OFFSET(STRUCT(
      car := car, body := body, engine := engine, remote_control := remote_control, wheel := wheel)) AS leftover
  FROM leftovers
  WINDOW SESSION (10 MINUTES, RETENTION 30 MINUTES, GRACE PERIOD 10 MINUTES)
  WHERE car IS NOT NULL
  GROUP BY part_key
  HAVING COUNT(*) = 1
  EMIT CHANGES;

CREATE STREAM first_leftover_changes (
  leftover STRUCT<
    car VARCHAR,
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
      `id` VARCHAR, `placement` VARCHAR>>
) WITH (KAFKA_TOPIC = 'rccar-first-leftovers', VALUE_FORMAT = '${format}');

INSERT INTO incomplete
  SELECT
    leftover->car AS sku,
    AS_VALUE(leftover->car) AS `sku`,
    CAST(0 AS DOUBLE) AS `totalPrice`,
    leftover->body AS `body`,
    leftover->engine AS `engine`,
    leftover->remote_control AS `remoteControl`,
    FILTER(ARRAY[leftover->wheel], w => w IS NOT NULL) AS `wheels`,
    'INCOMPLETE' AS `situation`
  FROM first_leftover_changes
  WHERE leftover IS NOT NULL
  PARTITION BY leftover->car
  EMIT CHANGES;
