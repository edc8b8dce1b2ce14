import { KsqlError } from '../errors/ksql-error.ts';
import { COLLECT_LIST_LIMIT, COLLECT_SET_LIMIT } from '../functions/aggregate/collect.ts';

/** What SET (or the engine's own settings) says of how a statement runs, parsed. */
export interface StreamsProperties {
  /** Where a new query begins on topics that hold records already. */
  readonly offsetReset: 'earliest' | 'latest';
  /** Where a push query begins; undefined when nothing is said: streams at their ends, tables at their beginnings. */
  readonly pushOffsetReset: 'earliest' | 'latest' | undefined;
  /** See StreamStreamJoinOptions.emitIntervalMs. */
  readonly outerJoinEmitIntervalMs: number;
  /** Whether a pull query may go through all rows of a table. */
  readonly tableScans: boolean;
  /** Whether a pull query may go through a range of keys. */
  readonly rangeScans: boolean;
  /** Whether a pull query may have a LIMIT. */
  readonly pullLimits: boolean;
  /** KEY_FORMAT where nobody says one. */
  readonly defaultKeyFormat: string;
  /** VALUE_FORMAT where nobody says one; undefined: it has to be said. */
  readonly defaultValueFormat: string | undefined;
  /** WRAP_SINGLE_VALUE where nobody says it. */
  readonly wrapSingleValues: boolean;
  /** In front of the name of a stream or table, where nobody says what its topic is called. */
  readonly topicPrefix: string;
  /** ksqlDB's unfinished second planner, which gives several key columns another order. */
  readonly newPlanner: boolean;
  /** How many values COLLECT_LIST and COLLECT_SET keep at most; undefined: nothing is said. */
  readonly collectListLimit: number | undefined;
  readonly collectSetLimit: number | undefined;
  /** Whether CREATE OR REPLACE may replace what exists. */
  readonly orReplace: boolean;
  /** So many ms of wall-clock time behind the end of its grace a window is closed without a record; undefined: it waits for one. */
  readonly closeAfterMs: number | undefined;
  /** Whether SQL that ksqlDB does not have is taken: see refuseExtension. */
  readonly extensions: boolean;
}

export const OUTER_JOIN_EMIT_INTERVAL =
  'ksql.streams.__emit.interval.ms.kstreams.outer.join.spurious.results.fix__';
const TABLE_SCANS = 'ksql.query.pull.table.scan.enabled';
const RANGE_SCANS = 'ksql.query.pull.range.scan.enabled';
const PULL_LIMITS = 'ksql.query.pull.limit.clause.enabled';
const OR_REPLACE = 'ksql.create.or.replace.enabled';
const OFFSET_RESET = ['auto.offset.reset', 'ksql.streams.auto.offset.reset'];
const RESETS = ['latest', 'earliest', 'none'];
const CLIENTS = /^(?:main\.)?consumer\./;
const KEY_FORMAT = 'ksql.persistence.default.format.key';
const VALUE_FORMAT = 'ksql.persistence.default.format.value';
const WRAP_SINGLE = 'ksql.persistence.wrap.single.values';
const TOPIC_PREFIX = 'ksql.output.topic.name.prefix';
/** Those that decide what a statement makes: kept with it, so that it makes the same when it is executed again. */
const SHAPING = [KEY_FORMAT, VALUE_FORMAT, WRAP_SINGLE, TOPIC_PREFIX, COLLECT_LIST_LIMIT, COLLECT_SET_LIMIT];
/** Not a setting of ksqlDB: `strict` refuses what ksqlDB does not have. */
export const COMPATIBILITY = 'ksqldb.compatibility';
/** Not a setting of ksqlDB, either. */
export const CLOSE_AFTER = 'ksqldb.windows.close.after.ms';
export const NEW_PLANNER = 'ksql.new.query.planner.enabled';
const WITH_EFFECT = [
  ...OFFSET_RESET,
  OUTER_JOIN_EMIT_INTERVAL,
  TABLE_SCANS,
  RANGE_SCANS,
  PULL_LIMITS,
  OR_REPLACE,
  ...SHAPING,
  NEW_PLANNER,
  COMPATIBILITY,
  CLOSE_AFTER,
];

/**
 * Settings of a ksqlDB server that change results, with the one value that is done here: ksqlDB's default. What they would be of
 * another value is not done.
 */
const FIXED: Readonly<Record<string, string>> = {
  'ksql.cast.strings.preserve.nulls': 'true',
  'ksql.fail.on.deserialization.error': 'false',
  'ksql.fail.on.production.error': 'true',
  'ksql.headers.columns.enabled': 'true',
  'ksql.insert.into.values.enabled': 'true',
  'ksql.lambdas.enabled': 'true',
  'ksql.nested.error.set.null': 'true',
  'ksql.persistent.prefix': 'query_',
  'ksql.pull.queries.enable': 'true',
  'ksql.query.pull.stream.enabled': 'true',
  'ksql.source.table.materialization.enabled': 'true',
  'ksql.suppress.enabled': 'true',
  'ksql.timestamp.throw.on.invalid': 'false',
  'ksql.variable.substitution.enable': 'true',
};

/**
 * Properties that mean something to Kafka and nothing here: the engine commits by load, waits for upstream statements
 * instead of the clock, has no record caches and is always exactly once. Each may have the name of its client in front.
 */
const WITHOUT_EFFECT = [
  // of Kafka Streams
  'acceptable.recovery.lag',
  'application.id',
  'buffered.records.per.partition',
  'cache.max.bytes.buffering',
  'commit.interval.ms',
  'default.deserialization.exception.handler',
  'default.production.exception.handler',
  'default.timestamp.extractor',
  'max.task.idle.ms',
  'max.warmup.replicas',
  'num.standby.replicas',
  'num.stream.threads',
  'poll.ms',
  'probing.rebalance.interval.ms',
  'processing.guarantee',
  'repartition.purge.interval.ms',
  'replication.factor',
  'rocksdb.config.setter',
  'state.cleanup.delay.ms',
  'state.dir',
  'statestore.cache.max.bytes',
  'task.timeout.ms',
  'topology.optimization',
  'window.size.ms',
  'windowstore.changelog.additional.retention.ms',
  // of consumers
  'allow.auto.create.topics',
  'auto.commit.interval.ms',
  'check.crcs',
  'default.api.timeout.ms',
  'enable.auto.commit',
  'fetch.max.bytes',
  'fetch.max.wait.ms',
  'fetch.min.bytes',
  'group.id',
  'group.instance.id',
  'heartbeat.interval.ms',
  'isolation.level',
  'max.partition.fetch.bytes',
  'max.poll.interval.ms',
  'max.poll.records',
  'session.timeout.ms',
  // of producers
  'acks',
  'batch.size',
  'buffer.memory',
  'compression.type',
  'delivery.timeout.ms',
  'enable.idempotence',
  'linger.ms',
  'max.block.ms',
  'max.in.flight.requests.per.connection',
  'max.request.size',
  'retries',
  'transaction.timeout.ms',
  // of all clients
  'bootstrap.servers',
  'client.id',
  'connections.max.idle.ms',
  'metadata.max.age.ms',
  'metric.reporters',
  'metrics.num.samples',
  'metrics.recording.level',
  'metrics.sample.window.ms',
  'receive.buffer.bytes',
  'reconnect.backoff.max.ms',
  'reconnect.backoff.ms',
  'request.timeout.ms',
  'retry.backoff.ms',
  'security.protocol',
  'send.buffer.bytes',
];
const PREFIXES =
  /^(ksql\.streams\.)?(main\.consumer\.|restore\.consumer\.|global\.consumer\.|consumer\.|producer\.|topic\.)?/;

/** Whether the setting changes what statements do. */
export const hasEffect = (name: string): boolean => WITH_EFFECT.includes(name);

/** Whether SET accepts the name. */
export const isKnownProperty = (name: string): boolean =>
  hasEffect(name) || name in FIXED || WITHOUT_EFFECT.includes(name.replace(PREFIXES, ''));

/** Why a setting can't be so; undefined: it can, or its name is not known. */
export function refusedSetting(name: string, value: string): string | undefined {
  const fixed = Object.hasOwn(FIXED, name) ? FIXED[name] : undefined;
  if (fixed !== undefined && value.toLowerCase() !== fixed)
    return `The setting ${name} can't be '${value}': only '${fixed}' is supported.`;
  if (OFFSET_RESET.includes(name.replace(CLIENTS, '')) && !RESETS.includes(value))
    return `Invalid value ${value} for configuration auto.offset.reset: String must be one of: ${RESETS.join(', ')}`;
  if (name === COMPATIBILITY && !/^(strict|extended)$/i.test(value))
    return `The setting ${name} can't be '${value}': it is 'strict' or 'extended'.`;
  if (name === CLOSE_AFTER && !/^\d{1,15}$/.test(value))
    return `The setting ${name} is a number of ms, 0 or more, but it is '${value}'.`;
  const isCount = name === COLLECT_LIST_LIMIT || name === COLLECT_SET_LIMIT;
  return isCount && !/^\s*[+-]?\d+\s*$/.test(value)
    ? `The setting ${name} must be a whole number, but it is '${value}'.`
    : undefined;
}

/** Throws KsqlError SQL_UNSUPPORTED for a setting that would change results and is not done. */
export function refuseSettings(settings: Iterable<readonly [string, string]>): void {
  for (const [name, value] of settings) {
    const refused = refusedSetting(name, value);
    if (refused !== undefined) throw new KsqlError('SQL_UNSUPPORTED', refused);
  }
}

/** The settings that a statement was made under, to be kept with it: those of the server, then its own. */
export const keptSettings = (
  server: Readonly<Record<string, string>>,
  own: Iterable<readonly [string, string]>,
): readonly (readonly [string, string])[] => [
  ...Object.entries(server).filter(([name]) => SHAPING.includes(name)),
  ...own,
];

/** Whether a request may set it: also what a ksqlDB server has for itself, which means nothing here. */
export const isRecognised = (name: string): boolean => isKnownProperty(name) || name.startsWith('ksql.');

export function streamsProperties(properties: ReadonlyMap<string, string>): StreamsProperties {
  const reset = OFFSET_RESET.map((name) => properties.get(name)).find((value) => value !== undefined);
  const interval = Number(properties.get(OUTER_JOIN_EMIT_INTERVAL) ?? 1000);
  const isOn = (name: string): boolean => properties.get(name)?.toLowerCase() !== 'false';
  return {
    offsetReset: reset === 'latest' ? 'latest' : 'earliest',
    pushOffsetReset: reset === 'latest' || reset === 'earliest' ? reset : undefined,
    outerJoinEmitIntervalMs: Number.isFinite(interval) && interval >= 0 ? interval : 1000,
    tableScans: isOn(TABLE_SCANS),
    rangeScans: isOn(RANGE_SCANS),
    pullLimits: isOn(PULL_LIMITS),
    defaultKeyFormat: properties.get(KEY_FORMAT)?.toUpperCase() ?? 'KAFKA',
    defaultValueFormat: properties.get(VALUE_FORMAT)?.toUpperCase(),
    wrapSingleValues: isOn(WRAP_SINGLE),
    topicPrefix: properties.get(TOPIC_PREFIX) ?? '',
    newPlanner: properties.get(NEW_PLANNER)?.toLowerCase() === 'true',
    collectListLimit: limitOf(properties.get(COLLECT_LIST_LIMIT)),
    collectSetLimit: limitOf(properties.get(COLLECT_SET_LIMIT)),
    orReplace: isOn(OR_REPLACE),
    closeAfterMs: numberOf(properties.get(CLOSE_AFTER)),
    extensions: properties.get(COMPATIBILITY)?.toLowerCase() !== 'strict',
  };
}

const numberOf = (said: string | undefined): number | undefined =>
  said === undefined ? undefined : Number(said);

const limitOf = (said: string | undefined): number | undefined => {
  if (said === undefined) return undefined;
  const limit = Number(said);
  return limit < 0 ? Number.POSITIVE_INFINITY : limit;
};
