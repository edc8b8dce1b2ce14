import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { RecordsAnswer } from '../../api/answers.ts';
import { errorText, json } from '../../api/client.ts';
import { isRemote, topology } from '../../live/live-store.ts';
import { count, time } from '../../ui/format.ts';
import { usePoll } from '../../ui/poll.ts';
import { href, path } from '../../ui/route.ts';
import { TableFrame } from '../../ui/table-frame.tsx';
import { problemsText } from '../topology/graph-node.tsx';
import { countsByQuery, type LogEntry, logEntry } from './log-entries.ts';

const PERIOD_MS = 2_000;
const SHOWN = 300;
const WHAT: Readonly<Record<LogEntry['what'], string>> = {
  unreadable: 'unreadable',
  failed: 'failed or left out',
  stopped: 'query stopped',
};

const HEADS = ['Time', 'Query', 'What', 'Why', 'Record'].map((name) => ({ name }));

/** What went wrong with records: which, where, and why. */
export function ProcessingLogView(): JSX.Element {
  const entries = useSignal<readonly LogEntry[] | undefined>(undefined);
  const error = useSignal('');
  const wanted = useSignal('');
  const [, query] = path.value;
  const topic = topology.value?.processingLog;
  usePoll(PERIOD_MS, async () => {
    if (topic === null || topic === undefined) return;
    try {
      const { records } = await json<RecordsAnswer>('/page/api/records', { body: { topic, limit: SHOWN } });
      entries.value = records.map(logEntry).filter((entry) => entry !== undefined);
      error.value = '';
    } catch (reason) {
      error.value = errorText(reason);
    }
  }, [topic]);
  const shown = (entries.value ?? []).filter((entry) => isWanted(entry, wanted.value, query));
  return (
    <div class="page">
      <header>
        <h1>Processing log</h1>
        <span class="muted">what went wrong with records, newest first</span>
        <span class="end actions">
          <input
            aria-label="Search the processing log"
            placeholder="Search …"
            value={wanted.value}
            onInput={(event) => {
              wanted.value = event.currentTarget.value;
            }}
          />
        </span>
      </header>
      {error.value !== '' && <p class="error">{error.value}</p>}
      {topic !== null && <Filters entries={entries.value ?? []} chosen={query} />}
      <Entries isOff={topic === null} entries={shown} hasAny={(entries.value ?? []).length > 0} />
    </div>
  );
}

/** How many of the entries are about which query; choosing one shows those alone. */
function Filters({
  entries,
  chosen,
}: {
  readonly entries: readonly LogEntry[];
  readonly chosen: string | undefined;
}): JSX.Element | null {
  const counts = countsByQuery(entries);
  if (chosen !== undefined && !counts.has(chosen)) counts.set(chosen, 0);
  if (counts.size < 2 && chosen === undefined) return null;
  return (
    <nav class="actions" aria-label="Entries by query">
      <a class="chip quiet" href={href('log')} aria-current={chosen === undefined ? 'true' : undefined}>
        all <b>{count(entries.length)}</b>
      </a>
      {[...counts].map(([query, some]) => (
        <a
          key={query}
          class="chip quiet"
          href={href('log', query)}
          aria-current={chosen === query ? 'true' : undefined}
        >
          {query === '' ? 'no query' : query} <b>{count(some)}</b>
        </a>
      ))}
    </nav>
  );
}

const Remote = (): JSX.Element => (
  <div class="card empty">
    <p>
      A ksqlDB server writes its processing log to a stream, where it is set to:{' '}
      <code>SELECT * FROM KSQL_PROCESSING_LOG EMIT CHANGES;</code> in the <a href={href('editor')}>editor</a>.
    </p>
  </div>
);

/** Without a log there are the engine’s counts. */
function Off(): JSX.Element {
  const queries = (topology.value?.queries ?? []).filter((query) => problemsText(query).length > 0);
  return (
    <div class="card empty">
      <p>
        The processing log is not written: <code>ksqlite server --processing-log rows</code> writes it, with
        the records that its entries are about; a program that opens the database itself sets{' '}
        <code>ksql.logging.processing.topic.auto.create</code> and{' '}
        <code>ksql.logging.processing.rows.include</code>.
      </p>
      {queries.length > 0 && (
        <>
          <p>The engine has counted, since its start:</p>
          <ul class="plain-list">
            {queries.map((query) => (
              <li key={query.id}>
                <a href={href('topology', 'query', query.id)}>{query.id}</a> {problemsText(query).join(', ')}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

const isWanted = (entry: LogEntry, wanted: string, query: string | undefined): boolean =>
  (query === undefined || entry.query === query) &&
  [entry.query, entry.step, entry.message, entry.cause, entry.record].some((text) =>
    text.toLowerCase().includes(wanted.toLowerCase()),
  );

function Entries({
  isOff,
  entries,
  hasAny,
}: {
  readonly isOff: boolean;
  readonly entries: readonly LogEntry[];
  readonly hasAny: boolean;
}): JSX.Element {
  if (isOff) return isRemote() ? <Remote /> : <Off />;
  if (entries.length === 0)
    return (
      <p class="card empty">
        {hasAny ? 'No entry has this in it.' : 'Nothing went wrong with any record so far.'}
      </p>
    );
  return (
    <TableFrame label="Processing log" heads={HEADS}>
      {entries.map((entry) => (
        <tr key={entry.id}>
          <td class="muted" style={{ whiteSpace: 'nowrap' }}>
            {time(entry.time)}
          </td>
          <td>
            <a href={href('topology', 'query', entry.query)}>{entry.query}</a>
            <div class="muted small">{entry.step}</div>
          </td>
          <td>
            <span class={entry.what === 'failed' ? 'chip' : 'chip bad'}>{WHAT[entry.what]}</span>
          </td>
          <td class="why">
            {entry.message}
            {entry.cause !== '' && !entry.message.includes(entry.cause) && (
              <pre class="muted">{entry.cause}</pre>
            )}
          </td>
          <td class="cell open">{entry.record === '' ? <span class="null">not kept</span> : entry.record}</td>
        </tr>
      ))}
    </TableFrame>
  );
}
