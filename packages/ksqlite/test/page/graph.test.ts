import {
  connected,
  graphOf,
  homeOf,
  queryId,
  shapeOf,
  topicId,
} from '../../page/src/views/topology/graph.ts';
import { fitting, layOut, pathThrough, rowHeight, sizeOf } from '../../page/src/views/topology/layout.ts';
import { overflows, revealing } from '../../page/src/views/topology/place.ts';
import { liveQuery, liveTopic, topologyOf } from './topologies.ts';

const TOPICS = ['a', 'b', 'c', 'other', 'log'].map((name) => liveTopic(name));
const QUERIES = [liveQuery('A_TO_B', 'a', 'b'), liveQuery('B_TO_C', 'b', 'c')];
const graph = graphOf(topologyOf(TOPICS, QUERIES));

it('has a node for each topic with the queries that write it, and the processing log only where it is read', () => {
  expect(graph.nodes.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'other'].map(topicId));
  expect(graph.nodes.map((node) => (node.kind === 'topic' ? node.writers.map(({ id }) => id) : []))).toEqual([
    [],
    ['A_TO_B'],
    ['B_TO_C'],
    [],
  ]);
  expect(homeOf(graph, queryId('A_TO_B'))).toBe(topicId('b'));
  const reads = graphOf(topologyOf(TOPICS, [liveQuery('OF_LOG', 'log', 'a')]));
  expect(reads.nodes.map(({ id }) => id)).toContain(topicId('log'));
});

it('has a node for a query that reads what it writes, and for one whose topic is gone', () => {
  const odd = graphOf(topologyOf(TOPICS, [liveQuery('ROUND', 'a', 'a'), liveQuery('LOST', 'b', '')]));
  expect(odd.nodes.filter(({ kind }) => kind === 'query').map(({ id }) => id)).toEqual([
    queryId('ROUND'),
    queryId('LOST'),
  ]);
  expect(odd.edges.map(({ from, to }) => [from, to])).toEqual([
    [topicId('a'), queryId('ROUND')],
    [queryId('ROUND'), topicId('a')],
    [topicId('b'), queryId('LOST')],
  ]);
  expect(layOut(odd, 'LR').nodes.size).toBe(odd.nodes.length);
});

it('joins the topics that a query reads with the one that it writes; a topic that is gone has no edge', () => {
  expect(graph.edges.map(({ from, to, query }) => [from, query, to])).toEqual([
    [topicId('a'), 'A_TO_B', topicId('b')],
    [topicId('b'), 'B_TO_C', topicId('c')],
  ]);
  expect(graphOf(topologyOf([], QUERIES)).edges).toEqual([]);
});

it('has the same shape while only figures change', () => {
  const busier = TOPICS.map((topic) => ({ ...topic, written: 5 }));
  expect(shapeOf(graphOf(topologyOf(busier, QUERIES)))).toBe(shapeOf(graph));
  expect(shapeOf(graphOf(topologyOf(TOPICS, [])))).not.toBe(shapeOf(graph));
  // a line more in its node
  const late = [liveQuery('A_TO_B', 'a', 'b', { late: 1 }), QUERIES[1]!];
  expect(shapeOf(graphOf(topologyOf(TOPICS, late)))).not.toBe(shapeOf(graph));
});

it('knows what records of a node have been through, and will go through', () => {
  expect([...connected(graph, topicId('b'))].sort()).toEqual(['a', 'b', 'c'].map(topicId));
  expect([...connected(graph, topicId('other'))]).toEqual([topicId('other')]);
});

it.each(['LR', 'TB'] as const)('lays nodes one behind the other, %s, without an overlap', (direction) => {
  const { nodes, width, height, edges } = layOut(graph, direction);
  const along = (id: string): number => nodes.get(id)?.[direction === 'LR' ? 'x' : 'y'] ?? Number.NaN;
  const way = ['a', 'b', 'c'].map(topicId).map(along);
  expect(way).toEqual([...way].sort((a, b) => a - b));
  expect(new Set(way).size).toBe(way.length);
  for (const node of graph.nodes) {
    const { x, y } = nodes.get(node.id)!;
    const size = sizeOf(node);
    expect([x - size.width / 2, y - size.height / 2].every((at) => at >= 0)).toBe(true);
    expect([width - x - size.width / 2, height - y - size.height / 2].every((at) => at >= 0)).toBe(true);
    for (const other of graph.nodes) {
      const far = nodes.get(other.id)!;
      const apart =
        Math.abs(far.x - x) >= (size.width + sizeOf(other).width) / 2 ||
        Math.abs(far.y - y) >= (size.height + sizeOf(other).height) / 2;
      expect(other === node || apart).toBe(true);
    }
  }
  expect(edges.size).toBe(graph.edges.length);
});

it('ends an edge at the row of its query', () => {
  const two = graphOf(topologyOf(TOPICS, [liveQuery('ONE', 'a', 'c'), liveQuery('TWO', 'b', 'c')]));
  const { edges } = layOut(two, 'LR');
  const ends = two.edges.map(({ id }) => edges.get(id)?.points.at(-1));
  expect(ends[0]!.x).toBe(ends[1]!.x);
  expect(ends[1]!.y - ends[0]!.y).toBe(rowHeight(liveQuery('ONE', 'a', 'c')));
});

it('lays out a graph that goes round in a circle, and one without an edge', () => {
  const circle = graphOf(topologyOf(TOPICS, [liveQuery('ONE', 'a', 'b'), liveQuery('TWO', 'b', 'a')]));
  expect(layOut(circle, 'LR').nodes.size).toBe(circle.nodes.length);
  const lone = layOut(graphOf(topologyOf(TOPICS, [])), 'TB');
  expect(lone.nodes.size).toBe(4);
  expect(new Set([...lone.nodes.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
});

it('chooses the direction that is larger in its frame, and keeps one that is about as large', () => {
  const both = { LR: { width: 2000, height: 500 }, TB: { width: 600, height: 1900 } };
  expect(fitting(both, { width: 1400, height: 800 }, undefined)).toBe('LR');
  expect(fitting(both, { width: 400, height: 800 }, 'LR')).toBe('TB');
  const alike = { LR: { width: 1000, height: 800 }, TB: { width: 1050, height: 800 } };
  expect(fitting(alike, { width: 800, height: 800 }, 'TB')).toBe('TB');
});

it('brings what is outside into the frame, moved as little as that takes', () => {
  const place = { scale: 0.5, x: 0, y: 0 };
  const frame = { width: 400, height: 300 };
  const seen = { x: 100, y: 100, width: 200, height: 60 };
  expect(revealing(place, seen, frame)).toEqual(place);
  const { x, y } = revealing(place, { ...seen, x: 1000 }, frame);
  expect({ right: x + 1200 * 0.5, y }).toEqual({ right: 388, y: 0 });
  expect(overflows(place, { width: 700, height: 500 }, frame)).toBe(false);
  expect(overflows(place, { width: 900, height: 500 }, frame)).toBe(true);
});

it('draws a way that leaves and arrives at right angles', () => {
  expect(
    pathThrough(
      [
        { x: 0, y: 0 },
        { x: 10, y: 20 },
      ],
      'LR',
    ),
  ).toBe('M0,0C5,0 5,20 10,20');
  expect(
    pathThrough(
      [
        { x: 0, y: 0 },
        { x: 10, y: 20 },
      ],
      'TB',
    ),
  ).toBe('M0,0C0,10 10,10 10,20');
  expect(pathThrough([], 'LR')).toBe('');
});
