/**
 * The keys of Neo4j's sink (Neo4jConfiguration and SinkConfiguration of 5.1, `neo4j.eos-offset-label` of 5.3), with their names and
 * defaults. Of its strategies Cypher is done. A key that is not here is refused by name; so is a value that is not done.
 */
import { z } from 'zod';
import { flag } from '../config/flag.ts';
import { wholeNumber } from '../config/whole-number.ts';

export interface Neo4jConfig {
  readonly uri: string;
  readonly database: string | undefined;
  readonly authentication: Authentication;
  readonly isEncrypted: boolean;
  /** Records of one transaction, at most. */
  readonly batchSize: number;
  /** A transaction that takes longer is ended; 0: none is. ms */
  readonly transactionMs: number;
  readonly retryMs: number;
  readonly connectMs: number;
  readonly poolSize: number;
  readonly acquireMs: number;
  readonly connectionLifeMs: number;
  /** By topic. */
  readonly queries: ReadonlyMap<string, string>;
  /** What queries call the parts of a record. */
  readonly names: BoundNames;
  /** The label of the nodes that say how far each partition is put; undefined: nothing says it. */
  readonly offsetLabel: string | undefined;
  /** Statements that are run when a task starts, such as those that make constraints. */
  readonly setUp: readonly string[];
}

export type Authentication =
  | { readonly type: 'NONE' }
  | {
      readonly type: 'BASIC';
      readonly name: string;
      readonly password: string;
      readonly realm: string | undefined;
    }
  | { readonly type: 'BEARER'; readonly token: string };

/** Empty: not bound. */
export interface BoundNames {
  readonly timestamp: string;
  readonly header: string;
  readonly key: string;
  readonly value: string;
  /** Also `event`, as older versions call the value. */
  readonly isEvent: boolean;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const duration = (byDefault: string) =>
  z
    .string()
    .regex(/^(\d{1,9}(ms|s|m|h|d))+$/, 'must be a duration such as 30s or 1m30s')
    .default(byDefault)
    .transform((text) =>
      [...text.matchAll(/(\d+)(ms|s|m|h|d)/g)].reduce(
        (sum, [, count, unit = '']) => sum + Number(count) * (UNITS[unit] ?? 0),
        0,
      ),
    );
const variable = (byDefault: string) =>
  z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$|^$/, 'must be the name of a variable')
    .default(byDefault);
const uri = z
  .string()
  .regex(
    /^(neo4j|bolt)(\+s|\+ssc)?:\/\/[^\s/@]+$/,
    'must be such as neo4j://host:7687, without user and password',
  );

const KEYS = z.strictObject({
  'neo4j.uri': uri,
  'neo4j.database': z.string().default(''),
  'neo4j.authentication.type': z
    .enum(['NONE', 'BASIC', 'BEARER'], 'must be NONE, BASIC or BEARER here')
    .default('BASIC'),
  'neo4j.authentication.basic.username': z.string().default(''),
  'neo4j.authentication.basic.password': z.string().default(''),
  'neo4j.authentication.basic.realm': z.string().default(''),
  'neo4j.authentication.bearer.token': z.string().default(''),
  'neo4j.security.encrypted': flag.default(false),
  'neo4j.max-retry-time': duration('30s'),
  'neo4j.connection-timeout': duration('30s'),
  'neo4j.pool.max-connection-pool-size': wholeNumber(100, 1),
  'neo4j.pool.connection-acquisition-timeout': duration('60s'),
  'neo4j.pool.max-connection-lifetime': duration('1h'),
  'neo4j.batch-size': wholeNumber(1_000, 1),
  'neo4j.batch-timeout': duration('0s'),
  'neo4j.cypher.bind-timestamp-as': variable('__timestamp'),
  'neo4j.cypher.bind-header-as': variable('__header'),
  'neo4j.cypher.bind-key-as': variable('__key'),
  'neo4j.cypher.bind-value-as': variable('__value'),
  'neo4j.cypher.bind-value-as-event': flag.default(true),
  'neo4j.eos-offset-label': z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$|^$/, 'must be a label')
    .default(''),
  'ksqlite.cypher.setup': z.string().default(''),
});

const TOPIC_PREFIX = 'neo4j.cypher.topic.';
const PATTERN = /^neo4j\.(pattern\.topic\.|cud\.topics$|cdc\.)/;

export const neo4jConfig: z.ZodType<Neo4jConfig> = z
  .record(z.string(), z.string())
  .transform((all, context): Neo4jConfig => {
    const [queries, rest] = [new Map<string, string>(), {} as Record<string, string>];
    for (const [key, value] of Object.entries(all)) {
      if (key.startsWith(TOPIC_PREFIX)) queries.set(key.slice(TOPIC_PREFIX.length), value.trim());
      else if (PATTERN.test(key))
        issue(key, `this strategy is not done here: write its Cypher as ${TOPIC_PREFIX}TOPIC`);
      else rest[key] = value;
    }
    for (const [topic, query] of queries)
      if (query === '') issue(`${TOPIC_PREFIX}${topic}`, 'must be a Cypher statement');
    if (queries.size === 0) issue(`${TOPIC_PREFIX}TOPIC`, 'must be there for each topic');
    const read = KEYS.safeParse(rest);
    if (read.success) {
      for (const [key, message] of wrongTogether(read.data)) issue(key, message);
      return configOf(read.data, queries);
    }
    for (const { message, path, ...other } of read.error.issues)
      context.addIssue({ ...other, message, path: [...path] } as Parameters<typeof context.addIssue>[0]);
    return z.NEVER;

    function issue(key: string, message: string): void {
      context.addIssue({ code: 'custom', path: [key], message });
    }
  });

type Keys = z.output<typeof KEYS>;

function* wrongTogether(keys: Keys): Generator<readonly [string, string]> {
  const type = keys['neo4j.authentication.type'];
  if (type === 'BASIC' && keys['neo4j.authentication.basic.username'] === '')
    yield ['neo4j.authentication.basic.username', 'must be set where neo4j.authentication.type is BASIC'];
  if (type === 'BEARER' && keys['neo4j.authentication.bearer.token'] === '')
    yield ['neo4j.authentication.bearer.token', 'must be set where neo4j.authentication.type is BEARER'];
  if (keys['neo4j.security.encrypted'] && keys['neo4j.uri'].includes('+'))
    yield ['neo4j.security.encrypted', 'is said by the scheme of neo4j.uri already'];
}

function configOf(keys: Keys, queries: ReadonlyMap<string, string>): Neo4jConfig {
  return {
    uri: keys['neo4j.uri'],
    database: keys['neo4j.database'] || undefined,
    authentication: authenticationOf(keys),
    isEncrypted: keys['neo4j.security.encrypted'],
    batchSize: keys['neo4j.batch-size'],
    transactionMs: keys['neo4j.batch-timeout'],
    retryMs: keys['neo4j.max-retry-time'],
    connectMs: keys['neo4j.connection-timeout'],
    poolSize: keys['neo4j.pool.max-connection-pool-size'],
    acquireMs: keys['neo4j.pool.connection-acquisition-timeout'],
    connectionLifeMs: keys['neo4j.pool.max-connection-lifetime'],
    queries,
    names: {
      timestamp: keys['neo4j.cypher.bind-timestamp-as'],
      header: keys['neo4j.cypher.bind-header-as'],
      key: keys['neo4j.cypher.bind-key-as'],
      value: keys['neo4j.cypher.bind-value-as'],
      isEvent: keys['neo4j.cypher.bind-value-as-event'],
    },
    offsetLabel: keys['neo4j.eos-offset-label'] || undefined,
    setUp: keys['ksqlite.cypher.setup']
      .split(';')
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  };
}

function authenticationOf(keys: Keys): Authentication {
  const type = keys['neo4j.authentication.type'];
  if (type === 'NONE') return { type };
  if (type === 'BEARER') return { type, token: keys['neo4j.authentication.bearer.token'] };
  return {
    type,
    name: keys['neo4j.authentication.basic.username'],
    password: keys['neo4j.authentication.basic.password'],
    realm: keys['neo4j.authentication.basic.realm'] || undefined,
  };
}
