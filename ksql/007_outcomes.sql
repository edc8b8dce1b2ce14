-- What becomes of a verdict: all seven parts are there and the car awaits its price, or the first that is missing gives
-- the situation, in the order body, engine, remote control, wheels. Heartbeat cars end here.

CREATE STREAM awaiting_price WITH (KAFKA_TOPIC = 'rccar-awaiting-price') AS
  SELECT
    sku,
    AS_VALUE(sku) AS `sku`,
    CAST(0 AS DOUBLE) AS `totalPrice`,
    body AS `body`,
    engine AS `engine`,
    remote_control AS `remoteControl`,
    ARRAY[front_left, front_right, rear_left, rear_right] AS `wheels`,
    'AWAITING_PRICE' AS `situation`
  FROM verdicts
  WHERE body IS NOT NULL AND engine IS NOT NULL AND remote_control IS NOT NULL
    AND front_left IS NOT NULL AND front_right IS NOT NULL AND rear_left IS NOT NULL AND rear_right IS NOT NULL
    AND NOT sku LIKE 'heartbeat%'
  EMIT CHANGES;

CREATE STREAM incomplete WITH (KAFKA_TOPIC = 'rccar-incomplete') AS
  SELECT
    sku,
    AS_VALUE(sku) AS `sku`,
    CAST(0 AS DOUBLE) AS `totalPrice`,
    body AS `body`,
    engine AS `engine`,
    remote_control AS `remoteControl`,
    FILTER(ARRAY[front_left, front_right, rear_left, rear_right], w => w IS NOT NULL) AS `wheels`,
    CASE
      WHEN body IS NULL THEN 'MISSING_BODY'
      WHEN engine IS NULL THEN 'MISSING_ENGINE'
      WHEN remote_control IS NULL THEN 'MISSING_REMOTE_CONTROL'
      ELSE 'MISSING_WHEELS'
    END AS `situation`
  FROM verdicts
  WHERE (body IS NULL OR engine IS NULL OR remote_control IS NULL
    OR front_left IS NULL OR front_right IS NULL OR rear_left IS NULL OR rear_right IS NULL)
    AND NOT sku LIKE 'heartbeat%'
  EMIT CHANGES;

-- A heartbeat's verdict has gone the whole way a car goes: its age when it comes out is the line's latency.
CREATE STREAM heartbeats WITH (KAFKA_TOPIC = 'rccar-heartbeat') AS
  SELECT sku, AS_VALUE(sku) AS `sku`, body IS NOT NULL AND rear_right IS NOT NULL AS `complete`
  FROM verdicts
  WHERE sku LIKE 'heartbeat%'
  EMIT CHANGES;
