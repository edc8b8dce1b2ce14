/** The graph of all that runs, alive; beside it what is known of the node that was chosen. */
import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { PageTopology } from '../../api/answers.ts';
import { topology } from '../../live/live-store.ts';
import { Icon } from '../../ui/icons.tsx';
import { go, href, path } from '../../ui/route.ts';
import { connected, type Graph, graphOf, homeOf, queryId, shapeOf, topicId } from './graph.ts';
import { Edge } from './graph-edge.tsx';
import { QueryNode, TopicNode } from './graph-node.tsx';
import { type Direction, fitting, type Laid, layOut, sizeOf } from './layout.ts';
import { Minimap } from './minimap.tsx';
import { PanZoom } from './pan-zoom.ts';
import { overflows } from './place.ts';
import { QueryPanel } from './query-panel.tsx';
import { TopicPanel } from './topic-panel.tsx';
import './topology.css';
import { trace } from './trace.ts';
import { TracePanel } from './trace-panel.tsx';

const graph = computed<Graph>(() =>
  topology.value === undefined ? { nodes: [], edges: [], homes: new Map() } : graphOf(topology.value),
);
const frame = signal({ width: 0, height: 0 });

/** The node that holds what was chosen. */
const chosen = computed<string | undefined>(() => {
  const [view, kind, name] = path.value;
  if (view !== undefined && view !== 'topology') return undefined;
  if (name === undefined) return undefined;
  return homeOf(graph.value, kind === 'query' ? queryId(name) : topicId(name));
});

export function TopologyView(): JSX.Element {
  const { value } = topology;
  if (value === undefined) return <p class="empty">Looking at the engine …</p>;
  const [, kind, name] = path.value;
  return (
    <div class="topology">
      {graph.value.nodes.length === 0 ? <Nothing /> : <Drawing topology={value} />}
      {kind === 'query' && name !== undefined && <QueryPanel key={name} id={name} />}
      {kind === 'topic' && name !== undefined && <TopicPanel key={name} name={name} />}
      {kind === undefined && trace.value !== undefined && <TracePanel />}
    </div>
  );
}

const Nothing = (): JSX.Element => (
  <div class="empty">
    <h1>Nothing runs yet</h1>
    <p>
      Write a statement in the <a href={href('editor')}>editor</a>, or send one with ksqlDB’s own clients.
    </p>
    <pre class="card">
      {
        "CREATE STREAM readings (sensor VARCHAR KEY, temperature DOUBLE)\n  WITH (KAFKA_TOPIC='readings', PARTITIONS=1, VALUE_FORMAT='JSON');"
      }
    </pre>
  </div>
);

function Drawing({ topology: { queries } }: { readonly topology: PageTopology }): JSX.Element {
  const panZoom = useMemo(() => new PanZoom(), []);
  const element = useRef<SVGSVGElement>(null);
  const shape = shapeOf(graph.value);
  const laid = useLaid(shape);
  useFrame(element, panZoom, laid);
  useReveal(panZoom, laid);
  const { scale, x, y } = panZoom.place.value;
  const look = lookOf();
  const byId = new Map(queries.map((query) => [query.id, query]));
  const middle = { x: frame.value.width / 2, y: frame.value.height / 2 };
  return (
    <section class="drawing" aria-label="Topology">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no set of form fields */}
      <svg
        ref={element}
        class="canvas"
        role="group"
        aria-label="Topics and the queries between them"
        onPointerDown={panZoom.onPointerDown}
        onPointerMove={panZoom.onPointerMove}
        onPointerUp={panZoom.onPointerUp}
        onPointerCancel={panZoom.onPointerUp}
        onFocusIn={(event) => revealNode(event, panZoom)}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0.6L7.4 4L0 7.4z" class="arrow" />
          </marker>
        </defs>
        <g transform={`translate(${x},${y}) scale(${scale})`}>
          {graph.value.edges.map((edge) => {
            const query = byId.get(edge.query);
            return (
              query && (
                <Edge key={edge.id} edge={edge} query={query} laid={laid} look={look(edge.from, edge.to)} />
              )
            );
          })}
          {graph.value.nodes.map((node) => {
            const at = laid.nodes.get(node.id);
            if (at === undefined) return null;
            return node.kind === 'topic' ? (
              <TopicNode
                key={node.id}
                topic={node.topic}
                writers={node.writers}
                at={at}
                look={look(node.id)}
              />
            ) : (
              <QueryNode key={node.id} query={node.query} at={at} look={look(node.id)} />
            );
          })}
        </g>
      </svg>
      {overflows(panZoom.place.value, laid, frame.value) && (
        <Minimap graph={graph.value} laid={laid} panZoom={panZoom} frame={frame.value} />
      )}
      <div class="zoom">
        <button type="button" aria-label="Larger" onClick={() => panZoom.zoom(1.25, middle)}>
          <Icon name="plus" size={16} />
        </button>
        <button type="button" aria-label="Smaller" onClick={() => panZoom.zoom(0.8, middle)}>
          <Icon name="minus" size={16} />
        </button>
        <button type="button" aria-label="All of it" onClick={() => panZoom.fit(laid, frame.value)}>
          <Icon name="fit" size={16} />
        </button>
      </div>
    </section>
  );
}

/** Laid out in the direction that fits its frame. */
function useLaid(shape: string): Laid {
  const shown = useRef<Direction | undefined>(undefined);
  const both = useMemo(() => ({ LR: layOut(graph.value, 'LR'), TB: layOut(graph.value, 'TB') }), [shape]);
  const direction = fitting(both, frame.value, shown.current);
  // before it is drawn the frame has no size
  if (frame.value.width > 0) shown.current = direction;
  return both[direction];
}

/** What was chosen is brought into the frame, also when that became smaller for the panel beside it. */
function useReveal(panZoom: PanZoom, laid: Laid): void {
  const { width, height } = frame.value;
  useEffect(() => {
    const node = graph.value.nodes.find(({ id }) => id === chosen.value);
    const at = node && laid.nodes.get(node.id);
    if (at === undefined || node === undefined || width === 0) return;
    const size = sizeOf(node);
    panZoom.reveal({ x: at.x - size.width / 2, y: at.y - size.height / 2, ...size }, frame.value);
  }, [chosen.value, laid, width, height]);
}

/** A node that has the focus is seen: the keyboard goes to those outside the frame, too. */
function revealNode(event: FocusEvent, panZoom: PanZoom): void {
  const node = (event.target as Element).closest<SVGGElement>('g.node');
  const [transform] = node?.transform.baseVal ?? [];
  if (node === null || transform === undefined) return;
  const { e: x, f: y } = transform.matrix;
  const { width, height } = node.getBBox();
  panZoom.reveal({ x, y, width, height }, frame.value);
}

/** Follows the size of the drawing’s frame, and fits the drawing into it until somebody moves it. */
function useFrame(element: { readonly current: SVGSVGElement | null }, panZoom: PanZoom, laid: Laid): void {
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new ResizeObserver(() => {
      frame.value = { width: current.clientWidth, height: current.clientHeight };
    });
    observer.observe(current);
    // a listener of the framework's could not keep the page from scrolling
    current.addEventListener('wheel', panZoom.onWheel, { passive: false });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && path.value.length > 1) go('topology');
    };
    addEventListener('keydown', onKey);
    return () => {
      observer.disconnect();
      removeEventListener('keydown', onKey);
    };
  }, []);
  const { width, height } = frame.value;
  useEffect(() => {
    if (!panZoom.isMoved && width > 0) panZoom.fit(laid, { width, height });
  }, [laid, width, height]);
}

/** How nodes, or the two ends of an edge, are shown. */
function lookOf(): (...ids: readonly string[]) => string {
  const followed = trace.value?.nodes;
  const { value } = chosen;
  if (followed !== undefined) return (...ids) => (ids.every((id) => followed.has(id)) ? 'followed' : 'dim');
  if (value === undefined) return () => '';
  const near = connected(graph.value, value);
  return (...ids) => {
    if (ids.length === 1 && ids[0] === value) return 'chosen';
    return ids.every((id) => near.has(id)) ? 'near' : 'dim';
  };
}
