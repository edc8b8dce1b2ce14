/**
 * The metrics of an engine. All of them are read when they are asked for, from what operators, the log and the scheduler count
 * anyway: a record that goes through costs nothing more for it.
 */
import type { Engine } from '../../engine/engine.ts';
import { lagOn, queryOffsets } from '../../inspect/query-offsets.ts';
import { counter, gauge, type Labels, type Metric, type MetricInfo } from '../../metrics/metric.ts';
import type { OperatorMetrics } from '../../operators/operator-metrics.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';

type Values = readonly (readonly [Labels, number])[];

const STATES = ['RUNNING', 'PAUSED', 'ERROR'] as const;

const QUERY_METRICS = [
  gauge<Engine>(
    'ksqlite_query_state',
    'none',
    'Whether a persistent query is in a state: 1 of the state that it is in, 0 of the others.',
    ['query', 'state'],
    (engine) => [
      ...engine.queries().flatMap(({ id, status }) => statesOf(id, status().state)),
      ...engine
        .brokenStatements()
        .flatMap(({ queryId, status }) => (queryId === undefined ? [] : statesOf(queryId, status().state))),
    ],
  ),
  counter<Engine>(
    'ksqlite_query_read_records_total',
    'records',
    'Records of a topic that a query has read, over restarts too; its parts read topics of their own.',
    ['query', 'topic'],
    (engine) => ofTopics(engine, ({ read }) => read),
  ),
  gauge<Engine>(
    'ksqlite_query_lag_records',
    'records',
    'Records of a topic that a query has not read yet.',
    ['query', 'topic'],
    (engine) => ofTopics(engine, ({ unread }) => unread),
  ),
  gauge<Engine>(
    'ksqlite_query_lag_seconds',
    'seconds',
    'How old the timestamp of the oldest record is that a query has not read yet; 0 where it has read all.',
    ['query', 'topic'],
    (engine) =>
      ofTopics(engine, ({ oldestUnread }) =>
        oldestUnread === undefined ? 0 : Math.max(0, engine.now() - oldestUnread) / 1000,
      ),
  ),
  counter<Engine>(
    'ksqlite_query_late_records_total',
    'records',
    'Records that came after their window had closed, since the query was started.',
    ['query'],
    ofQueries((query) => sumOf(query, ({ late }) => late)),
  ),
  counter<Engine>(
    'ksqlite_query_dropped_records_total',
    'records',
    'Records that an operator left out, since the query was started: without a key, without a value, or because an expression failed.',
    ['query', 'reason'],
    (engine) =>
      engine.queries().flatMap(
        (query): Values => [
          [{ query: query.id, reason: 'null-key' }, sumOf(query, ({ droppedNullKey }) => droppedNullKey)],
          [
            { query: query.id, reason: 'null-value' },
            sumOf(query, ({ droppedNullValue }) => droppedNullValue),
          ],
          [{ query: query.id, reason: 'failed' }, sumOf(query, ({ droppedFailed }) => droppedFailed)],
        ],
      ),
  ),
  counter<Engine>(
    'ksqlite_query_errors_total',
    'problems',
    'What went wrong with records, by reason, since the query was started: what the processing log has entries of.',
    ['query', 'reason'],
    (engine) =>
      engine
        .queries()
        .flatMap(
          ({ id, problems }): Values =>
            [...problems()].map(([reason, count]) => [{ query: id, reason }, count]),
        ),
  ),
  counter<Engine>(
    'ksqlite_operator_in_records_total',
    'records',
    'Records, or changes of a table, that came into an operator of a query, since the query was started.',
    ['query', 'part', 'operator'],
    (engine) => ofOperators(engine, ({ recordsIn }) => recordsIn),
  ),
  counter<Engine>(
    'ksqlite_operator_out_records_total',
    'records',
    'Results that left an operator of a query, since the query was started.',
    ['query', 'part', 'operator'],
    (engine) => ofOperators(engine, ({ recordsOut }) => recordsOut),
  ),
  gauge<Engine>(
    'ksqlite_query_state_bytes',
    'bytes',
    'State of a query: its newest snapshots and the changes behind them, as they are on disk.',
    ['query'],
    (engine) =>
      ofQueries(({ id }) =>
        [...engine.log.storeBytes(`${id}/`).values()].reduce((sum, bytes) => sum + bytes, 0),
      )(engine),
  ),
];

const LOG_METRICS = [
  counter<Engine>(
    'ksqlite_topic_records_total',
    'records',
    'Durable records that a topic has ever had.',
    ['topic'],
    ({ log }) =>
      [...log.topics].map(([topic, { partitions }]) => [
        { topic },
        partitions.reduce((sum, { highWatermark }) => sum + highWatermark, 0),
      ]),
  ),
  gauge<Engine>('ksqlite_log_bytes', 'bytes', 'Segment files of the log, together.', [], ({ log }) =>
    log.bytes(),
  ),
  gauge<Engine>(
    'ksqlite_log_segments',
    'files',
    'Segment files of the log.',
    [],
    ({ log }) => log.segments().length,
  ),
  counter<Engine>(
    'ksqlite_log_written_bytes_total',
    'bytes',
    'Bytes of commits that were written since the log was opened.',
    [],
    ({ log }) => log.written().bytes,
  ),
  counter<Engine>(
    'ksqlite_state_written_bytes_total',
    'bytes',
    'Bytes of state changes that were ever written, over restarts too.',
    [],
    ({ log }) => log.stateBytes,
  ),
  gauge<Engine>(
    'ksqlite_backlog_records',
    'records',
    'Records that running queries have not read yet.',
    [],
    ({ scheduler }) => scheduler.backlog(),
  ),
  gauge<Engine>(
    'ksqlite_push_queries',
    'queries',
    'Push queries of clients that are open.',
    [],
    (engine) => engine.transientQueries().filter(({ kind }) => kind === 'push').length,
  ),
];

const COMMITS: MetricInfo & { readonly type: 'histogram' } = {
  name: 'ksqlite_commit_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'How long a commit took until it was durable; how many there were is its count.',
  labels: [],
};

const READERS = [...QUERY_METRICS, ...LOG_METRICS];

/** What is measured of an engine. */
export const ENGINE_METRICS: readonly MetricInfo[] = [...READERS.map(({ info }) => info), COMMITS];

/** Throws KsqlError LOG_DAMAGED. */
export const engineMetrics = (engine: Engine): readonly Metric[] => [
  ...READERS.map(({ read }) => read(engine)),
  { ...COMMITS, histograms: [engine.log.commitDurations()] },
];

const statesOf = (query: string, current: string): Values =>
  STATES.map((state) => [{ query, state }, state === current ? 1 : 0]);

function ofQueries(value: (query: RunningQuery) => number): (engine: Engine) => Values {
  return (engine) => engine.queries().map((query) => [{ query: query.id }, value(query)]);
}

function ofTopics(engine: Engine, value: (lag: ReturnType<typeof lagOn>) => number): Values {
  return engine.queries().flatMap((query): Values => {
    const topics = queryOffsets(engine.log, query).flatMap(({ topicSummaries }) =>
      topicSummaries.map(({ kafkaTopic }) => kafkaTopic),
    );
    return [...new Set(topics)].map((topic) => [
      { query: query.id, topic },
      value(lagOn(engine.log, [query], topic)),
    ]);
  });
}

const ofOperators = (engine: Engine, value: (metrics: OperatorMetrics) => number): Values =>
  engine.queries().flatMap(
    ({ id, subTopologies }): Values =>
      subTopologies.flatMap(({ name, metrics }): Values => {
        // stateless operators of one part may have one name
        const byOperator = new Map<string, number>();
        for (const one of metrics())
          byOperator.set(one.operator, (byOperator.get(one.operator) ?? 0) + value(one));
        return [...byOperator].map(([operator, sum]) => [{ query: id, part: name, operator }, sum]);
      }),
  );

const sumOf = ({ subTopologies }: RunningQuery, value: (metrics: OperatorMetrics) => number): number =>
  subTopologies.reduce((sum, { metrics }) => sum + metrics().reduce((own, one) => own + value(one), 0), 0);
