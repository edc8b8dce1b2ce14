import type { SourceConnector } from '../port.ts';
import { type PostgresConfig, postgresConfig } from './config/postgres-config.ts';
import { DEBEZIUM } from './envelope/source-block.ts';

/** Debezium's connector for PostgreSQL: rows that change, as events. What it runs on is loaded when it starts. */
export const postgresConnector: SourceConnector<PostgresConfig> = {
  class: 'io.debezium.connector.postgresql.PostgresConnector',
  version: DEBEZIUM,
  kind: 'source',
  config: postgresConfig,
  secrets: ['database.password', 'database.sslpassword'],
  start: async (config, context) => {
    const { startPostgres } = await import('./postgres-task.ts');
    return startPostgres(config, context);
  },
};
