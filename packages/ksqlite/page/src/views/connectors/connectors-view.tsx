import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { PageConnector, PageTask } from '../../api/answers.ts';
import { errorText, json } from '../../api/client.ts';
import { short } from '../../ui/format.ts';
import { usePoll } from '../../ui/poll.ts';
import { href } from '../../ui/route.ts';
import { TableFrame } from '../../ui/table-frame.tsx';
import { ConnectorActions } from './connector-actions.tsx';

const PERIOD_MS = 1_000;
const HEADS = [
  ...['State', 'Connector', 'Topics'].map((name) => ({ name })),
  ...['Records', 'Lag', 'Passed over', 'Dead letters', 'Failures'].map((name) => ({ name, isNumeric: true })),
  { name: 'Actions' },
];

/** What brings records from other systems, and takes them there: state, figures, and why one has failed. */
export function ConnectorsView(): JSX.Element {
  const connectors = useSignal<readonly PageConnector[]>([]);
  const error = useSignal('');
  const look = async (): Promise<void> => {
    try {
      connectors.value = await json<readonly PageConnector[]>('/page/api/connectors');
      error.value = '';
    } catch (reason) {
      error.value = errorText(reason);
    }
  };
  usePoll(PERIOD_MS, look, []);
  return (
    <div class="page">
      <header>
        <h1>Connectors</h1>
        <span class="muted">since this process started; CREATE CONNECTOR makes one</span>
      </header>
      {error.value !== '' && <p class="error">{error.value}</p>}
      <TableFrame label="Connectors" heads={HEADS}>
        {connectors.value.map((one) => (
          <Row key={one.name} connector={one} look={look} />
        ))}
      </TableFrame>
    </div>
  );
}

function Row({
  connector,
  look,
}: {
  readonly connector: PageConnector;
  readonly look: () => Promise<void>;
}): JSX.Element {
  const { name, className, kind, topics, lag, tasks } = connector;
  const sum = (of: (task: PageTask) => number): string =>
    short(tasks.reduce((all, task) => all + of(task), 0));
  return (
    <tr>
      <td>
        {tasks.map(({ id, state }) => (
          <div key={id}>
            <span class={`state ${STATE_CLASSES[state] ?? ''}`}>{state}</span>
          </div>
        ))}
      </td>
      <td>
        <b>{name}</b>
        <div class="muted small">
          {kind}, {className.split('.').at(-1)}
          {tasks.length > 1 ? `, ${tasks.length} tasks` : ''}
        </div>
        {tasks.map(
          ({ id, trace }) =>
            trace !== '' && (
              <p key={id} class="error">
                {trace}
              </p>
            ),
        )}
      </td>
      <td>
        {topics.map((topic) => (
          <div key={topic}>
            <a href={href('data', topic)}>{topic}</a>
          </div>
        ))}
      </td>
      <td class="num">{sum(({ records }) => records)}</td>
      <td class="num">{lag === null ? '–' : short(lag)}</td>
      <td class="num">{sum(({ errors }) => errors)}</td>
      <td class="num">{sum(({ deadLetters }) => deadLetters)}</td>
      <td class="num">{sum(({ failures }) => failures)}</td>
      <td class="buttons">
        <ConnectorActions connector={connector} done={look} />
      </td>
    </tr>
  );
}

/** As the states of queries are shown. */
const STATE_CLASSES: Readonly<Record<string, string>> = {
  RUNNING: 'RUNNING',
  PAUSED: 'PAUSED',
  FAILED: 'ERROR',
};
