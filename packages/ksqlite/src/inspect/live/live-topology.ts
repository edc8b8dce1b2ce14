/**
 * What runs, as a graph with its counts: topics, and the queries between them. It is asked for again and again, and who
 * asks makes rates of the differences; nothing is measured while records go through.
 *
 * Topics between the parts of one query are not in it: they are in the query's plan (`planTree`).
 */
import type { TopicLog } from '../../log/topic-log.ts';
import type { BrokenStatement } from '../../queries/broken-statements.ts';
import type { RunningQuery } from '../../queries/persistent-queries.ts';
import type { Inspected } from '../inspected.ts';
import { type PartitionOffsets, queryOffsets } from '../query-offsets.ts';
import type { LiveInput, LiveQuery, LiveTopic, LiveTopology } from './page-answers.ts';

/** @throws KsqlError LOG_DAMAGED */
export function liveTopology(engine: Inspected): LiveTopology {
  const bytes = stateBytes(engine.log);
  const queries = [
    ...engine.queries().map((query) => liveQuery(engine, query, bytes.get(query.id) ?? 0)),
    ...engine.brokenStatements().flatMap(brokenQuery),
  ];
  return { now: engine.now(), topics: liveTopics(engine, queries), queries };
}

/** By query; a store's name begins with its query's. */
function stateBytes(log: TopicLog): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const [store, bytes] of log.storeBytes('')) {
    const id = store.slice(0, store.indexOf('/'));
    sums.set(id, (sums.get(id) ?? 0) + bytes);
  }
  return sums;
}

function liveTopics(engine: Inspected, queries: readonly LiveQuery[]): readonly LiveTopic[] {
  const sources = engine.sources();
  const used = new Set(
    queries.flatMap(({ inputs, sink }) => [sink.topic, ...inputs.map(({ topic }) => topic)]),
  );
  for (const { topic } of sources) used.add(topic);
  return [...engine.log.topics.values()]
    .filter(({ name }) => used.has(name) || !name.startsWith('_'))
    .map(({ name, partitions }) => ({
      name,
      partitions: partitions.length,
      written: partitions.reduce((sum, { highWatermark }) => sum + highWatermark, 0),
      kept: partitions.reduce(
        (sum, { highWatermark, logStartOffset: from }) => sum + highWatermark - from,
        0,
      ),
      sources: sources
        .filter(({ topic }) => topic === name)
        .map(({ name, kind, window, valueFormat }) => ({
          name,
          kind,
          windowed: window !== undefined,
          valueFormat,
        })),
    }));
}

function liveQuery(engine: Inspected, query: RunningQuery, stateBytes: number): LiveQuery {
  const { log, now } = engine;
  const { state, errors } = query.status();
  const operators = query.subTopologies.map(({ metrics }) => metrics());
  const all = operators.flat();
  const total = (of: (metrics: (typeof all)[number]) => number): number =>
    all.reduce((sum, metrics) => sum + of(metrics), 0);
  let unreadable = 0;
  for (const [reason, count] of query.problems()) if (reason.startsWith('unreadable')) unreadable += count;
  return {
    id: query.id,
    state,
    error: state === 'ERROR' ? (errors.at(-1)?.errorMessage ?? '') : '',
    sink: { topic: query.output.topic, name: query.output.name },
    inputs: liveInputs(log, query, now()),
    recordsOut: operators.at(-1)?.at(-1)?.recordsOut ?? 0,
    late: total(({ late }) => late),
    dropped: total((one) => one.droppedNullKey + one.droppedFailed),
    errors: unreadable + total(({ errors }) => errors),
    busyMs: busyMs(engine, query),
    stateBytes,
  };
}

/** Queries that write to one topic run together. */
function busyMs(engine: Inspected, { subTopologies, output }: RunningQuery): number {
  const sharing = engine.queries().filter((other) => other.output.topic === output.topic).length;
  return subTopologies.reduce((sum, { output: { topic } }) => {
    const ms = engine.busyMs(topic);
    return sum + (topic === output.topic ? ms / sharing : ms);
  }, 0);
}

/** What it reads of others: a topic that is read twice is told of once, where it was read least. */
function liveInputs(log: TopicLog, query: RunningQuery, now: number): readonly LiveInput[] {
  const own = new Set(query.subTopologies.slice(0, -1).map(({ output }) => output.topic));
  const inputs = new Map<string, LiveInput>();
  for (const { topicSummaries } of queryOffsets(log, query))
    for (const { kafkaTopic, offsets } of topicSummaries) {
      if (own.has(kafkaTopic)) continue;
      const input = liveInput(log, kafkaTopic, offsets, now);
      const known = inputs.get(kafkaTopic);
      if (known === undefined || known.unread < input.unread) inputs.set(kafkaTopic, input);
    }
  return [...inputs.values()];
}

function liveInput(
  log: TopicLog,
  topic: string,
  offsets: readonly PartitionOffsets[],
  now: number,
): LiveInput {
  let read = 0;
  let unread = 0;
  let oldest = now;
  for (const { partition, logEndOffset, consumerOffset } of offsets) {
    read += consumerOffset;
    unread += logEndOffset - consumerOffset;
    if (consumerOffset === logEndOffset) continue;
    const at = log.topics.get(topic)?.partitions[partition]?.load(consumerOffset).timestamp;
    if (at !== undefined) oldest = Math.min(oldest, at);
  }
  return { topic, read, unread, behindMs: now - oldest };
}

/** The query of a stored statement that can't be executed: what it reads can't be told. */
const brokenQuery = ({ queryId, sink, status }: BrokenStatement): readonly LiveQuery[] =>
  queryId === undefined
    ? []
    : [
        {
          id: queryId,
          state: status().state,
          error: status().errors.at(-1)?.errorMessage ?? '',
          sink: { topic: '', name: sink ?? '' },
          inputs: [],
          recordsOut: 0,
          late: 0,
          dropped: 0,
          errors: 0,
          busyMs: 0,
          stateBytes: 0,
        },
      ];
