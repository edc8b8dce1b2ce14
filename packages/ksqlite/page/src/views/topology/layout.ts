/** Where nodes and edges lie: dagre's layers, from left to right or from top to bottom. Pure. */
import { Graph as Dagre, layout as dagreLayout } from '@dagrejs/dagre';
import type { Graph } from './graph.ts';

export const NODE_SIZES = {
  topic: { width: 210, height: 58 },
  query: { width: 188, height: 46 },
} as const;
const LABEL = { width: 78, height: 30 };

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Direction = 'LR' | 'TB';

export interface Laid {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  /** Their centres, by id. */
  readonly nodes: ReadonlyMap<string, Point>;
  readonly edges: ReadonlyMap<string, { readonly points: readonly Point[]; readonly label: Point }>;
}

export function layOut({ nodes, edges }: Graph, direction: Direction): Laid {
  const graph = new Dagre({ multigraph: true });
  graph.setGraph({ rankdir: direction, nodesep: 26, ranksep: 18, edgesep: 12, marginx: 24, marginy: 24 });
  for (const { id, kind } of nodes) graph.setNode(id, { ...NODE_SIZES[kind] });
  for (const { id, from, to } of edges) graph.setEdge(from, to, { ...LABEL, labelpos: 'c' }, id);
  dagreLayout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const side = (id: string, sign: 1 | -1): Point => {
    const at = pointOf(graph.node(id));
    const size = NODE_SIZES[kinds.get(id) ?? 'topic'];
    return direction === 'LR'
      ? { x: at.x + (sign * size.width) / 2, y: at.y }
      : { x: at.x, y: at.y + (sign * size.height) / 2 };
  };
  return {
    direction,
    width,
    height,
    nodes: new Map(nodes.map(({ id }) => [id, pointOf(graph.node(id))])),
    edges: new Map(
      edges.map(({ id, from, to }) => {
        const { points = [], x = 0, y = 0 } = graph.edge(from, to, id);
        // dagre ends an edge where it meets the outline of a node
        const bends = points.slice(1, -1).map(pointOf);
        return [id, { points: [side(from, 1), ...bends, side(to, -1)], label: { x, y } }];
      }),
    ),
  };
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
