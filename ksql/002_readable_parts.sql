-- One stream for each of the seven places of a car, holding the parts that can be used: with a SKU, an id and, for
-- wheels, a known placement. The rest is dead-lettered (see 001).
--
-- Wheels need a stream for each place because a join can't name a source twice and its WHERE runs after it. The
-- struct is made here, in the shape it will have on the outgoing topics, so that nothing downstream takes it apart.

CREATE STREAM body_parts WITH (KAFKA_TOPIC = 'rccar-body-parts') AS
  SELECT sku, id, STRUCT(`part` := part, `id` := id, `color` := color, `material` := material, `weight` := weight) AS body
  FROM bodies WHERE sku <> '' AND id <> ''
  EMIT CHANGES;

CREATE STREAM engine_parts WITH (KAFKA_TOPIC = 'rccar-engine-parts') AS
  SELECT sku, id, STRUCT(`part` := part, `id` := id) AS engine
  FROM engines WHERE sku <> '' AND id <> ''
  EMIT CHANGES;

CREATE STREAM remote_control_parts WITH (KAFKA_TOPIC = 'rccar-remote-control-parts') AS
  SELECT sku, id, STRUCT(`part` := part, `id` := id, `channelFrequency` := channelFrequency) AS remote_control
  FROM remote_controls WHERE sku <> '' AND id <> ''
  EMIT CHANGES;

CREATE STREAM front_left_parts WITH (KAFKA_TOPIC = 'rccar-front-left-parts') AS
  SELECT sku, id, STRUCT(`part` := part, `id` := id, `placement` := placement) AS wheel
  FROM wheels WHERE placement = 'FRONT_LEFT' AND sku <> '' AND id <> ''
  EMIT CHANGES;

CREATE STREAM front_right_parts WITH (KAFKA_TOPIC = 'rccar-front-right-parts') AS
  SELECT sku, id, STRUCT(`part` := part, `id` := id, `placement` := placement) AS wheel
  FROM wheels WHERE placement = 'FRONT_RIGHT' AND sku <> '' AND id <> ''
  EMIT CHANGES;

CREATE STREAM rear_left_parts WITH (KAFKA_TOPIC = 'rccar-rear-left-parts') AS
  SELECT sku, id, STRUCT(`part` := part, `id` := id, `placement` := placement) AS wheel
  FROM wheels WHERE placement = 'REAR_LEFT' AND sku <> '' AND id <> ''
  EMIT CHANGES;

CREATE STREAM rear_right_parts WITH (KAFKA_TOPIC = 'rccar-rear-right-parts') AS
  SELECT sku, id, STRUCT(`part` := part, `id` := id, `placement` := placement) AS wheel
  FROM wheels WHERE placement = 'REAR_RIGHT' AND sku <> '' AND id <> ''
  EMIT CHANGES;
