-- The lowest price of a part in 30 days: the day of its last step and the 29 days before it (of UTC).
--
-- A price was there until the step that ended it, so a step counts the price before it as well as its own. No window of
-- ksqlDB says "the last 30 days" at less than 30 updates a step, so: each day has one of 30 slots, in turn, and a
-- slot keeps the least of "days until day 100,000" × 10^10 + cents. A later day is always less than an earlier one, so the
-- slot begins again by itself, and what is left in it tells its day.

CREATE STREAM catalogue_step_lows WITH (KAFKA_TOPIC = 'catalogue-step-lows') AS
  SELECT
    part_id,
    op,
    price,
    changed_at,
    changed_at / 86400000 AS day,
    (changed_at / 86400000) % 30 AS slot,
    (100000 - changed_at / 86400000) * 10000000000 + CAST(LEAST(price_before, price) * 100 AS BIGINT) AS low
  FROM catalogue_price_steps
  EMIT CHANGES;

CREATE TABLE catalogue_daily_lows WITH (KAFKA_TOPIC = 'catalogue-daily-lows') AS
  SELECT
    part_id,
    LATEST_BY_OFFSET(price) AS price,
    LATEST_BY_OFFSET(changed_at) AS changed_at,
    MAX(day) AS day,
    ARRAY[
      MIN(CASE WHEN slot = 0 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 1 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 2 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 3 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 4 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 5 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 6 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 7 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 8 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 9 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 10 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 11 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 12 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 13 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 14 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 15 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 16 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 17 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 18 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 19 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 20 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 21 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 22 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 23 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 24 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 25 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 26 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 27 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 28 THEN low ELSE 999999999999999 END),
      MIN(CASE WHEN slot = 29 THEN low ELSE 999999999999999 END)
    ] AS lows
  FROM catalogue_step_lows
  GROUP BY part_id
  HAVING LATEST_BY_OFFSET(op) <> 'd'
  EMIT CHANGES;

CREATE TABLE catalogue_lowest_prices WITH (KAFKA_TOPIC = 'catalogue-lowest-prices') AS
  SELECT
    part_id,
    AS_VALUE(part_id) AS `partId`,
    price AS `price`,
    CAST(CAST(ARRAY_MIN(TRANSFORM(
      FILTER(lows, low => 100000 - low / 10000000000 > day - 30),
      low => low % 10000000000)) AS DECIMAL(12, 2)) / 100 AS DECIMAL(10, 2)) AS `lowestPrice`,
    changed_at AS `changedAt`
  FROM catalogue_daily_lows
  EMIT CHANGES;
