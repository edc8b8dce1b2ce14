import type { JSX } from 'preact';
import type { ViewStages } from '../../api/answers.ts';
import { count, rate } from '../../ui/format.ts';
import { Meter } from './meter.tsx';
import { seriesKey } from './read-view.ts';
import { shown } from './view-store.ts';

/** One behind the other, what lies before each between them. */
export const Stages = ({ piece: { title, stages } }: { readonly piece: ViewStages }): JSX.Element => (
  <ol class="stages-row">
    {stages.map(({ name, passed, unit, held, total }) => (
      <li key={name}>
        {held !== undefined && (
          <span class={`held ${held.level ?? 'plain'}`}>
            <b>{count(held.count)}</b> {held.text}
          </span>
        )}
        <div class="stage">
          <span class="muted small">{name}</span>
          <b>{count(passed)}</b>
          <span class="muted small">
            {total === undefined ? unit : `of ${count(total)} ${unit}`} ·{' '}
            {rate(shown.value.rates.get(seriesKey(title, name)) ?? 0)}
          </span>
          {total !== undefined && <Meter share={passed / total} />}
        </div>
      </li>
    ))}
  </ol>
);
