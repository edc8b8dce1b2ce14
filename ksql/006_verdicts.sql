-- One verdict a car: the first row of its roll call. A part delivered twice, or a second part for a place already
-- taken, makes the roll call answer twice; the session window's COUNT(*) = 1 keeps the first answer alone.

CREATE TABLE first_answers WITH (KAFKA_TOPIC = 'rccar-first-answers') AS
  SELECT
    sku,
    AS_VALUE(sku) AS car,
    EARLIEST_BY_OFFSET(STRUCT(
      body := body, body_at := body_at,
      engine := engine, engine_at := engine_at,
      remote_control := remote_control, remote_control_at := remote_control_at,
      front_left := front_left, front_left_at := front_left_at,
      front_right := front_right, front_right_at := front_right_at,
      rear_left := rear_left, rear_left_at := rear_left_at,
      rear_right := rear_right, rear_right_at := rear_right_at,
      first_at := first_at)) AS answer
  FROM roll_call
  WINDOW SESSION (10 MINUTES, RETENTION 30 MINUTES, GRACE PERIOD 10 MINUTES)
  WHERE first_at IS NOT NULL
  GROUP BY sku
  HAVING COUNT(*) = 1
  EMIT CHANGES;

-- The changelog as a stream of values, as in 004.
CREATE STREAM first_answer_changes (
  car VARCHAR,
  answer STRUCT<
    body STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `color` VARCHAR, `material` VARCHAR, `weight` DOUBLE>,
    body_at BIGINT,
    engine STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR>,
    engine_at BIGINT,
    remote_control STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `channelFrequency` VARCHAR>,
    remote_control_at BIGINT,
    front_left STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `placement` VARCHAR>,
    front_left_at BIGINT,
    front_right STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `placement` VARCHAR>,
    front_right_at BIGINT,
    rear_left STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `placement` VARCHAR>,
    rear_left_at BIGINT,
    rear_right STRUCT<
      `part` STRUCT<`sku` VARCHAR, `partName` VARCHAR, `price` DOUBLE, `productName` VARCHAR>,
      `id` VARCHAR, `placement` VARCHAR>,
    rear_right_at BIGINT,
    first_at BIGINT>
) WITH (KAFKA_TOPIC = 'rccar-first-answers', VALUE_FORMAT = '${format}');

-- A part counts when it came at most 5,000 ms after the earliest in the row. The joins alone would let later ones in:
-- each measures from the latest part so far. An absent part counts as one that came too late.
CREATE STREAM verdicts WITH (KAFKA_TOPIC = 'rccar-verdicts', KEY_FORMAT = 'KAFKA') AS
  SELECT
    car AS sku,
    CASE WHEN IFNULL(answer->body_at, answer->first_at + 5001) - answer->first_at <= 5000 THEN answer->body END AS body,
    CASE WHEN IFNULL(answer->engine_at, answer->first_at + 5001) - answer->first_at <= 5000 THEN answer->engine END AS engine,
    CASE WHEN IFNULL(answer->remote_control_at, answer->first_at + 5001) - answer->first_at <= 5000 THEN answer->remote_control END AS remote_control,
    CASE WHEN IFNULL(answer->front_left_at, answer->first_at + 5001) - answer->first_at <= 5000 THEN answer->front_left END AS front_left,
    CASE WHEN IFNULL(answer->front_right_at, answer->first_at + 5001) - answer->first_at <= 5000 THEN answer->front_right END AS front_right,
    CASE WHEN IFNULL(answer->rear_left_at, answer->first_at + 5001) - answer->first_at <= 5000 THEN answer->rear_left END AS rear_left,
    CASE WHEN IFNULL(answer->rear_right_at, answer->first_at + 5001) - answer->first_at <= 5000 THEN answer->rear_right END AS rear_right
  FROM first_answer_changes
  WHERE car IS NOT NULL
  PARTITION BY car
  EMIT CHANGES;
