import type { JSX } from 'preact';
import type { LiveQuery } from '../../api/answers.ts';
import { rates } from '../../live/live-store.ts';
import { inputKey } from '../../live/rates.ts';
import { duration, rate, short } from '../../ui/format.ts';
import type { GraphEdge } from './graph.ts';
import { type Laid, pathThrough } from './layout.ts';

/** What is read within a second is on its way, no lag to speak of. */
const isBehind = (unread: number, perSecond: number): boolean => unread > Math.max(1, perSecond);

export function Edge({
  edge,
  query,
  laid,
  look,
}: {
  readonly edge: GraphEdge;
  readonly query: LiveQuery;
  readonly laid: Laid;
  readonly look: string;
}): JSX.Element | null {
  const place = laid.edges.get(edge.id);
  if (place === undefined) return null;
  const perSecond = edge.isInput
    ? (rates.value.inputs.get(inputKey(edge.query, edge.topic)) ?? 0)
    : (rates.value.outputs.get(edge.query) ?? 0);
  const input = edge.isInput ? query.inputs.find(({ topic }) => topic === edge.topic) : undefined;
  const lag = input !== undefined && isBehind(input.unread, perSecond) ? input : undefined;
  const path = pathThrough(place.points, laid.direction);
  return (
    <g
      class={`edge ${perSecond > 0 ? 'moves' : ''} ${lag !== undefined && perSecond === 0 ? 'stuck' : ''} ${look}`}
    >
      <path class="line" d={path} marker-end="url(#arrow)" style={{ strokeWidth: widthOf(perSecond) }} />
      {perSecond > 0 && <path class="flow" d={path} />}
      {(perSecond > 0 || lag !== undefined) && (
        <g transform={`translate(${place.label.x},${place.label.y})`}>
          <text class="edge-rate" y={lag === undefined ? 4 : -2}>
            {rate(perSecond)}
          </text>
          {lag !== undefined && (
            <text class="edge-lag" y="11">
              lag {short(lag.unread)}
              <title>
                {lag.unread} records not read yet, the oldest {duration(lag.behindMs)} ago
              </title>
            </text>
          )}
        </g>
      )}
    </g>
  );
}

/** Thicker by the power of ten. */
const widthOf = (perSecond: number): number => 1.4 + Math.min(3, Math.log10(1 + perSecond) * 0.6);
