import { connected, graphOf, queryId, shapeOf, topicId } from '../../page/src/views/topology/graph.ts';
import { layOut, pathThrough } from '../../page/src/views/topology/layout.ts';
import { liveQuery, liveTopic, topologyOf } from './topologies.ts';

const TOPICS = ['a', 'b', 'c', 'other', 'log'].map((name) => liveTopic(name));
const QUERIES = [liveQuery('A_TO_B', 'a', 'b'), liveQuery('B_TO_C', 'b', 'c')];
const graph = graphOf(topologyOf(TOPICS, QUERIES));

it('has a node for each topic and each query, and the processing log only where it is read', () => {
  expect(graph.nodes.map(({ id }) => id)).toEqual([
    ...['a', 'b', 'c', 'other'].map(topicId),
    ...['A_TO_B', 'B_TO_C'].map(queryId),
  ]);
  const reads = graphOf(topologyOf(TOPICS, [liveQuery('OF_LOG', 'log', 'a')]));
  expect(reads.nodes.map(({ id }) => id)).toContain(topicId('log'));
});

it('joins a query with what it reads and what it writes; a topic that is gone has no edge', () => {
  expect(graph.edges.map(({ from, to }) => [from, to])).toEqual([
    [topicId('a'), queryId('A_TO_B')],
    [queryId('A_TO_B'), topicId('b')],
    [topicId('b'), queryId('B_TO_C')],
    [queryId('B_TO_C'), topicId('c')],
  ]);
  expect(graphOf(topologyOf([], QUERIES)).edges).toEqual([]);
});

it('has the same shape while only figures change', () => {
  const busier = TOPICS.map((topic) => ({ ...topic, written: 5 }));
  expect(shapeOf(graphOf(topologyOf(busier, QUERIES)))).toBe(shapeOf(graph));
  expect(shapeOf(graphOf(topologyOf(TOPICS, [])))).not.toBe(shapeOf(graph));
});

it('knows what records of a node have been through, and will go through', () => {
  expect([...connected(graph, topicId('b'))].sort()).toEqual(
    [topicId('a'), queryId('A_TO_B'), topicId('b'), queryId('B_TO_C'), topicId('c')].sort(),
  );
  expect([...connected(graph, topicId('other'))]).toEqual([topicId('other')]);
});

it.each(['LR', 'TB'] as const)('lays nodes one behind the other, %s, without an overlap', (direction) => {
  const { nodes, width, height, edges } = layOut(graph, direction);
  const along = (id: string): number => nodes.get(id)?.[direction === 'LR' ? 'x' : 'y'] ?? Number.NaN;
  const way = [topicId('a'), queryId('A_TO_B'), topicId('b'), queryId('B_TO_C'), topicId('c')].map(along);
  expect(way).toEqual([...way].sort((a, b) => a - b));
  expect(new Set(way).size).toBe(way.length);
  for (const { x, y } of nodes.values()) {
    expect(x > 0 && x < width).toBe(true);
    expect(y > 0 && y < height).toBe(true);
  }
  expect(edges.size).toBe(graph.edges.length);
});

it('lays out a graph that goes round in a circle', () => {
  const circle = graphOf(topologyOf(TOPICS, [liveQuery('ONE', 'a', 'b'), liveQuery('TWO', 'b', 'a')]));
  expect(layOut(circle, 'LR').nodes.size).toBe(circle.nodes.length);
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
