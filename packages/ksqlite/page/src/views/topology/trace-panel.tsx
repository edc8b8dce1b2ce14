import type { JSX } from 'preact';
import { topology } from '../../live/live-store.ts';
import { duration, shortened, time } from '../../ui/format.ts';
import { href } from '../../ui/route.ts';
import { Panel } from './panel.tsx';
import { type Trace, trace } from './trace.ts';

export function TracePanel(): JSX.Element | null {
  const { value } = trace;
  if (value === undefined) return null;
  const close = (): void => {
    trace.value = undefined;
  };
  return (
    <Panel title={`Key ${shortened(value.key, 40)}`} kind="Followed" onClose={close}>
      <Steps trace={value} />
    </Panel>
  );
}

function Steps({ trace: { isReady, error, steps } }: { readonly trace: Trace }): JSX.Element {
  if (!isReady) return <p class="muted">Searching the topics …</p>;
  if (error !== '') return <p class="error">{error}</p>;
  const [first] = steps;
  if (first === undefined) return <p class="muted">No topic has a record of this key among its newest.</p>;
  const last = steps.at(-1) ?? first;
  return (
    <>
      <dl class="figures">
        <div>
          <dt>was last written to</dt>
          <dd>
            <a href={href('topology', 'topic', last.topic)}>{last.topic}</a>
          </dd>
          <dd class="muted small">{agoText(last.record.timestamp)}</dd>
        </div>
      </dl>
      <ol class="steps">
        {steps.map(({ topic, record }) => (
          <li key={`${topic} ${record.partition} ${record.offset}`}>
            <a href={href('data', topic)}>{topic}</a>
            <span class="muted small">
              {time(record.timestamp)} · +{duration(record.timestamp - first.record.timestamp)} · partition{' '}
              {record.partition}, offset {record.offset}
            </span>
            <code>
              {record.value === null ? <span class="null">no value</span> : shortened(record.value, 300)}
            </code>
          </li>
        ))}
      </ol>
    </>
  );
}

/** By the engine's clock. A record may bear any time: one of later is told as it is. */
function agoText(timestamp: number): string {
  const ms = (topology.value?.now ?? Number.NaN) - timestamp;
  return ms >= 0 ? `${duration(ms)} ago` : `at ${time(timestamp)}`;
}
