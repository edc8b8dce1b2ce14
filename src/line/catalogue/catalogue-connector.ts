/**
 * The connector that brings PostgreSQL's changes to the line's topics: made as CREATE SOURCE CONNECTOR makes one, so that it is in the data
 * folder, and SHOW CONNECTORS shows it.
 */
import type { Database } from 'ksqlite';
import type { HostedConnector } from 'ksqlite/connect';
import { type PostgresAddress, passwordReference } from '../../catalogue/source/postgres/postgres-address.ts';
import { HIDDEN_COLUMNS, TABLE_NAMES, TOPIC_PREFIX } from '../../catalogue/tables/tables.ts';
import { PARTITIONS } from '../../contracts/topic-names.ts';

export const CONNECTOR = 'catalogue';
/** Both are made by the connector. */
export const SLOT = 'catalogue';
const PUBLICATION = 'catalogue';

type Config = Readonly<Record<string, string>>;

/** How often the server is told how far the records are when nothing changes, ms. */
const STATUS_MS = 1_000;

/** As `docs/guide/catalogue.md` shows it. The password is named, not told: the configuration is stored as it is. */
export function connectorConfig(
  { host, port, user, database, sslMode }: PostgresAddress,
  env: Readonly<Record<string, string | undefined>>,
): Config {
  const password = passwordReference(env);
  const asJson = (of: 'key' | 'value') => ({
    [`${of}.converter`]: 'org.apache.kafka.connect.json.JsonConverter',
    [`${of}.converter.schemas.enable`]: 'false',
  });
  return {
    'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
    'database.hostname': host,
    'database.port': String(port),
    'database.user': user,
    ...(password === undefined ? {} : { 'database.password': password }),
    'database.dbname': database,
    'database.sslmode': sslMode,
    'topic.prefix': TOPIC_PREFIX,
    'table.include.list': TABLE_NAMES.map((table) => `public.${table}`).join(','),
    'column.exclude.list': [...HIDDEN_COLUMNS].map((column) => `public.${column}`).join(','),
    'slot.name': SLOT,
    'publication.name': PUBLICATION,
    'publication.autocreate.mode': 'filtered',
    'decimal.handling.mode': 'string',
    'time.precision.mode': 'connect',
    'status.update.interval.ms': String(STATUS_MS),
    'errors.retry.delay.max.ms': '5000',
    'topic.creation.default.partitions': String(PARTITIONS),
    ...asJson('key'),
    ...asJson('value'),
  };
}

/** Starts it, or leaves it running; one of another configuration is made again, and continues where that one was. */
export async function ensureConnector(database: Database, config: Config): Promise<HostedConnector> {
  const worker = await database.connectors();
  const found = worker.list().find(({ name }) => name === CONNECTOR);
  if (found !== undefined && isSame(found.config, config)) return found;
  if (found !== undefined) await worker.drop(CONNECTOR);
  return worker.create(CONNECTOR, config, 'source');
}

const isSame = (one: Config, other: Config): boolean =>
  Object.keys({ ...one, ...other }).every((key) => key === 'name' || one[key] === other[key]);

/** Resolves with the reason, without secrets, when the connector has ended for good. */
export async function connectorFailed(database: Database): Promise<string> {
  const worker = await database.connectors();
  const failed = () =>
    worker
      .list()
      .find(({ name }) => name === CONNECTOR)
      ?.tasks()
      .find(({ isGivenUp }) => isGivenUp);
  await worker.until(() => failed() !== undefined);
  return failed()?.trace?.split('\n')[0] ?? 'unknown';
}
