-- The tax (ICMS) of a completed car: each part at the rate of its supplier's state, as of when the car was completed.
--
-- A rate that changes meanwhile must not change a car that was completed before. So a state keeps its last three rates
-- with the time since when each is in force, and a car takes the last one that was in force at its own time.

CREATE STREAM catalogue_rate_steps
  WITH (KAFKA_TOPIC = 'catalogue-rate-steps', KEY_FORMAT = 'KAFKA', TIMESTAMP = 'changed_at') AS
  SELECT
    key->`id` AS state_id,
    op,
    after->code AS code,
    CAST(after->icms AS DECIMAL(5, 2)) AS icms,
    source->ts_ms AS changed_at
  FROM catalogue_state_changes
  WHERE op IN ('c', 'r', 'd') OR (op = 'u' AND before->icms <> after->icms)
  PARTITION BY key->`id`
  EMIT CHANGES;

CREATE TABLE catalogue_tax_rates WITH (KAFKA_TOPIC = 'catalogue-tax-rates') AS
  SELECT
    state_id,
    LATEST_BY_OFFSET(code) AS `code`,
    LATEST_BY_OFFSET(icms, 3) AS `icms`,
    LATEST_BY_OFFSET(CASE WHEN op <> 'd' THEN STRUCT(`icms` := icms, `since` := changed_at) END, 3) AS `rates`
  FROM catalogue_rate_steps
  GROUP BY state_id
  HAVING LATEST_BY_OFFSET(op) <> 'd'
  EMIT CHANGES;

-- The seven parts of a completed car, one record each.
CREATE STREAM sold_parts WITH (KAFKA_TOPIC = 'rccar-sold-parts') AS
  SELECT
    key AS sku,
    `totalPrice` AS total_price,
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
CREATE STREAM rated_parts WITH (KAFKA_TOPIC = 'rccar-rated-parts') AS
  SELECT
    r.state_id AS state_id,
    s.sku AS sku,
    s.total_price AS total_price,
    s.part->place AS place,
    s.part->id AS id,
    CAST(s.part->price AS DECIMAL(10, 2)) AS price,
    r.`code` AS code,
    r.`rates` AS rates,
    s.ROWTIME AS completed_at
  FROM sold_parts s
    LEFT JOIN catalogue_parts p ON s.part->id = p.id
    LEFT JOIN catalogue_suppliers u ON IFNULL(p.supplier_id, -1) = u.id
    LEFT JOIN catalogue_tax_rates r ON IFNULL(u.state_id, -1) = r.state_id
  EMIT CHANGES;

-- The last rate that was in force when the car was completed; the oldest known one where all are younger.
CREATE STREAM part_rates WITH (KAFKA_TOPIC = 'rccar-part-rates', KEY_FORMAT = 'KAFKA') AS
  SELECT
    sku, total_price, place, id, price, code, completed_at,
    IFNULL(FILTER(rates, rate => rate->`since` <= completed_at)[-1], rates[1])->`icms` AS icms
  FROM rated_parts
  PARTITION BY sku
  EMIT CHANGES;

CREATE STREAM taxed_parts WITH (KAFKA_TOPIC = 'rccar-taxed-parts') AS
  SELECT
    sku,
    total_price,
    place,
    completed_at,
    CAST(price * icms / 100 AS DECIMAL(10, 2)) AS tax,
    STRUCT(`place` := place, `id` := id, `price` := price, `state` := code, `icms` := icms,
      `tax` := CAST(price * icms / 100 AS DECIMAL(10, 2))) AS part
  FROM part_rates
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
