-- The roll call: one order a car, LEFT JOINed with all seven part streams in ONE statement. A complete car leaves as
-- soon as its last part joins; a null side IS the missing part.
--
-- One statement, because ksqlDB runs each as an application of its own, and after a restart they catch up at
-- different speeds: what closes windows on streams derived by several others closes them too early. Inside one
-- statement inputs are merged by timestamp, and max.task.idle.ms makes it wait for one that is behind.
--
-- Five seconds forward is the wait for a part. The ten minutes backward keep parts findable when the order itself
-- comes late, after a crash; they cost no waiting. Grace is zero: it would only delay, it does not protect late input.

--
-- Kafka Streams looks for windows that have closed once a second of the clock; the second setting (an internal one of
-- Kafka Streams 3.9) lets it look at every record, so that a car that lacks a part comes out half a second earlier.

SET 'ksql.streams.max.task.idle.ms' = '30000';
SET 'ksql.streams.__emit.interval.ms.kstreams.outer.join.spurious.results.fix__' = '0';

CREATE STREAM roll_call WITH (KAFKA_TOPIC = 'rccar-roll-call') AS
  SELECT
    o.sku AS sku,
    b.body AS body, b.ROWTIME AS body_at,
    e.engine AS engine, e.ROWTIME AS engine_at,
    r.remote_control AS remote_control, r.ROWTIME AS remote_control_at,
    fl.wheel AS front_left, fl.ROWTIME AS front_left_at,
    fr.wheel AS front_right, fr.ROWTIME AS front_right_at,
    rl.wheel AS rear_left, rl.ROWTIME AS rear_left_at,
    rr.wheel AS rear_right, rr.ROWTIME AS rear_right_at,
    LEAST(b.ROWTIME, e.ROWTIME, r.ROWTIME, fl.ROWTIME, fr.ROWTIME, rl.ROWTIME, rr.ROWTIME) AS first_at
  FROM orders o
    LEFT JOIN body_parts b WITHIN (10 MINUTES, 5 SECONDS) GRACE PERIOD 0 SECONDS ON o.sku = b.sku
    LEFT JOIN engine_parts e WITHIN (10 MINUTES, 5 SECONDS) GRACE PERIOD 0 SECONDS ON o.sku = e.sku
    LEFT JOIN remote_control_parts r WITHIN (10 MINUTES, 5 SECONDS) GRACE PERIOD 0 SECONDS ON o.sku = r.sku
    LEFT JOIN front_left_parts fl WITHIN (10 MINUTES, 5 SECONDS) GRACE PERIOD 0 SECONDS ON o.sku = fl.sku
    LEFT JOIN front_right_parts fr WITHIN (10 MINUTES, 5 SECONDS) GRACE PERIOD 0 SECONDS ON o.sku = fr.sku
    LEFT JOIN rear_left_parts rl WITHIN (10 MINUTES, 5 SECONDS) GRACE PERIOD 0 SECONDS ON o.sku = rl.sku
    LEFT JOIN rear_right_parts rr WITHIN (10 MINUTES, 5 SECONDS) GRACE PERIOD 0 SECONDS ON o.sku = rr.sku
  EMIT CHANGES;
