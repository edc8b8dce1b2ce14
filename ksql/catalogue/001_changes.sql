-- The part catalogue's changes, as Debezium's envelopes tell them, and what this folder makes of them.
--
-- It runs beside the scripts of ksql/, of which 008 and 009 read rccar-completed. What comes out, all of it in JSON but the
-- last two, which have the format of rccar-completed:
--
--   catalogue-documents      table, key: part id. The part as it is offered now: price, supplier, state, images. No longer
--                            active, or deleted: a tombstone
--   catalogue-price-drops    table, key: part id. The last two steps of its price each took more than a tenth away
--   catalogue-watched-drops  stream, key: part id. The first of them on a day, for parts that somebody watches
--   catalogue-price-alerts   stream, key: part id. One record for each of those who watch it
--   catalogue-lowest-prices  table, key: part id. The lowest price in 30 days
--   catalogue-tax-rates      table, key: state id. The last three rates of a state, each with the time since when
--   rccar-taxed              stream, key: SKU. The tax of a completed car, part by part
--   rccar-cheaper            stream, key: SKU. A car that would cost less now, within ten minutes of its completion
--
-- A change says what the row was and what it is, so tables need REPLICA IDENTITY FULL. Decimals come as text
-- (decimal.handling.mode=string). The customers are not read: an alert names a customer by id alone.

CREATE STREAM catalogue_part_changes (
  key STRUCT<`id` VARCHAR> KEY,
  before STRUCT<price VARCHAR, supplier_id INT>,
  after STRUCT<
    sku VARCHAR, name VARCHAR, kind VARCHAR, price VARCHAR, supplier_id INT, status_id INT, description VARCHAR,
    updated_at VARCHAR>,
  source STRUCT<ts_ms BIGINT>,
  op VARCHAR
) WITH (KAFKA_TOPIC = 'catalogue.public.parts', KEY_FORMAT = 'JSON', VALUE_FORMAT = 'JSON', PARTITIONS = 4);

CREATE STREAM catalogue_image_changes (
  key STRUCT<`id` INT> KEY,
  after STRUCT<part_id VARCHAR, priority INT, url VARCHAR>
) WITH (KAFKA_TOPIC = 'catalogue.public.part_images', KEY_FORMAT = 'JSON', VALUE_FORMAT = 'JSON', PARTITIONS = 4);

CREATE STREAM catalogue_supplier_changes (
  key STRUCT<`id` INT> KEY,
  before STRUCT<state_id INT>,
  after STRUCT<name VARCHAR, state_id INT>,
  source STRUCT<ts_ms BIGINT>,
  op VARCHAR
) WITH (KAFKA_TOPIC = 'catalogue.public.suppliers', KEY_FORMAT = 'JSON', VALUE_FORMAT = 'JSON', PARTITIONS = 4);

CREATE STREAM catalogue_state_changes (
  key STRUCT<`id` INT> KEY,
  before STRUCT<icms VARCHAR>,
  after STRUCT<code VARCHAR, name VARCHAR, icms VARCHAR>,
  source STRUCT<ts_ms BIGINT>,
  op VARCHAR
) WITH (KAFKA_TOPIC = 'catalogue.public.states', KEY_FORMAT = 'JSON', VALUE_FORMAT = 'JSON', PARTITIONS = 4);

CREATE STREAM catalogue_status_changes (
  key STRUCT<`id` INT> KEY,
  after STRUCT<name VARCHAR>
) WITH (KAFKA_TOPIC = 'catalogue.public.statuses', KEY_FORMAT = 'JSON', VALUE_FORMAT = 'JSON', PARTITIONS = 4);

CREATE STREAM catalogue_watch_changes (
  key STRUCT<`id` INT> KEY,
  after STRUCT<customer_id INT, part_id VARCHAR>
) WITH (KAFKA_TOPIC = 'catalogue.public.watches', KEY_FORMAT = 'JSON', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
