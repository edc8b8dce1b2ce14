-- Visits to a web shop: clicks of one address with less than five minutes between them are one visit, and baskets are looked at apart.
CREATE STREAM clicks (address VARCHAR KEY, page VARCHAR)
  WITH (KAFKA_TOPIC = 'clicks', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
CREATE TABLE visits AS
  SELECT address, COUNT(*) AS clicks, LATEST_BY_OFFSET(page) AS left_at
  FROM clicks WINDOW SESSION (5 MINUTES)
  GROUP BY address
  EMIT CHANGES;
CREATE STREAM baskets AS SELECT address, UCASE(page) AS page FROM clicks WHERE page LIKE 'basket%' EMIT CHANGES;
