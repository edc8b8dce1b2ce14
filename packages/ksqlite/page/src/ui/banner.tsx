/** Above every view: what has stopped or is slow, and whether the figures are still those of now. */
import type { JSX } from 'preact';
import { attentionOf } from '../live/attention.ts';
import { rates, topology, trouble } from '../live/live-store.ts';
import { hasEnded, shown } from '../views/program/view-store.ts';
import { shortened } from './format.ts';
import { Icon } from './icons.tsx';
import { href } from './route.ts';

const MOST = 3;

export function Banner(): JSX.Element {
  const { value } = topology;
  const all = value === undefined ? [] : attentionOf(value, rates.value);
  return (
    <div>
      {trouble.value !== '' && <Trouble />}
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
