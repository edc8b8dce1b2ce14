import type { JSX } from 'preact';
import type { ViewShares } from '../../api/answers.ts';
import { count } from '../../ui/format.ts';
import { figureText } from './figure-text.ts';
import { Meter } from './meter.tsx';

export function Shares({ piece: { unit, shares } }: { readonly piece: ViewShares }): JSX.Element {
  const all = shares.reduce((sum, share) => sum + share.count, 0);
  if (shares.length === 0) return <p class="muted">None yet.</p>;
  return (
    <table class="shares-table">
      <tbody>
        {shares.map(({ name, count: some, level }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="num">{count(some)}</td>
            <td class="num muted">{figureText(all === 0 ? 0 : some / all, 'share')}</td>
            <td class="bar-cell">
              <Meter share={all === 0 ? 0 : some / all} level={level} />
            </td>
          </tr>
        ))}
      </tbody>
      <caption class="muted small">of {figureText(all, unit)}</caption>
    </table>
  );
}
