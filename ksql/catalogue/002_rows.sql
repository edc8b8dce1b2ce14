-- The rows of the catalogue's tables as they are now, each keyed by its plain id.
--
-- A deletion is a change without `after`, which makes a row of nulls, and the tombstone behind it, which takes the row
-- out. There is no WHERE because it would drop the tombstone. PARTITION BY an expression over the key alone keeps it.
-- All changes of a row come from one partition and go to one, so they stay in order.

CREATE STREAM catalogue_part_rows WITH (KAFKA_TOPIC = 'catalogue-parts', KEY_FORMAT = 'KAFKA') AS
  SELECT
    key->`id` AS id,
    after->sku AS sku,
    after->name AS name,
    after->kind AS kind,
    CAST(after->price AS DECIMAL(10, 2)) AS price,
    after->supplier_id AS supplier_id,
    after->status_id AS status_id,
    after->description AS description,
    after->updated_at AS updated_at
  FROM catalogue_part_changes
  PARTITION BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_parts (
  id VARCHAR PRIMARY KEY, sku VARCHAR, name VARCHAR, kind VARCHAR, price DECIMAL(10, 2), supplier_id INT, status_id INT,
  description VARCHAR, updated_at VARCHAR
) WITH (KAFKA_TOPIC = 'catalogue-parts', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'JSON');

CREATE STREAM catalogue_image_rows WITH (KAFKA_TOPIC = 'catalogue-part-images', KEY_FORMAT = 'KAFKA') AS
  SELECT key->`id` AS id, after->part_id AS part_id, after->priority AS priority, after->url AS url
  FROM catalogue_image_changes
  PARTITION BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_images (id INT PRIMARY KEY, part_id VARCHAR, priority INT, url VARCHAR)
  WITH (KAFKA_TOPIC = 'catalogue-part-images', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'JSON');

CREATE STREAM catalogue_supplier_rows WITH (KAFKA_TOPIC = 'catalogue-suppliers', KEY_FORMAT = 'KAFKA') AS
  SELECT key->`id` AS id, after->name AS name, after->state_id AS state_id
  FROM catalogue_supplier_changes
  PARTITION BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_suppliers (id INT PRIMARY KEY, name VARCHAR, state_id INT)
  WITH (KAFKA_TOPIC = 'catalogue-suppliers', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'JSON');

CREATE STREAM catalogue_state_rows WITH (KAFKA_TOPIC = 'catalogue-states', KEY_FORMAT = 'KAFKA') AS
  SELECT key->`id` AS id, after->code AS code, after->name AS name, CAST(after->icms AS DECIMAL(5, 2)) AS icms
  FROM catalogue_state_changes
  PARTITION BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_states (id INT PRIMARY KEY, code VARCHAR, name VARCHAR, icms DECIMAL(5, 2))
  WITH (KAFKA_TOPIC = 'catalogue-states', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'JSON');

CREATE STREAM catalogue_status_rows WITH (KAFKA_TOPIC = 'catalogue-statuses', KEY_FORMAT = 'KAFKA') AS
  SELECT key->`id` AS id, after->name AS name
  FROM catalogue_status_changes
  PARTITION BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_statuses (id INT PRIMARY KEY, name VARCHAR)
  WITH (KAFKA_TOPIC = 'catalogue-statuses', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'JSON');

CREATE STREAM catalogue_watch_rows WITH (KAFKA_TOPIC = 'catalogue-watches', KEY_FORMAT = 'KAFKA') AS
  SELECT key->`id` AS id, after->customer_id AS customer_id, after->part_id AS part_id
  FROM catalogue_watch_changes
  PARTITION BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_watches (id INT PRIMARY KEY, customer_id INT, part_id VARCHAR)
  WITH (KAFKA_TOPIC = 'catalogue-watches', KEY_FORMAT = 'KAFKA', VALUE_FORMAT = 'JSON');
