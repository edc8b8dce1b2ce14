/** What SET (or the engine's own settings) says of how a statement runs, parsed. */
export interface StreamsProperties {
  /** Where a new query begins on topics that hold records already. */
  readonly offsetReset: 'earliest' | 'latest';
  /** Where a push query begins; undefined when nothing is said: streams at their ends, tables at their beginnings. */
  readonly pushOffsetReset: 'earliest' | 'latest' | undefined;
  /** See StreamStreamJoinOptions.emitIntervalMs. */
  readonly outerJoinEmitIntervalMs: number;
}

export const OUTER_JOIN_EMIT_INTERVAL =
  'ksql.streams.__emit.interval.ms.kstreams.outer.join.spurious.results.fix__';
const OFFSET_RESET = ['auto.offset.reset', 'ksql.streams.auto.offset.reset'];

/**
 * Properties that mean something to Kafka and nothing here: the engine commits by load, waits for upstream statements
 * instead of the clock, has no record caches and is always exactly once.
 */
const WITHOUT_EFFECT = [
  'commit.interval.ms',
  'cache.max.bytes.buffering',
  'max.task.idle.ms',
  'processing.guarantee',
  'num.stream.threads',
  'producer.linger.ms',
  'num.standby.replicas',
];

/** Whether SET accepts the name. */
export const isKnownProperty = (name: string): boolean =>
  name === OUTER_JOIN_EMIT_INTERVAL ||
  OFFSET_RESET.includes(name) ||
  WITHOUT_EFFECT.includes(name.replace(/^ksql\.streams\./, ''));

export function streamsProperties(properties: ReadonlyMap<string, string>): StreamsProperties {
  const reset = OFFSET_RESET.map((name) => properties.get(name)).find((value) => value !== undefined);
  const interval = Number(properties.get(OUTER_JOIN_EMIT_INTERVAL) ?? 1000);
  return {
    offsetReset: reset === 'latest' ? 'latest' : 'earliest',
    pushOffsetReset: reset === 'latest' || reset === 'earliest' ? reset : undefined,
    outerJoinEmitIntervalMs: Number.isFinite(interval) && interval >= 0 ? interval : 1000,
  };
}
