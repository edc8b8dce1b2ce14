import { columnsOf, type Source } from '../metastore/source.ts';
import { type FieldInfo, fieldInfos } from './field-info.ts';
import { type Inspected, knownSources } from './inspected.ts';
import { type QueryInfo, queryInfo } from './list-queries.ts';
import { errorStatistics, type OperatorStatistics, operatorStatistics } from './operator-statistics.ts';
import { lagOn, type QueryOffsets, queryOffsets } from './query-offsets.ts';
import type { Statistic } from './statistic.ts';
import { storedText } from './stored/stored-statement.ts';
import { topicStatistics } from './topic-statistics.ts';

export interface SourceDescription {
  readonly name: string;
  readonly windowType: string | null;
  readonly readQueries: readonly QueryInfo[];
  readonly writeQueries: readonly QueryInfo[];
  readonly fields: readonly FieldInfo[];
  readonly type: Source['kind'];
  /** The column that holds a record's time; empty: its own. */
  readonly timestamp: string;
  readonly statistics: string;
  readonly errorStats: string;
  readonly extended: boolean;
  readonly keyFormat: string;
  readonly valueFormat: string;
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  readonly statement: string;
  /** of the queries that write it */
  readonly queryOffsetSummaries: readonly QueryOffsets[];
  /** Streams and tables that are made of it. */
  readonly sourceConstraints: readonly string[];
  readonly clusterStatistics: readonly Statistic[];
  /** Of the queries that write it; empty as long as nothing failed or was left out. */
  readonly clusterErrorStats: readonly Statistic[];
  /** EXTENDED: the operators of the queries that write it. Not in ksqlDB. */
  readonly operatorStatistics?: readonly OperatorStatistics[];
}

/** DESCRIBE [EXTENDED]. Throws KsqlError LOG_DAMAGED. */
export function describeSource(engine: Inspected, source: Source, extended: boolean): SourceDescription {
  const known = knownSources(engine);
  const queries = engine.queries();
  const readers = queries.filter(({ inputs }) => inputs.some(({ name }) => name === source.name));
  const writers = queries.filter(({ output }) => output.name === source.name);
  const statistics = statisticsOf(engine, source, readers.length > 0);
  const errors = errorStatistics(writers, engine.now());
  return {
    name: source.name,
    windowType: source.window?.type ?? null,
    readQueries: readers.map((query) => queryInfo(query, known)),
    writeQueries: writers.map((query) => queryInfo(query, known)),
    fields: fieldInfos(source.keys, source.values, source.headers),
    type: source.kind,
    timestamp:
      source.timestampColumn === undefined ? '' : (columnsOf(source)[source.timestampColumn]?.name ?? ''),
    statistics: extended ? statisticsText(statistics) : '',
    errorStats: extended ? statisticsText(errors) : '',
    extended,
    keyFormat: source.keyFormat,
    valueFormat: source.valueFormat,
    topic: source.topic,
    partitions: source.partitions,
    replication: 1,
    statement: storedText(source.sql, known),
    queryOffsetSummaries: extended ? writers.flatMap((query) => queryOffsets(engine.log, query)) : [],
    sourceConstraints: readers
      .filter(({ sql, output }) => output.sql === sql)
      .map(({ output }) => output.name),
    clusterStatistics: statistics,
    clusterErrorStats: errors,
    ...(extended && writers.length > 0
      ? { operatorStatistics: writers.flatMap((query) => operatorStatistics(query)) }
      : {}),
  };
}

function statisticsOf(engine: Inspected, { topic }: Source, isRead: boolean): readonly Statistic[] {
  const { log } = engine;
  const now = engine.now();
  const { total, perSecond, lastTimestamp = now } = topicStatistics(log, topic, now);
  const written = [
    { name: 'messages-per-sec', value: perSecond, timestamp: lastTimestamp },
    { name: 'total-messages', value: total, timestamp: lastTimestamp },
  ];
  if (!isRead) return written;
  const lag = lagOn(log, engine.queries(), topic);
  return [
    ...written,
    { name: 'consumer-total-messages', value: lag.read, timestamp: now },
    { name: 'consumer-lag', value: lag.unread, timestamp: now },
    {
      name: 'oldest-unread-ms',
      value: lag.oldestUnread === undefined ? 0 : Math.max(0, now - lag.oldestUnread),
      timestamp: now,
    },
  ];
}

const statisticsText = (statistics: readonly Statistic[]): string =>
  statistics.map(({ name, value }) => `${name}: ${shortNumber(value)}`).join('   ');

const shortNumber = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));
