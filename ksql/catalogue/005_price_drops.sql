-- Price drops: the last two steps of a part's price each took more than a tenth away, counted from the first price that
-- it had. What no longer holds, because the price moved again or the part was deleted, is retracted.
--
-- A step is a change of the price; other changes of the part are none. A part that is deleted and comes again begins
-- again: its first price is that of its last creation. Steps have the time of their commit in the catalogue. The CASE is there
-- because ksqlDB reports arithmetic on a DECIMAL of NULL, which a deletion has, as an error.

CREATE STREAM catalogue_price_steps
  WITH (KAFKA_TOPIC = 'catalogue-price-steps', KEY_FORMAT = 'KAFKA', TIMESTAMP = 'changed_at') AS
  SELECT
    key->`id` AS part_id,
    op,
    CAST(before->price AS DECIMAL(10, 2)) AS price_before,
    CAST(after->price AS DECIMAL(10, 2)) AS price,
    CASE WHEN after->price IS NOT NULL THEN CAST(CAST(after->price AS DECIMAL(10, 2)) * 100 AS BIGINT) END AS cents,
    source->ts_ms AS changed_at
  FROM catalogue_part_changes
  WHERE op IN ('c', 'r', 'd') OR (op = 'u' AND before->price <> after->price)
  PARTITION BY key->`id`
  EMIT CHANGES;

-- LATEST_BY_OFFSET(price, 2) is the price before and the price now. The percentage is a division of whole numbers, rounded: a
-- division of DECIMALs fails where the quotient does not end.
CREATE TABLE catalogue_price_drops WITH (KAFKA_TOPIC = 'catalogue-price-drops') AS
  SELECT
    part_id,
    AS_VALUE(part_id) AS `partId`,
    LATEST_BY_OFFSET(CASE WHEN op IN ('c', 'r') THEN price END) AS `firstPrice`,
    LATEST_BY_OFFSET(price, 2)[1] AS `previousPrice`,
    LATEST_BY_OFFSET(price, 2)[2] AS `price`,
    CAST(CAST(
      (20000 * (LATEST_BY_OFFSET(CASE WHEN op IN ('c', 'r') THEN cents END) - LATEST_BY_OFFSET(cents))
        + LATEST_BY_OFFSET(CASE WHEN op IN ('c', 'r') THEN cents END))
      / (2 * LATEST_BY_OFFSET(CASE WHEN op IN ('c', 'r') THEN cents END))
      AS DECIMAL(7, 2)) / 100 AS DECIMAL(5, 2)) AS `dropPercent`,
    LATEST_BY_OFFSET(changed_at) AS `changedAt`
  FROM catalogue_price_steps
  GROUP BY part_id
  HAVING LATEST_BY_OFFSET(op) <> 'd'
    AND LATEST_BY_OFFSET(price, 2)[2] < LATEST_BY_OFFSET(price, 2)[1] * 0.9
    AND LATEST_BY_OFFSET(price, 2)[1] < LATEST_BY_OFFSET(CASE WHEN op IN ('c', 'r') THEN price END) * 0.9
  EMIT CHANGES;
