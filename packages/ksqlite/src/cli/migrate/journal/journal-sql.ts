import type { JournalEvent } from './event.ts';

/** The stream that migrations are noted in, and the table over it for people: `SELECT * FROM MIGRATIONS;`. */
export const JOURNAL_STREAM = 'MIGRATION_LOG';
export const JOURNAL_TABLE = 'MIGRATIONS';

/** The column of each field, as the server's reserved words permit. */
const COLUMNS = {
  migration: 'MIGRATION',
  id: 'ID',
  runner: 'RUNNER',
  who: 'WHO',
  kind: 'KIND',
  leaseMs: 'LEASE_MS',
  checksum: 'CHECKSUM',
  step: 'STEP',
  stepChecksum: 'STEP_CHECKSUM',
  makes: 'MAKES',
  detail: 'DETAIL',
} as const satisfies Record<keyof Omit<JournalEvent, 'at'>, string>;

export const EVENT_FIELDS = [...(Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]), 'at'] as const;

/**
 * Makes the journal where there is none. One partition: its order is the order of events. Kept for ever: a topic's default
 * retention would forget what was applied. The topics bear the service id, as several ksqlDB clusters may share a Kafka.
 */
export const createJournalSql = (serviceId: string): readonly string[] => [
  `CREATE STREAM IF NOT EXISTS ${JOURNAL_STREAM} (MIGRATION VARCHAR KEY, ID VARCHAR, RUNNER VARCHAR, WHO VARCHAR, KIND VARCHAR, LEASE_MS BIGINT, CHECKSUM VARCHAR, STEP INT, STEP_CHECKSUM VARCHAR, MAKES VARCHAR, DETAIL VARCHAR) WITH (KAFKA_TOPIC='${serviceId}ksql_migration_log', KEY_FORMAT='KAFKA', VALUE_FORMAT='JSON', PARTITIONS=1, RETENTION_MS=-1);`,
  `CREATE TABLE IF NOT EXISTS ${JOURNAL_TABLE} WITH (KAFKA_TOPIC='${serviceId}ksql_migrations') AS SELECT MIGRATION, LATEST_BY_OFFSET(KIND) AS STATE, LATEST_BY_OFFSET(STEP) AS STEP, LATEST_BY_OFFSET(DETAIL) AS DETAIL, LATEST_BY_OFFSET(CHECKSUM) AS CHECKSUM, LATEST_BY_OFFSET(WHO) AS WHO, MIN(ROWTIME) AS BEGAN, MAX(ROWTIME) AS NOTED FROM ${JOURNAL_STREAM} WHERE KIND IN ('STEP', 'FAILED', 'APPLIED') GROUP BY MIGRATION EMIT CHANGES;`,
];

export const readJournalSql = `SELECT ${Object.values(COLUMNS).join(', ')}, ROWTIME AS WRITTEN FROM ${JOURNAL_STREAM};`;

export function insertEventSql(event: Omit<JournalEvent, 'at'>): string {
  const fields = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const values = fields.map((field) => literal(event[field]));
  return `INSERT INTO ${JOURNAL_STREAM} (${fields.map((field) => COLUMNS[field]).join(', ')}) VALUES (${values.join(', ')});`;
}

function literal(value: string | number | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
