/**
 * The topology of a real ksqlDB, made of what it answers to SHOW, DESCRIBE … EXTENDED and EXPLAIN: topics and queries, how far
 * each consumer group is, and what a server has written. What it has no statement for is 0: late and dropped records, state,
 * time.
 */
import type { LiveInput, LiveQuery, LiveTopic, PageTopology } from '../../../inspect/live/page-answers.ts';
import type { DescribedSource, ListedQuery, ListedSource, TopicOffsets } from './ksqldb-answers.ts';
import { ask, only, type RemoteServer } from './remote-server.ts';

/** @throws ApiError */
export async function remoteTopology(server: RemoteServer, now: number): Promise<PageTopology> {
  const { sources, queries } = await listAll(server);
  const described = await describeAll(server, sources);
  const live = await Promise.all(queries.map((query) => liveQuery(server, query, described)));
  return {
    now,
    topics: liveTopics(sources, described),
    queries: live,
    interactive: true,
    processingLog: null,
    view: null,
    remote: server.url,
    connectors: 0,
  };
}

interface Listed {
  readonly sources: readonly (ListedSource & { readonly kind: 'STREAM' | 'TABLE' })[];
  readonly queries: readonly ListedQuery[];
}

export async function listAll(server: RemoteServer): Promise<Listed> {
  const entities = await ask(server, 'SHOW QUERIES; SHOW STREAMS; SHOW TABLES;');
  return {
    queries: only(entities, 'queries')
      .flatMap(({ queries }) => queries)
      .filter(({ queryType }) => queryType === 'PERSISTENT'),
    sources: [
      ...only(entities, 'streams').flatMap(({ streams }) =>
        streams.map((one) => ({ ...one, kind: 'STREAM' as const })),
      ),
      ...only(entities, 'tables').flatMap(({ tables }) =>
        tables.map((one) => ({ ...one, kind: 'TABLE' as const })),
      ),
    ],
  };
}

/** By name. */
export async function describeAll(
  server: RemoteServer,
  sources: Listed['sources'],
): Promise<ReadonlyMap<string, DescribedSource>> {
  if (sources.length === 0) return new Map();
  const sql = sources.map(({ name }) => `DESCRIBE \`${name.replaceAll('`', '``')}\` EXTENDED;`).join(' ');
  return new Map(
    only(await ask(server, sql), 'sourceDescription').map(({ sourceDescription }) => [
      sourceDescription.name,
      sourceDescription,
    ]),
  );
}

async function liveQuery(
  server: RemoteServer,
  { id, state, sinks, sinkKafkaTopics }: ListedQuery,
  described: ReadonlyMap<string, DescribedSource>,
): Promise<LiveQuery> {
  const [sink = '', topic = ''] = [sinks[0], sinkKafkaTopics[0]];
  const offsets = offsetsOf(id, [...described.values()]);
  const known = offsets.filter(({ kafkaTopic }) =>
    [...described.values()].some((one) => one.topic === kafkaTopic),
  );
  const isStopped = state === 'ERROR';
  // a group that has committed nothing tells of no topic
  const explained =
    known.length > 0 && !isStopped
      ? undefined
      : only(await ask(server, `EXPLAIN ${id};`), 'queryDescription')[0];
  const { sources = [], queryErrors = [] } = explained?.queryDescription ?? {};
  const unread = sources.flatMap((name) => {
    const source = described.get(name);
    return source === undefined ? [] : [{ topic: source.topic, read: 0, unread: 0, behindMs: 0 }];
  });
  const writer = described.get(sink);
  return {
    id,
    state: isStopped || state === 'PAUSED' ? state : 'RUNNING',
    error: isStopped ? (queryErrors.at(-1)?.errorMessage ?? 'The server does not say why.') : '',
    sink: { topic, name: sink },
    inputs: known.length > 0 ? known.map((one) => inputOf(one)) : unread,
    recordsOut: total(writer?.statistics, 'total-messages'),
    late: 0,
    dropped: 0,
    errors: total(writer?.errorStats, 'consumer-failed-messages'),
    busyMs: 0,
    stateBytes: 0,
  };
}

/** Of the consumer group of one query: its name ends with the query's. */
const offsetsOf = (id: string, described: readonly DescribedSource[]): readonly TopicOffsets[] =>
  described
    .flatMap(({ queryOffsetSummaries }) => queryOffsetSummaries)
    .find(({ groupId }) => groupId.endsWith(`query_${id}`))?.topicSummaries ?? [];

function inputOf({ kafkaTopic, offsets }: TopicOffsets): LiveInput {
  const sum = (of: (one: (typeof offsets)[number]) => number): number =>
    offsets.reduce((all, one) => all + of(one), 0);
  const read = sum(({ consumerOffset }) => consumerOffset);
  return { topic: kafkaTopic, read, unread: sum(({ logEndOffset }) => logEndOffset) - read, behindMs: 0 };
}

/** `… total-messages:         2     last-message: …`, as ksqlDB writes statistics. */
function total(statistics: string | undefined, name: string): number {
  const [, digits] = new RegExp(`${name}:\\s+(\\d+)`).exec(statistics ?? '') ?? [];
  return Number(digits ?? 0);
}

function liveTopics(
  sources: Listed['sources'],
  described: ReadonlyMap<string, DescribedSource>,
): readonly LiveTopic[] {
  const all = [...described.values()];
  return [...new Set(sources.map(({ topic }) => topic))].map((name) => {
    const over = sources.filter(({ topic }) => topic === name);
    const one = all.find(({ topic }) => topic === name);
    const ends = all
      .flatMap(({ queryOffsetSummaries }) => queryOffsetSummaries)
      .flatMap(({ topicSummaries }) => topicSummaries)
      .filter(({ kafkaTopic }) => kafkaTopic === name)
      .map(({ offsets }) => offsets);
    const sum = (of: (partition: TopicOffsets['offsets'][number]) => number): number =>
      Math.max(0, ...ends.map((offsets) => offsets.reduce((all, partition) => all + of(partition), 0)));
    const written = Math.max(
      sum(({ logEndOffset }) => logEndOffset),
      total(one?.statistics, 'total-messages'),
    );
    return {
      name,
      partitions: one?.partitions ?? 0,
      written,
      kept:
        ends.length === 0
          ? written
          : sum(({ logEndOffset, logStartOffset }) => logEndOffset - logStartOffset),
      sources: over.map(({ name, kind, isWindowed, valueFormat }) => ({
        name,
        kind,
        windowed: isWindowed,
        valueFormat,
      })),
    };
  });
}
