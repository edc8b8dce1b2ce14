-- An order for each car: "call its parts", placed by its first part. A SKU is one car as long as its parts come less
-- than ten minutes apart, hence the session window; COUNT(*) = 1 is true at a session's first record alone.
--
-- After a crash of a real ksqlDB the "first" may be any of the car's parts, because the INSERTs of 003 catch up at
-- different speeds. Nothing below relies on which it is.

CREATE TABLE first_parts WITH (KAFKA_TOPIC = 'rccar-first-parts') AS
  SELECT sku, AS_VALUE(sku) AS car, COUNT(*) AS arrivals
  FROM parts
  WINDOW SESSION (10 MINUTES, RETENTION 30 MINUTES, GRACE PERIOD 10 MINUTES)
  GROUP BY sku
  HAVING COUNT(*) = 1
  EMIT CHANGES;

-- A windowed source can't be re-keyed, so the table's changelog is read as what it is on disk: a topic of values. Its
-- deletions (a session that grew) have no value and fall out at the WHERE.
CREATE STREAM first_part_changes (car VARCHAR)
  WITH (KAFKA_TOPIC = 'rccar-first-parts', VALUE_FORMAT = '${format}');

CREATE STREAM orders WITH (KAFKA_TOPIC = 'rccar-orders', KEY_FORMAT = 'KAFKA') AS
  SELECT car AS sku, 'CALLED' AS state
  FROM first_part_changes
  WHERE car IS NOT NULL
  PARTITION BY car
  EMIT CHANGES;
