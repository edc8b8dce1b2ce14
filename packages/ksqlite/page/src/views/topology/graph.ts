/**
 * The topology as a graph. A topic is a node, and the queries that write it are parts of that node: a graph of half as many nodes can be
 * read. A query is a node of its own where it reads what it writes, or where the topic that it writes is gone. Pure.
 */
import type { LiveQuery, LiveTopic, PageTopology } from '../../api/answers.ts';

export type GraphNode =
  | {
      readonly id: string;
      readonly kind: 'topic';
      readonly topic: LiveTopic;
      /** The queries that write it. */
      readonly writers: readonly LiveQuery[];
    }
  | { readonly id: string; readonly kind: 'query'; readonly query: LiveQuery };

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly query: string;
  /** The topic that is read, or written. */
  readonly topic: string;
  readonly isInput: boolean;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** The node that a query is part of, by the id that it would have as a node. */
  readonly homes: ReadonlyMap<string, string>;
}

export const topicId = (name: string): string => `topic ${name}`;
export const queryId = (id: string): string => `query ${id}`;

/** The node of a topic, or the one that holds a query. */
export const homeOf = ({ homes }: Graph, id: string): string => homes.get(id) ?? id;

/** The processing log has a view of its own: it is in the graph where a query reads it. */
export function graphOf({ topics, queries, processingLog }: PageTopology): Graph {
  const names = new Set(topics.map(({ name }) => name));
  const homes = new Map(
    queries
      .filter(
        ({ sink, inputs }) => names.has(sink.topic) && !inputs.some(({ topic }) => topic === sink.topic),
      )
      .map(({ id, sink }) => [queryId(id), topicId(sink.topic)]),
  );
  const edges = queries.flatMap((query) => edgesOf(query, homes)).filter(({ topic }) => names.has(topic));
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return {
    nodes: [
      ...topics
        .filter(({ name }) => name !== processingLog || joined.has(topicId(name)))
        .map((topic) => ({
          id: topicId(topic.name),
          kind: 'topic' as const,
          topic,
          writers: queries.filter(({ id }) => homes.get(queryId(id)) === topicId(topic.name)),
        })),
      ...queries
        .filter(({ id }) => !homes.has(queryId(id)))
        .map((query) => ({ id: queryId(query.id), kind: 'query' as const, query })),
    ],
    edges,
    homes,
  };
}

function edgesOf({ id, inputs, sink }: LiveQuery, homes: Graph['homes']): readonly GraphEdge[] {
  const home = homes.get(queryId(id));
  const reads = inputs.map(({ topic }) => ({
    id: `${topic} → ${id}`,
    from: topicId(topic),
    to: home ?? queryId(id),
    query: id,
    topic,
    isInput: true,
  }));
  if (home !== undefined) return reads;
  const writes = { from: queryId(id), to: topicId(sink.topic), query: id, topic: sink.topic, isInput: false };
  return [...reads, { id: `${id} → ${sink.topic}`, ...writes }];
}

/** What decides where nodes lie: figures change each second, this seldom. */
export const shapeOf = ({ nodes, edges }: Graph): string =>
  [
    ...nodes.map((node) =>
      node.kind === 'query' ? node.id : `${node.id} ${node.writers.map(hasNews).join(' ')}`,
    ),
    ...edges.map(({ id }) => id),
  ].join('\n');

/** There is more to say of a query than that it runs. */
export const hasNews = ({ state, errors, dropped, late }: LiveQuery): boolean =>
  state !== 'RUNNING' || errors + dropped + late > 0;

/** Nodes that records of a topic or a query come from, or go to, over any number of steps; itself included. */
export function connected({ edges }: Graph, id: string): ReadonlySet<string> {
  const found = new Set([id]);
  const walk = (from: string, next: (edge: GraphEdge) => readonly [string, string]): void => {
    for (const edge of edges) {
      const [near, far] = next(edge);
      if (near !== from || found.has(far)) continue;
      found.add(far);
      walk(far, next);
    }
  };
  walk(id, ({ from, to }) => [from, to]);
  walk(id, ({ from, to }) => [to, from]);
  return found;
}
