import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import type { LiveQuery, LiveTopic } from '../../api/answers.ts';
import { rates, topology } from '../../live/live-store.ts';
import { rate, short, shortened, shortNames } from '../../ui/format.ts';
import { type IconName, iconPath } from '../../ui/icons.tsx';
import { href } from '../../ui/route.ts';
import { hasNews } from './graph.ts';
import { NODE_SIZES, type Point, rowHeight } from './layout.ts';

interface Placed {
  readonly at: Point;
  /** Of what is looked at: `chosen` itself, `dim` what has nothing to do with it. */
  readonly look: string;
}

export const topicIcon = ({ sources }: Pick<LiveTopic, 'sources'>): IconName => {
  const [source] = sources;
  if (source === undefined) return 'topic';
  return source.kind === 'STREAM' ? 'stream' : 'table';
};

/** A topic by the name of what is over it: names of topics are long and say little more. */
export function topicTitle({ name, sources }: LiveTopic): string {
  const [first] = sources;
  if (first === undefined) return name;
  return sources.length === 1 ? first.name : `${first.name} +${sources.length - 1}`;
}

/** As long as its node is wide; the names of all nodes differ where they can. */
const topicNames = computed(() => shortNames((topology.value?.topics ?? []).map(topicTitle), 15));
const queryNames = computed(() =>
  shortNames(
    (topology.value?.queries ?? []).map(({ id }) => id),
    17,
  ),
);

/** Without the unit where there is no room for it. */
const recordsText = ({ written, sources: [source] }: LiveTopic): string => {
  if (source?.windowed === true) return short(written);
  return `${short(written)} ${written === 1 ? 'record' : 'records'}`;
};

const kindText = ({ sources }: LiveTopic): string => {
  const [source] = sources;
  if (source === undefined) return 'topic';
  return `${source.windowed ? 'windowed ' : ''}${source.kind.toLowerCase()}`;
};

/** A topic, and below it the queries that write it. */
export function TopicNode({
  topic,
  writers,
  at,
  look,
}: Placed & { readonly topic: LiveTopic; readonly writers: readonly LiveQuery[] }): JSX.Element {
  const { width, height: head } = NODE_SIZES.topic;
  const tops = writers.map((_, i) =>
    writers.slice(0, i).reduce((sum, before) => sum + rowHeight(before), head as number),
  );
  const height = writers.reduce((sum, query) => sum + rowHeight(query), head as number);
  const perSecond = rates.value.topics.get(topic.name) ?? 0;
  return (
    <g
      class={`node topic ${frameOf(writers)} ${look}`}
      transform={`translate(${at.x - width / 2},${at.y - height / 2})`}
    >
      <rect class="body" width={width} height={height} rx="9" />
      {writers.map((query, i) => (
        <Writer key={query.id} query={query} top={tops[i] ?? head} isLast={i === writers.length - 1} />
      ))}
      <a href={href('topology', 'topic', topic.name)}>
        <rect class="focus" width={width} height={head} rx="9">
          <title>{topic.name}</title>
        </rect>
        <path class="glyph" d={iconPath(topicIcon(topic))} transform="translate(9,16) scale(0.86)" />
        <text class="name" x="37" y="22">
          {topicNames.value.get(topicTitle(topic))}
        </text>
        <text class="info" x="37" y="39">
          {perSecond > 0 ? <tspan class="live">{rate(perSecond)}</tspan> : recordsText(topic)} ·{' '}
          {kindText(topic)}
        </text>
      </a>
    </g>
  );
}

/** The state that the frame of a topic shows: the worst of its writers. */
function frameOf(writers: readonly LiveQuery[]): string {
  if (writers.some(({ state }) => state === 'ERROR')) return 'ERROR';
  return writers.length > 0 && writers.every(({ state }) => state === 'PAUSED') ? 'PAUSED' : '';
}

function Writer({
  query,
  top,
  isLast,
}: {
  readonly query: LiveQuery;
  readonly top: number;
  readonly isLast: boolean;
}): JSX.Element {
  const { width } = NODE_SIZES.topic;
  const height = rowHeight(query);
  // inside the frame, and round where that is
  const [right, bottom, round] = [width - 0.6, top + height - (isLast ? 0.6 : 0), isLast ? 8.4 : 0];
  return (
    <a class={`writer ${query.state}`} href={href('topology', 'query', query.id)}>
      <path
        class="foot"
        d={`M0.6 ${top}H${right}V${bottom - round}a${round} ${round} 0 0 1 ${-round} ${round}H${0.6 + round}a${round} ${round} 0 0 1 ${-round} ${-round}z`}
      >
        <title>{query.error === '' ? query.id : query.error}</title>
      </path>
      <path class="divider" d={`M0.6 ${top}H${right}`} />
      <g transform={`translate(-2,${top - (hasNews(query) ? 4 : 11)})`}>
        <StateMark state={query.state} />
        <text class="query-name" x="39" y={hasNews(query) ? 20 : 27}>
          {queryNames.value.get(query.id)}
        </text>
        {hasNews(query) && (
          <text class="info" x="39" y="34">
            {infoOf(query)}
          </text>
        )}
      </g>
    </a>
  );
}

export function QueryNode({ query, at, look }: Placed & { readonly query: LiveQuery }): JSX.Element {
  const { width, height } = NODE_SIZES.query;
  return (
    <g
      class={`node query ${query.state} ${look}`}
      transform={`translate(${at.x - width / 2},${at.y - height / 2})`}
    >
      <a href={href('topology', 'query', query.id)}>
        <rect class="body" width={width} height={height} rx={height / 2}>
          <title>{query.error === '' ? query.id : query.error}</title>
        </rect>
        <StateMark state={query.state} />
        <text class="query-name" x="36" y="20">
          {queryNames.value.get(query.id)}
        </text>
        <text class="info" x="36" y="35">
          {infoOf(query)}
        </text>
      </a>
    </g>
  );
}

function StateMark({ state }: Pick<LiveQuery, 'state'>): JSX.Element {
  if (state === 'RUNNING') return <path class="mark" d="M15.5 17.5v11l9-5.5z" />;
  if (state === 'PAUSED') return <path class="mark" d="M15 17.5h3.6v11H15zM20.6 17.5h3.6v11h-3.6z" />;
  return (
    <path class="mark" d="M20 15.5l8 14H12zM19.2 20h1.6v5h-1.6zM19.2 26h1.6v1.6h-1.6z" fill-rule="evenodd" />
  );
}

/** What was left out or failed, in words. */
export function problemsText({
  errors,
  dropped,
  late,
}: Pick<LiveQuery, 'errors' | 'dropped' | 'late'>): readonly string[] {
  return [
    ...(errors > 0 ? [`${short(errors)} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(dropped > 0 ? [`${short(dropped)} dropped`] : []),
    ...(late > 0 ? [`${short(late)} late`] : []),
  ];
}

function infoOf(query: LiveQuery): JSX.Element {
  if (query.state === 'ERROR') return <tspan class="bad">stopped by an error</tspan>;
  const problems = problemsText(query);
  const isPaused = query.state === 'PAUSED';
  if (problems.length === 0) return <>{isPaused ? 'paused' : 'no problems'}</>;
  return (
    <>
      {isPaused && 'paused · '}
      <tspan class="warn">{shortened(problems.join(' · '), 22)}</tspan>
    </>
  );
}
