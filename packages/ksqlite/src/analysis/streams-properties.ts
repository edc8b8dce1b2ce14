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
}

export const OUTER_JOIN_EMIT_INTERVAL =
  'ksql.streams.__emit.interval.ms.kstreams.outer.join.spurious.results.fix__';
const TABLE_SCANS = 'ksql.query.pull.table.scan.enabled';
const RANGE_SCANS = 'ksql.query.pull.range.scan.enabled';
const PULL_LIMITS = 'ksql.query.pull.limit.clause.enabled';
const OFFSET_RESET = ['auto.offset.reset', 'ksql.streams.auto.offset.reset'];
const WITH_EFFECT = [...OFFSET_RESET, OUTER_JOIN_EMIT_INTERVAL, TABLE_SCANS, RANGE_SCANS, PULL_LIMITS];

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

/** Whether SET accepts the name. */
export const isKnownProperty = (name: string): boolean =>
  WITH_EFFECT.includes(name) || WITHOUT_EFFECT.includes(name.replace(PREFIXES, ''));

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
  };
}
