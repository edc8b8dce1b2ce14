-- Alerts of price drops, for those who watch the part: at most one a part and day (of UTC), not again at the next drop.

-- Who watches a part, each customer once.
CREATE TABLE catalogue_watchers WITH (KAFKA_TOPIC = 'catalogue-watchers') AS
  SELECT part_id, ARRAY_SORT(ARRAY_DISTINCT(COLLECT_LIST(customer_id))) AS watchers
  FROM catalogue_watches
  WHERE part_id IS NOT NULL
  GROUP BY part_id
  HAVING COUNT(*) > 0
  EMIT CHANGES;

-- The table of 005 as what it is on disk: a stream of drops. Its retractions have no value and find no partner.
CREATE STREAM catalogue_price_drop_changes (
  part_id VARCHAR KEY,
  `firstPrice` DECIMAL(10, 2), `previousPrice` DECIMAL(10, 2), `price` DECIMAL(10, 2), `dropPercent` DECIMAL(5, 2),
  `changedAt` BIGINT
) WITH (KAFKA_TOPIC = 'catalogue-price-drops', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'JSON');

-- COUNT(*) = 1 is true at the first drop of a part and day alone; the second one makes a tombstone. Drops that nobody
-- watches are not counted: who begins to watch gets the next one of the same day.
CREATE TABLE catalogue_first_drops WITH (KAFKA_TOPIC = 'catalogue-first-drops') AS
  SELECT
    d.part_id AS part_id,
    EARLIEST_BY_OFFSET(STRUCT(
      part_id := d.part_id, first_price := d.`firstPrice`, previous_price := d.`previousPrice`, price := d.`price`,
      drop_percent := d.`dropPercent`, changed_at := d.`changedAt`, watchers := w.watchers)) AS first_drop
  FROM catalogue_price_drop_changes d JOIN catalogue_watchers w ON d.part_id = w.part_id
  WINDOW TUMBLING (SIZE 1 DAY, RETENTION 3 DAYS, GRACE PERIOD 1 DAY)
  GROUP BY d.part_id
  HAVING COUNT(*) = 1
  EMIT CHANGES;

CREATE STREAM catalogue_first_drop_changes (
  first_drop STRUCT<
    part_id VARCHAR, first_price DECIMAL(10, 2), previous_price DECIMAL(10, 2), price DECIMAL(10, 2),
    drop_percent DECIMAL(5, 2), changed_at BIGINT, watchers ARRAY<INT>>
) WITH (KAFKA_TOPIC = 'catalogue-first-drops', VALUE_FORMAT = 'JSON');

CREATE STREAM catalogue_watched_drops WITH (KAFKA_TOPIC = 'catalogue-watched-drops', KEY_FORMAT = 'KAFKA') AS
  SELECT
    first_drop->part_id AS part_id,
    AS_VALUE(first_drop->part_id) AS `partId`,
    first_drop->first_price AS `firstPrice`,
    first_drop->previous_price AS `previousPrice`,
    first_drop->price AS `price`,
    first_drop->drop_percent AS `dropPercent`,
    first_drop->changed_at AS `changedAt`,
    first_drop->watchers AS `watchers`
  FROM catalogue_first_drop_changes
  WHERE first_drop IS NOT NULL
  PARTITION BY first_drop->part_id
  EMIT CHANGES;

CREATE STREAM catalogue_price_alerts WITH (KAFKA_TOPIC = 'catalogue-price-alerts') AS
  SELECT
    part_id,
    EXPLODE(`watchers`) AS `customerId`,
    `partId`, `firstPrice`, `previousPrice`, `price`, `dropPercent`, `changedAt`
  FROM catalogue_watched_drops
  EMIT CHANGES;
