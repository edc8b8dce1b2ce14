import type { JSX } from 'preact';
import type { ViewFigure, ViewFigures } from '../../api/answers.ts';
import { count } from '../../ui/format.ts';
import { figureText } from './figure-text.ts';
import { Meter } from './meter.tsx';

export const Figures = ({ piece: { figures } }: { readonly piece: ViewFigures }): JSX.Element => (
  <dl class="figures">
    {figures.map((figure) => (
      <Figure key={figure.name} figure={figure} />
    ))}
  </dl>
);

function Figure({
  figure: { name, value, unit, of, level, note },
}: {
  readonly figure: ViewFigure;
}): JSX.Element {
  return (
    <div class={level ?? 'plain'}>
      <dt>{name}</dt>
      <dd>
        {typeof value === 'number' ? figureText(value, unit) : (value ?? '–')}
        {of !== undefined && <small> of {count(of)}</small>}
      </dd>
      {of !== undefined && typeof value === 'number' && <Meter share={value / of} level={level} />}
      {note !== undefined && <dd class="muted small">{note}</dd>}
    </div>
  );
}
