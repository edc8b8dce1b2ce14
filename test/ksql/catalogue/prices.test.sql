-- Price drops, alerts and lowest prices of the part catalogue
--@define: format=JSON
--@run: ../../../ksql/catalogue/001_changes.sql
--@run: ../../../ksql/catalogue/002_rows.sql
--@run: ../../../ksql/catalogue/005_price_drops.sql
--@run: ../../../ksql/catalogue/006_price_alerts.sql
--@run: ../../../ksql/catalogue/007_lowest_prices.sql

--@test: 100, 85, 70 is a drop of 30 %, until the price rises
INSERT INTO catalogue_part_changes (key, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '100.00'), STRUCT(ts_ms := 1), 'c');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '100.00'), STRUCT(price := '85.00'), STRUCT(ts_ms := 2), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '85.00'), STRUCT(price := '70.00'), STRUCT(ts_ms := 3), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '70.00'), STRUCT(price := '70.00'), STRUCT(ts_ms := 4), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '70.00'), STRUCT(price := '90.00'), STRUCT(ts_ms := 5), 'u');
ASSERT VALUES catalogue_price_drops (part_id, `partId`, `firstPrice`, `previousPrice`, `price`, `dropPercent`, `changedAt`, rowtime)
  VALUES ('a', 'a', 100.00, 85.00, 70.00, 30.00, 3, 3);
ASSERT NULL VALUES catalogue_price_drops (part_id) KEY ('a');

--@test: 100, 80, 79, 60 is a drop of 40 %
INSERT INTO catalogue_part_changes (key, after, source, op) VALUES (STRUCT(`id` := 'c'), STRUCT(price := '100.00'), STRUCT(ts_ms := 1), 'r');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'c'), STRUCT(price := '100.00'), STRUCT(price := '80.00'), STRUCT(ts_ms := 2), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'c'), STRUCT(price := '80.00'), STRUCT(price := '79.00'), STRUCT(ts_ms := 3), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'c'), STRUCT(price := '79.00'), STRUCT(price := '60.00'), STRUCT(ts_ms := 4), 'u');
ASSERT VALUES catalogue_price_drops (part_id, `dropPercent`) VALUES ('c', 40.00);

--@test: exactly a tenth is not more than a tenth
INSERT INTO catalogue_part_changes (key, after, source, op) VALUES (STRUCT(`id` := 't'), STRUCT(price := '100.00'), STRUCT(ts_ms := 1), 'c');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 't'), STRUCT(price := '100.00'), STRUCT(price := '89.99'), STRUCT(ts_ms := 2), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 't'), STRUCT(price := '89.99'), STRUCT(price := '81.00'), STRUCT(ts_ms := 3), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 't'), STRUCT(price := '81.00'), STRUCT(price := '72.90'), STRUCT(ts_ms := 4), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 't'), STRUCT(price := '72.90'), STRUCT(price := '65.60'), STRUCT(ts_ms := 5), 'u');
ASSERT VALUES catalogue_price_drops (part_id, `price`) VALUES ('t', 65.60);

--@test: a part that rises never drops, nor one that was deleted and comes again cheaper
--@expected.message: all records have already been read
INSERT INTO catalogue_part_changes (key, after, source, op) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '100.00'), STRUCT(ts_ms := 1), 'c');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '100.00'), STRUCT(price := '120.00'), STRUCT(ts_ms := 2), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '120.00'), STRUCT(price := '80.00'), STRUCT(ts_ms := 3), 'u');
INSERT INTO catalogue_part_changes (key, before, source, op) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '80.00'), STRUCT(ts_ms := 4), 'd');
INSERT INTO catalogue_part_changes (key, after, source, op) VALUES (STRUCT(`id` := 'b'), STRUCT(price := '60.00'), STRUCT(ts_ms := 5), 'c');
ASSERT VALUES catalogue_price_drops (part_id) VALUES ('b');

--@test: those who watch a part are told of its first drop of a day, each once
INSERT INTO catalogue_watch_changes (key, after) VALUES (STRUCT(`id` := 1), STRUCT(customer_id := 9, part_id := 'a'));
INSERT INTO catalogue_watch_changes (key, after) VALUES (STRUCT(`id` := 2), STRUCT(customer_id := 8, part_id := 'a'));
INSERT INTO catalogue_watch_changes (key, after) VALUES (STRUCT(`id` := 3), STRUCT(customer_id := 9, part_id := 'a'));
INSERT INTO catalogue_part_changes (key, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '100.00'), STRUCT(ts_ms := 1000), 'c');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '100.00'), STRUCT(price := '85.00'), STRUCT(ts_ms := 2000), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '85.00'), STRUCT(price := '70.00'), STRUCT(ts_ms := 3000), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '70.00'), STRUCT(price := '60.00'), STRUCT(ts_ms := 4000), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '60.00'), STRUCT(price := '50.00'), STRUCT(ts_ms := 86400000), 'u');
ASSERT VALUES catalogue_watched_drops (part_id, `price`, `watchers`, rowtime) VALUES ('a', 70.00, ARRAY[8, 9], 3000);
ASSERT VALUES catalogue_watched_drops (part_id, `price`, `watchers`, rowtime) VALUES ('a', 50.00, ARRAY[8, 9], 86400000);
ASSERT VALUES catalogue_price_alerts (part_id, `customerId`, `partId`, `price`) VALUES ('a', 8, 'a', 70.00);
ASSERT VALUES catalogue_price_alerts (part_id, `customerId`, `partId`, `price`) VALUES ('a', 9, 'a', 70.00);
ASSERT VALUES catalogue_price_alerts (part_id, `customerId`, `price`, `changedAt`) VALUES ('a', 8, 50.00, 86400000);
ASSERT VALUES catalogue_price_alerts (part_id, `customerId`, `price`, `changedAt`) VALUES ('a', 9, 50.00, 86400000);

--@test: what nobody watches any more, or not yet, is not told
--@expected.message: all records have already been read
INSERT INTO catalogue_watch_changes (key, after) VALUES (STRUCT(`id` := 1), STRUCT(customer_id := 9, part_id := 'a'));
INSERT INTO catalogue_watch_changes (key) VALUES (STRUCT(`id` := 1));
INSERT INTO catalogue_part_changes (key, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '100.00'), STRUCT(ts_ms := 1000), 'c');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '100.00'), STRUCT(price := '85.00'), STRUCT(ts_ms := 2000), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '85.00'), STRUCT(price := '70.00'), STRUCT(ts_ms := 3000), 'u');
ASSERT VALUES catalogue_watched_drops (part_id) VALUES ('a');

--@test: a day that is 30 days ago no longer counts for the lowest price
INSERT INTO catalogue_part_changes (key, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '50.00'), STRUCT(ts_ms := 1760000000000), 'c');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '50.00'), STRUCT(price := '60.10'), STRUCT(ts_ms := 1760000000001), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '60.10'), STRUCT(price := '80.00'), STRUCT(ts_ms := 1760864000000), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '80.00'), STRUCT(price := '99.00'), STRUCT(ts_ms := 1762505600000), 'u');
INSERT INTO catalogue_part_changes (key, before, after, source, op) VALUES (STRUCT(`id` := 'a'), STRUCT(price := '99.00'), STRUCT(price := '90.00'), STRUCT(ts_ms := 1762592000000), 'u');
ASSERT VALUES catalogue_lowest_prices (part_id, `partId`, `price`, `lowestPrice`) VALUES ('a', 'a', 50.00, 50.00);
ASSERT VALUES catalogue_lowest_prices (part_id, `price`, `lowestPrice`) VALUES ('a', 60.10, 50.00);
ASSERT VALUES catalogue_lowest_prices (part_id, `price`, `lowestPrice`) VALUES ('a', 80.00, 50.00);
ASSERT VALUES catalogue_lowest_prices (part_id, `price`, `lowestPrice`) VALUES ('a', 99.00, 50.00);
ASSERT VALUES catalogue_lowest_prices (part_id, `price`, `lowestPrice`, `changedAt`) VALUES ('a', 90.00, 60.10, 1762592000000);
