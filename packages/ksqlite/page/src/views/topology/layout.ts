/** Where nodes and edges lie: dagre's layers, from left to right or from top to bottom. Pure. */
import { Graph as Dagre, layout as dagreLayout } from '@dagrejs/dagre';
import type { LiveQuery } from '../../api/answers.ts';
import { type Graph, type GraphNode, hasNews } from './graph.ts';
import type { Size } from './place.ts';

export const NODE_SIZES = {
  topic: { width: 190, height: 48 },
  query: { width: 190, height: 46 },
} as const;
const LABEL = { width: 60, height: 26 };
const MARGIN = 24;
const GAP = 20;

export const sizeOf = (node: GraphNode): Size => {
  if (node.kind === 'query') return NODE_SIZES.query;
  const { width, height } = NODE_SIZES.topic;
  return { width, height: height + node.writers.reduce((sum, query) => sum + rowHeight(query), 0) };
};

/** Of a query in the node of the topic that it writes: one line, and another one where there is something to say. */
export const rowHeight = (query: LiveQuery): number => (hasNews(query) ? 37 : 24);

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Direction = 'LR' | 'TB';

export interface Laid extends Size {
  readonly direction: Direction;
  /** Their centres, by id. */
  readonly nodes: ReadonlyMap<string, Point>;
  readonly edges: ReadonlyMap<string, { readonly points: readonly Point[]; readonly label: Point }>;
}

export function layOut(graph: Graph, direction: Direction): Laid {
  const joined = new Set(graph.edges.flatMap(({ from, to }) => [from, to]));
  const laid = layers({ ...graph, nodes: graph.nodes.filter(({ id }) => joined.has(id)) }, direction);
  return withLoneNodes(
    laid,
    graph.nodes.filter(({ id }) => !joined.has(id)),
  );
}

function layers({ nodes, edges }: Graph, direction: Direction): Laid {
  const graph = new Dagre({ multigraph: true });
  const [marginx, marginy] = [MARGIN, MARGIN];
  graph.setGraph({ rankdir: direction, nodesep: GAP, ranksep: 14, edgesep: 12, marginx, marginy });
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node) });
  for (const { id, from, to } of edges) graph.setEdge(from, to, { ...LABEL, labelpos: 'c' }, id);
  dagreLayout(graph);
  const { width = 0, height = 0 } = nodes.length === 0 ? {} : graph.graph();
  const sizes = new Map(nodes.map((node) => [node.id, sizeOf(node)]));
  const rows = new Map(nodes.flatMap(rowsOf));
  const side = (id: string, sign: 1 | -1, row = 0): Point => {
    const at = pointOf(graph.node(id));
    const size = sizes.get(id) ?? NODE_SIZES.topic;
    return direction === 'LR'
      ? { x: at.x + (sign * size.width) / 2, y: at.y + row }
      : { x: at.x, y: at.y + (sign * size.height) / 2 };
  };
  return {
    direction,
    width,
    height,
    nodes: new Map(nodes.map(({ id }) => [id, pointOf(graph.node(id))])),
    edges: new Map(
      edges.map(({ id, from, to, query }) => {
        const { points = [], x = 0, y = 0 } = graph.edge(from, to, id);
        // dagre ends an edge where it meets the outline of a node
        const bends = points.slice(1, -1).map(pointOf);
        return [id, { points: [side(from, 1), ...bends, side(to, -1, rows.get(query))], label: { x, y } }];
      }),
    ),
  };
}

/** How far below the middle of its node the row of a query is. */
function rowsOf(node: GraphNode): readonly (readonly [query: string, below: number])[] {
  if (node.kind === 'query') return [];
  let top = NODE_SIZES.topic.height - sizeOf(node).height / 2;
  return node.writers.map((query) => {
    top += rowHeight(query);
    return [query.id, top - rowHeight(query) / 2];
  });
}

/** What nothing reads or writes lies below the others, in rows as wide as they are. */
function withLoneNodes(laid: Laid, lone: readonly GraphNode[]): Laid {
  if (lone.length === 0) return laid;
  const { width } = NODE_SIZES.topic;
  const height = Math.max(...lone.map((node) => sizeOf(node).height));
  const wanted = laid.width === 0 ? Math.ceil(Math.sqrt(lone.length)) : 0;
  const columns = Math.max(1, wanted, Math.floor((laid.width - 2 * MARGIN + GAP) / (width + GAP)));
  const top = laid.height === 0 ? MARGIN : laid.height + GAP / 2;
  const nodes = new Map(laid.nodes);
  for (const [i, { id }] of lone.entries())
    nodes.set(id, {
      x: MARGIN + (i % columns) * (width + GAP) + width / 2,
      y: top + Math.floor(i / columns) * (height + GAP) + height / 2,
    });
  const across = Math.min(columns, lone.length);
  return {
    ...laid,
    width: Math.max(laid.width, 2 * MARGIN + across * (width + GAP) - GAP),
    height: top + Math.ceil(lone.length / columns) * (height + GAP) - GAP + MARGIN,
    nodes,
  };
}

/** A drawing that stays as it is must be so much smaller than the other one before they change places. */
const WORTH_A_CHANGE = 1.15;

/** Of the two directions the one that is larger in the frame; one that was shown is kept while it is about as large. */
export function fitting(
  both: Readonly<Record<Direction, Size>>,
  frame: Size,
  shown: Direction | undefined,
): Direction {
  const scale = ({ width, height }: Size): number => Math.min(frame.width / width, frame.height / height, 1);
  const bonus = (direction: Direction): number => (direction === shown ? WORTH_A_CHANGE : 1);
  return scale(both.TB) * bonus('TB') > scale(both.LR) * bonus('LR') ? 'TB' : 'LR';
}

const pointOf = ({ x, y }: Partial<Point>): Point => ({ x: x ?? 0, y: y ?? 0 });

/**
 * A path from the side of one node to the side of another, by the bends that the layout made: it leaves and arrives at right
 * angles, so that edges of one node run together.
 */
export function pathThrough(points: readonly Point[], direction: Direction): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${text(first)}`;
  let from = first;
  for (const to of rest) {
    const [dx, dy] = direction === 'LR' ? [(to.x - from.x) / 2, 0] : [0, (to.y - from.y) / 2];
    path += `C${text({ x: from.x + dx, y: from.y + dy })} ${text({ x: to.x - dx, y: to.y - dy })} ${text(to)}`;
    from = to;
  }
  return path;
}

const text = ({ x, y }: Point): string => `${round(x)},${round(y)}`;
const round = (value: number): number => Math.round(value * 10) / 10;
