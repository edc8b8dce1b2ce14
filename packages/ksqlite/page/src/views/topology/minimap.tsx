import type { JSX } from 'preact';
import type { Graph } from './graph.ts';
import { type Laid, sizeOf } from './layout.ts';
import type { PanZoom } from './pan-zoom.ts';
import type { Size } from './place.ts';

const MOST = { width: 170, height: 120 };

/** All of a drawing that is larger than its frame, and which part of it is seen. A pointer moves it; keys go from node to node. */
export function Minimap({
  graph,
  laid,
  panZoom,
  frame,
}: {
  readonly graph: Graph;
  readonly laid: Laid;
  readonly panZoom: PanZoom;
  readonly frame: Size;
}): JSX.Element {
  const { scale, x, y } = panZoom.place.value;
  const ratio = Math.min(
    Math.min(MOST.width, frame.width * 0.3) / laid.width,
    Math.min(MOST.height, frame.height * 0.3) / laid.height,
  );
  const move = (event: PointerEvent): void => {
    if (event.buttons === 0) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    panZoom.centre({ x: (event.clientX - box.x) / ratio, y: (event.clientY - box.y) / ratio }, frame);
  };
  return (
    <svg
      class="minimap"
      style={{ width: laid.width * ratio, height: laid.height * ratio }}
      viewBox={`0 0 ${laid.width} ${laid.height}`}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={move}
    >
      {graph.nodes.map((node) => {
        const at = laid.nodes.get(node.id);
        if (at === undefined) return null;
        const { width, height } = sizeOf(node);
        const queries = node.kind === 'query' ? [node.query] : node.writers;
        const isStopped = queries.some(({ state }) => state === 'ERROR');
        return (
          <rect
            key={node.id}
            class={isStopped ? 'ERROR' : ''}
            x={at.x - width / 2}
            y={at.y - height / 2}
            width={width}
            height={height}
            rx="16"
          />
        );
      })}
      <rect
        class="seen"
        x={-x / scale}
        y={-y / scale}
        width={frame.width / scale}
        height={frame.height / scale}
        stroke-width={1.5 / ratio}
      />
    </svg>
  );
}
