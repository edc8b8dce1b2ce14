-- The tax (ICMS) of a completed car: each part at the rate of its supplier's state, all of it as of when the car was completed.
--
-- A car is priced a while after its completion. What changes meanwhile (the supplier of a part, the state of a supplier, the
-- rate of a state) must not change its tax. So each keeps its last values with the time since when they are in force, and
-- a car takes the last one that was in force at its own time; the oldest known one where all are younger.

CREATE TABLE catalogue_part_suppliers WITH (KAFKA_TOPIC = 'catalogue-part-suppliers', KEY_FORMAT = 'KAFKA') AS
  SELECT
    key->`id` AS part_id,
    LATEST_BY_OFFSET(STRUCT(supplier_id := after->supplier_id, since := source->ts_ms), 5) AS suppliers
  FROM catalogue_part_changes
  WHERE op IN ('c', 'r') OR (op = 'u' AND before->supplier_id <> after->supplier_id)
  GROUP BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_supplier_states WITH (KAFKA_TOPIC = 'catalogue-supplier-states', KEY_FORMAT = 'KAFKA') AS
  SELECT
    key->`id` AS supplier_id,
    LATEST_BY_OFFSET(STRUCT(state_id := after->state_id, since := source->ts_ms), 5) AS states
  FROM catalogue_supplier_changes
  WHERE op IN ('c', 'r') OR (op = 'u' AND before->state_id <> after->state_id)
  GROUP BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_tax_rates WITH (KAFKA_TOPIC = 'catalogue-tax-rates', KEY_FORMAT = 'KAFKA') AS
  SELECT
    key->`id` AS state_id,
    LATEST_BY_OFFSET(after->code) AS `code`,
    LATEST_BY_OFFSET(CAST(after->icms AS DECIMAL(5, 2)), 3) AS `icms`,
    LATEST_BY_OFFSET(STRUCT(`icms` := CAST(after->icms AS DECIMAL(5, 2)), `since` := source->ts_ms), 3) AS `rates`
  FROM catalogue_state_changes
  WHERE op IN ('c', 'r') OR (op = 'u' AND before->icms <> after->icms)
  GROUP BY key->`id`
  EMIT CHANGES;

-- The seven parts of a completed car, one record each.
CREATE STREAM sold_parts WITH (KAFKA_TOPIC = 'rccar-sold-parts') AS
  SELECT
    key AS sku,
    `totalPrice` AS total_price,
    ROWTIME AS completed_at,
    EXPLODE(ARRAY[
      STRUCT(place := 'BODY', id := `body`->`id`, price := `body`->`part`->`price`),
      STRUCT(place := 'ENGINE', id := `engine`->`id`, price := `engine`->`part`->`price`),
      STRUCT(place := 'REMOTE_CONTROL', id := `remoteControl`->`id`, price := `remoteControl`->`part`->`price`),
      STRUCT(place := `wheels`[1]->`placement`, id := `wheels`[1]->`id`, price := `wheels`[1]->`part`->`price`),
      STRUCT(place := `wheels`[2]->`placement`, id := `wheels`[2]->`id`, price := `wheels`[2]->`part`->`price`),
      STRUCT(place := `wheels`[3]->`placement`, id := `wheels`[3]->`id`, price := `wheels`[3]->`part`->`price`),
      STRUCT(place := `wheels`[4]->`placement`, id := `wheels`[4]->`id`, price := `wheels`[4]->`part`->`price`)
    ]) AS part
  FROM completed
  EMIT CHANGES;

-- A part that the catalogue does not know has no rate and no tax. The joins are outer ones, and never on NULL, so that
-- all seven parts come through.
CREATE STREAM supplied_parts WITH (KAFKA_TOPIC = 'rccar-supplied-parts') AS
  SELECT
    p.part_id AS part_id,
    s.sku AS sku,
    s.total_price AS total_price,
    s.completed_at AS completed_at,
    s.part AS part,
    IFNULL(
      IFNULL(FILTER(p.suppliers, each => each->since <= s.completed_at)[-1], p.suppliers[1])->supplier_id,
      -1) AS supplier_id
  FROM sold_parts s LEFT JOIN catalogue_part_suppliers p ON s.part->id = p.part_id
  EMIT CHANGES;

CREATE STREAM located_parts WITH (KAFKA_TOPIC = 'rccar-located-parts') AS
  SELECT
    u.supplier_id AS supplier_id,
    s.sku AS sku,
    s.total_price AS total_price,
    s.completed_at AS completed_at,
    s.part AS part,
    IFNULL(
      IFNULL(FILTER(u.states, each => each->since <= s.completed_at)[-1], u.states[1])->state_id,
      -1) AS state_id
  FROM supplied_parts s LEFT JOIN catalogue_supplier_states u ON s.supplier_id = u.supplier_id
  EMIT CHANGES;

CREATE STREAM rated_parts WITH (KAFKA_TOPIC = 'rccar-rated-parts') AS
  SELECT
    r.state_id AS state_id,
    s.sku AS sku,
    s.total_price AS total_price,
    s.completed_at AS completed_at,
    s.part->place AS place,
    s.part->id AS id,
    CAST(s.part->price AS DECIMAL(10, 2)) AS price,
    r.`code` AS code,
    IFNULL(FILTER(r.`rates`, each => each->`since` <= s.completed_at)[-1], r.`rates`[1])->`icms` AS icms
  FROM located_parts s LEFT JOIN catalogue_tax_rates r ON s.state_id = r.state_id
  EMIT CHANGES;

CREATE STREAM taxed_parts WITH (KAFKA_TOPIC = 'rccar-taxed-parts', KEY_FORMAT = 'KAFKA') AS
  SELECT
    sku,
    total_price,
    place,
    completed_at,
    CASE WHEN icms IS NOT NULL THEN CAST(price * icms / 100 AS DECIMAL(10, 2)) END AS tax,
    STRUCT(`place` := place, `id` := id, `price` := price, `state` := code, `icms` := icms,
      `tax` := CASE WHEN icms IS NOT NULL THEN CAST(price * icms / 100 AS DECIMAL(10, 2)) END) AS part
  FROM rated_parts
  PARTITION BY sku
  EMIT CHANGES;

-- The seven of a car have one time, so any window holds them all. Its changelog is read as a stream, as in ksql/004.
CREATE TABLE taxed_cars WITH (KAFKA_TOPIC = 'rccar-taxed-cars') AS
  SELECT
    sku,
    AS_VALUE(sku) AS car,
    EARLIEST_BY_OFFSET(total_price) AS total_price,
    EARLIEST_BY_OFFSET(completed_at) AS completed_at,
    SUM(tax) AS tax,
    LATEST_BY_OFFSET(CASE WHEN place = 'BODY' THEN part END) AS body,
    LATEST_BY_OFFSET(CASE WHEN place = 'ENGINE' THEN part END) AS engine,
    LATEST_BY_OFFSET(CASE WHEN place = 'REMOTE_CONTROL' THEN part END) AS remote_control,
    LATEST_BY_OFFSET(CASE WHEN place = 'FRONT_LEFT' THEN part END) AS front_left,
    LATEST_BY_OFFSET(CASE WHEN place = 'FRONT_RIGHT' THEN part END) AS front_right,
    LATEST_BY_OFFSET(CASE WHEN place = 'REAR_LEFT' THEN part END) AS rear_left,
    LATEST_BY_OFFSET(CASE WHEN place = 'REAR_RIGHT' THEN part END) AS rear_right
  FROM taxed_parts
  WINDOW TUMBLING (SIZE 1 MINUTE, RETENTION 30 MINUTES, GRACE PERIOD 10 MINUTES)
  GROUP BY sku
  HAVING COUNT(*) = 7
  EMIT CHANGES;

CREATE STREAM taxed_car_changes (
  car VARCHAR, total_price DOUBLE, completed_at BIGINT, tax DECIMAL(10, 2),
  body STRUCT<`place` VARCHAR, `id` VARCHAR, `price` DECIMAL(10, 2), `state` VARCHAR, `icms` DECIMAL(5, 2), `tax` DECIMAL(10, 2)>,
  engine STRUCT<`place` VARCHAR, `id` VARCHAR, `price` DECIMAL(10, 2), `state` VARCHAR, `icms` DECIMAL(5, 2), `tax` DECIMAL(10, 2)>,
  remote_control STRUCT<`place` VARCHAR, `id` VARCHAR, `price` DECIMAL(10, 2), `state` VARCHAR, `icms` DECIMAL(5, 2), `tax` DECIMAL(10, 2)>,
  front_left STRUCT<`place` VARCHAR, `id` VARCHAR, `price` DECIMAL(10, 2), `state` VARCHAR, `icms` DECIMAL(5, 2), `tax` DECIMAL(10, 2)>,
  front_right STRUCT<`place` VARCHAR, `id` VARCHAR, `price` DECIMAL(10, 2), `state` VARCHAR, `icms` DECIMAL(5, 2), `tax` DECIMAL(10, 2)>,
  rear_left STRUCT<`place` VARCHAR, `id` VARCHAR, `price` DECIMAL(10, 2), `state` VARCHAR, `icms` DECIMAL(5, 2), `tax` DECIMAL(10, 2)>,
  rear_right STRUCT<`place` VARCHAR, `id` VARCHAR, `price` DECIMAL(10, 2), `state` VARCHAR, `icms` DECIMAL(5, 2), `tax` DECIMAL(10, 2)>
) WITH (KAFKA_TOPIC = 'rccar-taxed-cars', VALUE_FORMAT = '${format}');

CREATE STREAM taxed WITH (KAFKA_TOPIC = 'rccar-taxed', KEY_FORMAT = 'KAFKA') AS
  SELECT
    car AS sku,
    AS_VALUE(car) AS `sku`,
    total_price AS `totalPrice`,
    tax AS `totalTax`,
    ARRAY[body, engine, remote_control, front_left, front_right, rear_left, rear_right] AS `parts`,
    completed_at AS `completedAt`
  FROM taxed_car_changes
  WHERE car IS NOT NULL
  PARTITION BY car
  EMIT CHANGES;
