import { migrationOf } from './migration-of.ts';

/** Every kind of statement, twice the same INSERT among them. */
export const TOPOLOGY = [
  migrationOf(
    1,
    `CREATE STREAM a (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='JSON', PARTITIONS=4);
CREATE STREAM b (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='b', VALUE_FORMAT='JSON', PARTITIONS=4);`,
    'sources',
  ),
  migrationOf(
    2,
    `SET 'ksql.streams.max.task.idle.ms' = '30000';
CREATE STREAM c WITH (KAFKA_TOPIC='c') AS SELECT * FROM a WHERE v > 1 EMIT CHANGES;
INSERT INTO c SELECT * FROM b EMIT CHANGES;
INSERT INTO c SELECT * FROM b EMIT CHANGES;`,
    'queries',
  ),
  migrationOf(
    3,
    `TERMINATE MIGRATION_002_2_C;
CREATE STREAM d WITH (KAFKA_TOPIC='d') AS SELECT * FROM b EMIT CHANGES;
DROP STREAM d;
CREATE STREAM d WITH (KAFKA_TOPIC='d2') AS SELECT * FROM a EMIT CHANGES;`,
    'changes',
  ),
];
