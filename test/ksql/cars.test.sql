-- What becomes of a car's parts. Run by test/ksql/sql-tests.test.ts, or by hand: npx ksqlite test test/ksql
--@define: format=JSON
--@run: ../../ksql

--@test: a car of seven parts awaits its price, when the last one comes
INSERT INTO wheels (sku, id, placement, rowtime) VALUES ('car-1', 'w1', 'FRONT_LEFT', 1000);
INSERT INTO bodies (sku, id, color, rowtime) VALUES ('car-1', 'b1', 'red', 1010);
INSERT INTO engines (sku, id, rowtime) VALUES ('car-1', 'e1', 1020);
INSERT INTO remote_controls (sku, id, channelFrequency, rowtime) VALUES ('car-1', 'r1', '2.4 GHz', 1030);
INSERT INTO wheels (sku, id, placement, rowtime) VALUES ('car-1', 'w2', 'FRONT_RIGHT', 1040);
INSERT INTO wheels (sku, id, placement, rowtime) VALUES ('car-1', 'w3', 'REAR_LEFT', 1050);
INSERT INTO wheels (sku, id, placement, rowtime) VALUES ('car-1', 'w4', 'REAR_RIGHT', 1060);
ASSERT VALUES orders (sku, state, rowtime) VALUES ('car-1', 'CALLED', 1000);
ASSERT VALUES awaiting_price (sku, `situation`, `totalPrice`, rowtime) VALUES ('car-1', 'AWAITING_PRICE', 0, 1060);

--@test: a car without an engine is told of after five seconds, which a whole heartbeat lets pass
INSERT INTO bodies (sku, id, rowtime) VALUES ('car-1', 'b1', 1000);
INSERT INTO bodies (sku, id, rowtime) VALUES ('heartbeat-1', 'b', 6001);
INSERT INTO engines (sku, id, rowtime) VALUES ('heartbeat-1', 'e', 6001);
INSERT INTO remote_controls (sku, id, rowtime) VALUES ('heartbeat-1', 'r', 6001);
INSERT INTO wheels (sku, id, placement, rowtime) VALUES ('heartbeat-1', '1', 'FRONT_LEFT', 6001);
INSERT INTO wheels (sku, id, placement, rowtime) VALUES ('heartbeat-1', '2', 'FRONT_RIGHT', 6001);
INSERT INTO wheels (sku, id, placement, rowtime) VALUES ('heartbeat-1', '3', 'REAR_LEFT', 6001);
INSERT INTO wheels (sku, id, placement, rowtime) VALUES ('heartbeat-1', '4', 'REAR_RIGHT', 6001);
ASSERT VALUES incomplete (sku, `situation`, `engine`) VALUES ('car-1', 'MISSING_ENGINE', NULL);
ASSERT VALUES heartbeats (sku, `complete`) VALUES ('heartbeat-1', TRUE);

--@test: a part without a SKU, and a wheel of no known place, is no part
--@expected.message: all records have already been read
INSERT INTO engines (sku, id) VALUES ('', 'e1');
INSERT INTO wheels (sku, id, placement) VALUES ('car-1', 'w1', 'ROOF');
ASSERT VALUES parts (id) VALUES ('e1');

--@test: what the sidecar priced is complete, or failed
INSERT INTO priced (key, `sku`, `situation`, `totalPrice`) VALUES ('car-1', 'car-1', 'COMPLETE', 12.5);
INSERT INTO priced (key, `sku`, `situation`) VALUES ('car-2', 'car-2', 'FAILED_GET_PRICE');
ASSERT VALUES completed (key, `totalPrice`) VALUES ('car-1', 12.5);
ASSERT VALUES incomplete (sku, `situation`) VALUES ('car-2', 'FAILED_GET_PRICE');

--@test: heartbeats have a topic of their own
ASSERT STREAM heartbeats (sku VARCHAR KEY, `sku` VARCHAR, `complete` BOOLEAN)
  WITH (KAFKA_TOPIC = 'rccar-heartbeat', VALUE_FORMAT = 'JSON');
