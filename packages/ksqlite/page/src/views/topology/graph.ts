/** The topology as a graph: topics and queries are nodes, a query's inputs and its output are edges. Pure. */
import type { LiveQuery, LiveTopic, PageTopology } from '../../api/answers.ts';

export type GraphNode =
  | { readonly id: string; readonly kind: 'topic'; readonly topic: LiveTopic }
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
}

export const topicId = (name: string): string => `topic ${name}`;
export const queryId = (id: string): string => `query ${id}`;

/** The processing log has a view of its own: it is in the graph where a query reads it. */
export function graphOf({ topics, queries, processingLog }: PageTopology): Graph {
  const edges = queries.flatMap(edgesOf).filter(({ topic }) => topics.some(({ name }) => name === topic));
  const joined = new Set(edges.map(({ topic }) => topic));
  return {
    nodes: [
      ...topics
        .filter(({ name }) => name !== processingLog || joined.has(name))
        .map((topic) => ({ id: topicId(topic.name), kind: 'topic' as const, topic })),
      ...queries.map((query) => ({ id: queryId(query.id), kind: 'query' as const, query })),
    ],
    edges,
  };
}

const edgesOf = ({ id, inputs, sink }: LiveQuery): readonly GraphEdge[] => [
  ...inputs.map(({ topic }) => ({
    id: `${topic} → ${id}`,
    from: topicId(topic),
    to: queryId(id),
    query: id,
    topic,
    isInput: true,
  })),
  {
    id: `${id} → ${sink.topic}`,
    from: queryId(id),
    to: topicId(sink.topic),
    query: id,
    topic: sink.topic,
    isInput: false,
  },
];

/** What decides where nodes lie: figures change each second, this seldom. */
export const shapeOf = ({ nodes, edges }: Graph): string =>
  [...nodes.map(({ id }) => id), ...edges.map(({ id }) => id)].join('\n');

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
