-- Cars whose total fell: within ten minutes of its completion a part of the car changed its price in the catalogue, and
-- the seven together are below what the car was completed at. One record for each step that leaves it so.
--
-- Each step is joined to the cars that have the part, and says how far that place of the car moved since.

CREATE STREAM sold_part_steps WITH (KAFKA_TOPIC = 'rccar-sold-part-steps', KEY_FORMAT = 'KAFKA') AS
  SELECT
    s.sku AS sku,
    s.total_price AS total_price,
    s.part->place AS place,
    p.price - CAST(s.part->price AS DECIMAL(10, 2)) AS moved,
    p.part_id AS part_id,
    p.changed_at AS changed_at
  FROM sold_parts s
    JOIN catalogue_price_steps p WITHIN (0 SECONDS, 10 MINUTES) GRACE PERIOD 1 MINUTE ON s.part->id = p.part_id
  WHERE p.price IS NOT NULL
  PARTITION BY s.sku
  EMIT CHANGES;

CREATE TABLE cheaper_cars WITH (KAFKA_TOPIC = 'rccar-cheaper-cars') AS
  SELECT
    sku,
    AS_VALUE(sku) AS car,
    CAST(EARLIEST_BY_OFFSET(total_price) AS DECIMAL(12, 2)) AS total_price,
    CAST(
      IFNULL(LATEST_BY_OFFSET(CASE WHEN place = 'BODY' THEN moved END), CAST(0 AS DECIMAL(11, 2)))
      + IFNULL(LATEST_BY_OFFSET(CASE WHEN place = 'ENGINE' THEN moved END), CAST(0 AS DECIMAL(11, 2)))
      + IFNULL(LATEST_BY_OFFSET(CASE WHEN place = 'REMOTE_CONTROL' THEN moved END), CAST(0 AS DECIMAL(11, 2)))
      + IFNULL(LATEST_BY_OFFSET(CASE WHEN place = 'FRONT_LEFT' THEN moved END), CAST(0 AS DECIMAL(11, 2)))
      + IFNULL(LATEST_BY_OFFSET(CASE WHEN place = 'FRONT_RIGHT' THEN moved END), CAST(0 AS DECIMAL(11, 2)))
      + IFNULL(LATEST_BY_OFFSET(CASE WHEN place = 'REAR_LEFT' THEN moved END), CAST(0 AS DECIMAL(11, 2)))
      + IFNULL(LATEST_BY_OFFSET(CASE WHEN place = 'REAR_RIGHT' THEN moved END), CAST(0 AS DECIMAL(11, 2)))
      AS DECIMAL(12, 2)) AS moved,
    LATEST_BY_OFFSET(changed_at) AS changed_at
  FROM sold_part_steps
  WINDOW SESSION (10 MINUTES, RETENTION 30 MINUTES, GRACE PERIOD 10 MINUTES)
  GROUP BY sku
  EMIT CHANGES;

CREATE STREAM cheaper_car_changes (car VARCHAR, total_price DECIMAL(12, 2), moved DECIMAL(12, 2), changed_at BIGINT)
  WITH (KAFKA_TOPIC = 'rccar-cheaper-cars', VALUE_FORMAT = '${format}');

CREATE STREAM cheaper WITH (KAFKA_TOPIC = 'rccar-cheaper', KEY_FORMAT = 'KAFKA') AS
  SELECT
    car AS sku,
    AS_VALUE(car) AS `sku`,
    total_price AS `totalPrice`,
    CAST(total_price + moved AS DECIMAL(12, 2)) AS `totalNow`,
    changed_at AS `changedAt`
  FROM cheaper_car_changes
  WHERE car IS NOT NULL AND moved < 0
  PARTITION BY car
  EMIT CHANGES;
