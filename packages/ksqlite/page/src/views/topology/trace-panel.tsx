import type { JSX } from 'preact';
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
  return (
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
  );
}
