import type { JSX } from 'preact';
import type { LiveQuery } from '../../api/answers.ts';
import { isSlow } from '../../live/attention.ts';
import { isRemote, rates, topology } from '../../live/live-store.ts';
import { bytes, duration, rate, share, short } from '../../ui/format.ts';
import { href } from '../../ui/route.ts';
import { TableFrame } from '../../ui/table-frame.tsx';
import { problemsText } from '../topology/graph-node.tsx';
import { QueryActions } from './query-actions.tsx';

/** What asks for somebody first: stopped, slow, paused, all others. */
function rankOf(query: LiveQuery): number {
  if (query.state === 'ERROR') return 0;
  if (query.inputs.some((input) => isSlow(query, input, rates.value))) return 1;
  return query.state === 'PAUSED' ? 2 : 3;
}

const HEADS = [
  ...['State', 'Query', 'Reads → writes'].map((name) => ({ name })),
  ...['Writes', 'Lag', 'Time', 'State size'].map((name) => ({ name, isNumeric: true })),
  ...['Problems', 'Actions'].map((name) => ({ name })),
];

/** All persistent queries: those that are stopped or slow first. */
export function QueriesView(): JSX.Element {
  const queries = [...(topology.value?.queries ?? [])].sort((a, b) => rankOf(a) - rankOf(b));
  return (
    <div class="page">
      <header>
        <h1>Queries</h1>
        <span class="muted">{queries.length === 0 ? 'none yet' : `${queries.length} persistent`}</span>
      </header>
      {queries.length === 0 ? (
        <p class="card empty">
          CREATE … AS SELECT and INSERT INTO … SELECT start one, in the <a href={href('editor')}>editor</a>,
          for instance.
        </p>
      ) : (
        <TableFrame label="Queries" heads={HEADS}>
          {queries.map((query) => (
            <Row key={query.id} query={query} />
          ))}
        </TableFrame>
      )}
    </div>
  );
}

function Row({ query }: { readonly query: LiveQuery }): JSX.Element {
  const { id, state, inputs, sink, error, stateBytes } = query;
  const unread = inputs.reduce((sum, input) => sum + input.unread, 0);
  const behind = Math.max(0, ...inputs.map(({ behindMs }) => behindMs));
  const problems = problemsText(query);
  return (
    <tr>
      <td>
        <span class={`state ${state}`}>{state}</span>
        {rankOf(query) === 1 && <div class="chip">behind</div>}
      </td>
      <td>
        <a href={href('topology', 'query', id)}>{id}</a>
        {error !== '' && <p class="error">{error}</p>}
      </td>
      <td>
        {inputs.map(({ topic }) => topic).join(', ')} → {sink.topic}
      </td>
      <td class="num">{rate(rates.value.outputs.get(id) ?? 0)}</td>
      <td class="num">
        {short(unread)}
        {unread > 0 && behind > 0 && <div class="muted small">{duration(behind)} old</div>}
      </td>
      <td class="num" title="Of the engine’s time, how much it takes for this query">
        {isRemote() ? '–' : share(rates.value.busy.get(id) ?? 0)}
      </td>
      <td class="num">{isRemote() ? '–' : bytes(stateBytes)}</td>
      <td>
        {problems.length === 0 ? (
          <span class="muted">{isRemote() ? '–' : 'none'}</span>
        ) : (
          <span class="actions">
            {problems.map((problem) => (
              <a key={problem} class="chip" href={href('log', id)}>
                {problem}
              </a>
            ))}
          </span>
        )}
      </td>
      <td class="buttons">
        <QueryActions query={query} />
      </td>
    </tr>
  );
}
