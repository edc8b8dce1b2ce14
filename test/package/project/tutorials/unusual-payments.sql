-- Cards that are used more often in half a minute than people do: a count over windows, and what is too many of it.
CREATE STREAM payments (card VARCHAR KEY, amount DOUBLE, place VARCHAR)
  WITH (KAFKA_TOPIC = 'payments', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
CREATE TABLE unusual AS
  SELECT card, COUNT(*) AS times, SUM(amount) AS spent, COLLECT_SET(place) AS places
  FROM payments WINDOW TUMBLING (SIZE 30 SECONDS)
  GROUP BY card
  HAVING COUNT(*) > 3
  EMIT CHANGES;
