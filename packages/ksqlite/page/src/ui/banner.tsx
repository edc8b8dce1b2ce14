/** Above every view: what has stopped or is slow, what the program around the database warns of, and whether the figures are still those of now. */
import type { JSX } from 'preact';
import { attentionOf } from '../live/attention.ts';
import { rates, topology, trouble } from '../live/live-store.ts';
import { hasEnded, shown } from '../views/program/view-store.ts';
import { shortened } from './format.ts';
import { Icon } from './icons.tsx';
import { href, path } from './route.ts';

const MOST = 3;

export function Banner(): JSX.Element {
  const { value } = topology;
  const all = value === undefined ? [] : attentionOf(value, rates.value);
  return (
    <div>
      {trouble.value !== '' && <Trouble />}
      <ProgramWarning />
      {all.slice(0, MOST).map(({ level, text, query, why }) => (
        <p key={`${text}`} class={`banner ${level}`} role="status">
          <Icon name="warning" size={15} />
          <a href={href('topology', 'query', query)}>{text}</a>
          {why !== '' && <span>{shortened(why.split('\n')[0] ?? '', 200)}</span>}
        </p>
      ))}
      {all.length > MOST && (
        <p class="banner bad">
          <a href={href('queries')}>… and {all.length - MOST} more</a>
        </p>
      )}
    </div>
  );
}

/** What its own view says first, on the others; once it has ended its figures are those of before, which is said anyway. */
function ProgramWarning(): JSX.Element | null {
  const { status } = shown.value.content ?? {};
  if (status === undefined || hasEnded() || path.value[0] === 'program') return null;
  const { text, level } = status;
  if (level !== 'warn' && level !== 'bad') return null;
  return (
    <p class={`banner ${level}`} role="status">
      <Icon name="warning" size={15} />
      <a href={href('program')}>{topology.value?.view}</a>
      <span>{shortened(text, 200)}</span>
    </p>
  );
}

const Trouble = (): JSX.Element => (
  <p class="banner warn" role="status">
    {hasEnded() ? (
      <span>
        The program has ended: <a href={href('program')}>{shown.value.content?.status?.text}</a>.
      </span>
    ) : (
      trouble.value
    )}{' '}
    Figures are those of before.
  </p>
);
