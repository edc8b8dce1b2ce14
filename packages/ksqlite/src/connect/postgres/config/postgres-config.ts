/**
 * Debezium's keys for PostgreSQL, with its names and defaults (PostgresConnectorConfig, RelationalDatabaseConnectorConfig,
 * CommonConnectorConfig of 3.6). A key that is not here is refused by name; so is a value that is not done.
 */
import { z } from 'zod';
import type { TypeSettings } from '../types/type-info.ts';
import { type FilterLists, readList } from './filters.ts';

export interface PostgresConfig {
  readonly hostname: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly keepAlive: boolean;
  readonly initialStatements: readonly string[];
  readonly ssl: SslConfig;
  readonly prefix: string;
  readonly topicDelimiter: string;
  readonly slot: string;
  readonly dropSlotOnStop: boolean;
  readonly publication: string;
  readonly autocreate: 'all_tables' | 'disabled' | 'filtered';
  readonly filters: FilterLists;
  readonly snapshotMode: 'always' | 'initial' | 'initial_only' | 'no_data' | 'when_needed';
  readonly fetchSize: number;
  readonly batchSize: number;
  readonly queueSize: number;
  readonly types: TypeSettings;
  readonly tombstones: boolean;
  /** Of c, u, d, t. */
  readonly skipped: ReadonlySet<string>;
  readonly extendedHeaders: boolean;
  readonly statusMs: number;
  readonly heartbeatMs: number;
  readonly heartbeatQuery: string | undefined;
  readonly heartbeatTopic: string;
}
export interface SslConfig {
  readonly mode: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
  readonly rootCertificate: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly keyPassword: string | undefined;
}

// messages name no value: it may be a secret
const number = (byDefault: number, least = 0) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .default(String(byDefault))
    .transform(Number)
    .refine((value) => value >= least, `must be at least ${least}`);
const flag = (byDefault: boolean) =>
  z
    .enum(['true', 'false'], 'must be true or false')
    .default(byDefault ? 'true' : 'false')
    .transform((value) => value === 'true');
const oneOf = <const Value extends string>(values: readonly [Value, ...Value[]], byDefault: NoInfer<Value>) =>
  z.enum(values, `must be ${values.join(' or ')}`).default(byDefault as never);
const list = z.string().transform((text, context) => {
  try {
    return readList(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be regular expressions, separated by commas' });
    return z.NEVER;
  }
});
const name = (what: RegExp, message: string, byDefault: string) =>
  z.string().regex(what, message).default(byDefault);

const KEYS = z.strictObject({
  'database.hostname': z.string().min(1),
  'database.port': number(5432, 1),
  'database.user': z.string().min(1),
  'database.password': z.string().optional(),
  'database.dbname': z.string().min(1),
  'database.tcpKeepAlive': flag(true),
  'database.initial.statements': z.string().default(''),
  'database.sslmode': oneOf(['disable', 'prefer', 'require', 'verify-ca', 'verify-full'], 'prefer'),
  'database.sslrootcert': z.string().optional(),
  'database.sslcert': z.string().optional(),
  'database.sslkey': z.string().optional(),
  'database.sslpassword': z.string().optional(),
  'topic.prefix': z
    .string()
    .regex(/^[A-Za-z0-9._-]+$/, 'must be letters, digits, dots, hyphens and underscores'),
  'topic.delimiter': z
    .string()
    .regex(/^[A-Za-z0-9._-]+$/, 'must be made of what names of topics may have')
    .default('.'),
  'plugin.name': oneOf(['pgoutput'], 'pgoutput'),
  'slot.name': name(/^[a-z0-9_]{1,63}$/, 'must be small letters, digits and underscores', 'debezium'),
  'slot.drop.on.stop': flag(false),
  'publication.name': name(/^[^\0]{1,63}$/, 'must be the name of a publication', 'dbz_publication'),
  'publication.autocreate.mode': oneOf(['all_tables', 'disabled', 'filtered'], 'all_tables'),
  'schema.include.list': list.optional(),
  'schema.exclude.list': list.optional(),
  'table.include.list': list.optional(),
  'table.exclude.list': list.optional(),
  'column.include.list': list.optional(),
  'column.exclude.list': list.optional(),
  'snapshot.mode': oneOf(['always', 'initial', 'initial_only', 'no_data', 'never', 'when_needed'], 'initial'),
  'snapshot.locking.mode': oneOf(['none'], 'none'),
  'snapshot.fetch.size': number(10_240, 1),
  'max.batch.size': number(2048, 1),
  'max.queue.size': number(8192, 1),
  'poll.interval.ms': number(500),
  'decimal.handling.mode': oneOf(['precise', 'string', 'double'], 'precise'),
  'time.precision.mode': oneOf(['adaptive', 'adaptive_time_microseconds', 'connect'], 'adaptive'),
  'interval.handling.mode': oneOf(['numeric', 'string'], 'numeric'),
  'binary.handling.mode': oneOf(['bytes', 'base64', 'base64-url-safe', 'hex'], 'bytes'),
  'money.fraction.digits': number(2),
  'unavailable.value.placeholder': z.string().default('__debezium_unavailable_value'),
  'include.unknown.datatypes': oneOf(['false'], 'false'),
  'schema.name.adjustment.mode': oneOf(['none'], 'none'),
  'field.name.adjustment.mode': oneOf(['none'], 'none'),
  'provide.transaction.metadata': oneOf(['false'], 'false'),
  'tombstones.on.delete': flag(true),
  'skipped.operations': z
    .string()
    .regex(/^(?:none|[cudt](?:\s*,\s*[cudt])*)$/, 'must be none, or some of c, u, d, t, separated by commas')
    .default('t'),
  'extended.headers.enabled': flag(true),
  'status.update.interval.ms': number(10_000, 1),
  'heartbeat.interval.ms': number(0),
  'heartbeat.action.query': z.string().optional(),
  'topic.heartbeat.prefix': z.string().default('__debezium-heartbeat'),
});

const both = (keys: z.output<typeof KEYS>, what: 'schema' | 'table' | 'column') => ({
  include: keys[`${what}.include.list`],
  exclude: keys[`${what}.exclude.list`] ?? [],
});

export const postgresConfig: z.ZodType<PostgresConfig> = KEYS.superRefine((keys, context) => {
  for (const what of ['schema', 'table', 'column'] as const)
    if (keys[`${what}.include.list`] !== undefined && keys[`${what}.exclude.list`] !== undefined)
      context.addIssue({
        code: 'custom',
        path: [`${what}.exclude.list`],
        message: `can't be given together with ${what}.include.list`,
      });
}).transform((keys) => ({
  hostname: keys['database.hostname'],
  port: keys['database.port'],
  user: keys['database.user'],
  password: keys['database.password'],
  database: keys['database.dbname'],
  keepAlive: keys['database.tcpKeepAlive'],
  // a semicolon that is written twice belongs to the statement
  initialStatements: keys['database.initial.statements']
    .split(/(?<!;);(?!;)/)
    .map((each) => each.replaceAll(';;', ';').trim())
    .filter((each) => each !== ''),
  ssl: {
    mode: keys['database.sslmode'],
    rootCertificate: keys['database.sslrootcert'],
    certificate: keys['database.sslcert'],
    key: keys['database.sslkey'],
    keyPassword: keys['database.sslpassword'],
  },
  prefix: keys['topic.prefix'],
  topicDelimiter: keys['topic.delimiter'],
  slot: keys['slot.name'],
  dropSlotOnStop: keys['slot.drop.on.stop'],
  publication: keys['publication.name'],
  autocreate: keys['publication.autocreate.mode'],
  filters: { schemas: both(keys, 'schema'), tables: both(keys, 'table'), columns: both(keys, 'column') },
  snapshotMode: keys['snapshot.mode'] === 'never' ? 'no_data' : keys['snapshot.mode'],
  fetchSize: keys['snapshot.fetch.size'],
  batchSize: keys['max.batch.size'],
  queueSize: keys['max.queue.size'],
  types: {
    decimals: keys['decimal.handling.mode'],
    times: keys['time.precision.mode'],
    intervals: keys['interval.handling.mode'],
    binaries: keys['binary.handling.mode'],
    moneyDigits: keys['money.fraction.digits'],
    unavailable: keys['unavailable.value.placeholder'],
  },
  tombstones: keys['tombstones.on.delete'],
  skipped: new Set(keys['skipped.operations'] === 'none' ? [] : keys['skipped.operations'].split(/\s*,\s*/)),
  extendedHeaders: keys['extended.headers.enabled'],
  statusMs: keys['status.update.interval.ms'],
  heartbeatMs: keys['heartbeat.interval.ms'],
  heartbeatQuery: keys['heartbeat.action.query'],
  heartbeatTopic: `${keys['topic.heartbeat.prefix']}.${keys['topic.prefix']}`,
}));
