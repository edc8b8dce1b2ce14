import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { DescribedQuery } from '../../api/answers.ts';
import { errorText, json } from '../../api/client.ts';
import { isRemote, rates, topology } from '../../live/live-store.ts';
import { bytes, count, duration, rate, share } from '../../ui/format.ts';
import { go, href } from '../../ui/route.ts';
import { QueryActions } from '../queries/query-actions.tsx';
import { Panel } from './panel.tsx';
import { PlanTree } from './plan-tree.tsx';

const PERIOD_MS = 1_000;

/** A query: how it is, what it does, and its plan with what went through each step. */
export function QueryPanel({ id }: { readonly id: string }): JSX.Element {
  const described = useSignal<DescribedQuery | undefined>(undefined);
  const error = useSignal('');
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      try {
        if (!document.hidden) {
          described.value = await json<DescribedQuery>(`/page/api/query/${encodeURIComponent(id)}`);
          error.value = '';
        }
      } catch (reason) {
        error.value = errorText(reason);
      }
      if (!isOver) timer = setTimeout(() => void read(), PERIOD_MS);
    };
    void read();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [id]);
  const query = topology.value?.queries.find((one) => one.id === id);
  const unread = query?.inputs.reduce((sum, input) => sum + input.unread, 0) ?? 0;
  const behindMs = Math.max(0, ...(query?.inputs ?? []).map((input) => input.behindMs));
  return (
    <Panel title={id} kind="Query" onClose={() => go('topology')}>
      {query === undefined ? (
        <p class="muted">There is no such query any more.</p>
      ) : (
        <>
          <div class="actions">
            <span class={`state ${query.state}`}>{query.state}</span>
            <QueryActions query={query} />
          </div>
          {query.error !== '' && <p class="error">{query.error}</p>}
          <dl class="figures">
            <div>
              <dt>writes</dt>
              <dd>{rate(rates.value.outputs.get(id) ?? 0)}</dd>
            </div>
            <div>
              <dt>written</dt>
              <dd>{count(query.recordsOut)}</dd>
            </div>
            <div>
              <dt>lag</dt>
              <dd>{count(unread)}</dd>
              {unread > 0 && behindMs > 0 && <dd class="muted small">{duration(behindMs)} old</dd>}
            </div>
            <div>
              <dt>time</dt>
              <dd title="Of the engine’s time, how much it takes for this query">
                {isRemote() ? '–' : share(rates.value.busy.get(id) ?? 0)}
              </dd>
            </div>
            <div>
              <dt>state</dt>
              <dd>{isRemote() ? '–' : bytes(query.stateBytes)}</dd>
            </div>
          </dl>
        </>
      )}
      {error.value !== '' && query !== undefined && <p class="error">{error.value}</p>}
      <Details id={id} described={described.value} />
    </Panel>
  );
}

function Details({
  id,
  described,
}: {
  readonly id: string;
  readonly described: DescribedQuery | undefined;
}): JSX.Element | null {
  if (described === undefined) return null;
  const problems = Object.entries(described.problems);
  return (
    <>
      {problems.length > 0 && (
        <div class="actions">
          {problems.map(([reason, times]) => (
            <a key={reason} class="chip" href={href('log', id)}>
              {reason.replace('-', ' ')} {count(times)}
            </a>
          ))}
        </div>
      )}
      {described.plan !== undefined && (
        <section>
          <h3>Plan, the last step first</h3>
          <PlanTree plan={described.plan} />
        </section>
      )}
      {described.text !== undefined && (
        <section>
          <h3>Plan and topology</h3>
          <pre class="sql">{described.text}</pre>
        </section>
      )}
      <section>
        <h3>Statement</h3>
        <pre class="sql">{described.sql}</pre>
      </section>
    </>
  );
}
