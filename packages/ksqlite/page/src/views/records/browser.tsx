import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { BrowsedRecord, CatalogueSource, LiveTopic, RecordsAnswer } from '../../api/answers.ts';
import { errorText, json } from '../../api/client.ts';
import { isRemote, topology } from '../../live/live-store.ts';
import { count, time } from '../../ui/format.ts';
import { usePoll } from '../../ui/poll.ts';
import { href } from '../../ui/route.ts';
import { RowsTable, type TableRow } from '../../ui/rows-table.tsx';
import { InsertForm } from './insert-form.tsx';
import { type Asked, NEWEST, SearchForm } from './search-form.tsx';

const PERIOD_MS = 1_000;

/** The records of one topic: the newest as they come, or those that were asked for. */
export function Browser({
  topic,
  sources,
}: {
  readonly topic: LiveTopic;
  readonly sources: readonly CatalogueSource[];
}): JSX.Element {
  const chosen = useSignal<string | undefined>(undefined);
  const asked = useSignal<Asked>(NEWEST);
  const found = useSignal<RecordsAnswer | undefined>(undefined);
  const error = useSignal('');
  const source = sources.find(({ name }) => name === chosen.value) ?? sources[0];
  const read = async (): Promise<void> => {
    const body = { topic: topic.name, source: source?.name ?? null, ...asked.value };
    try {
      found.value = await json<RecordsAnswer>('/page/api/records', { body });
      error.value = '';
    } catch (reason) {
      error.value = errorText(reason);
    }
  };
  const follows = asked.value === NEWEST;
  usePoll(PERIOD_MS, async () => (follows && !isRemote() ? read() : undefined), [source?.name, follows]);
  useEffect(() => {
    if (asked.value !== NEWEST) void read();
  }, [asked.value, source?.name]);
  return (
    <div class="browser">
      <section class="card">
        <header class="actions">
          <h2>{source?.name ?? topic.name}</h2>
          {sources.length > 1 && (
            <select
              aria-label="Stream or table"
              value={source?.name}
              onChange={(event) => {
                chosen.value = event.currentTarget.value;
              }}
            >
              {sources.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
          <span class="muted">
            topic {topic.name}, {count(topic.kept)} records, {topic.partitions}{' '}
            {topic.partitions === 1 ? 'partition' : 'partitions'}
          </span>
        </header>
        {source !== undefined && <Schema source={source} />}
      </section>
      {source !== undefined && topology.value?.interactive === true && (
        <InsertForm key={source.name} source={source} onInserted={() => void read()} />
      )}
      {isRemote() ? (
        <Elsewhere topic={topic.name} />
      ) : (
        <SearchForm partitions={topic.partitions} asked={asked} />
      )}
      {error.value !== '' && <p class="error">{error.value}</p>}
      {found.value !== undefined && (
        <Found answer={found.value} hasSource={source !== undefined} isKey={asked.value.key !== undefined} />
      )}
    </div>
  );
}

/** A real ksqlDB has statements for this alone. */
const Elsewhere = ({ topic }: { readonly topic: string }): JSX.Element => (
  <p class="card muted">
    A ksqlDB server tells records by statements: <code>PRINT '{topic}' FROM BEGINNING;</code> or a SELECT in
    the <a href={href('editor')}>editor</a> shows them.
  </p>
);

const Schema = ({ source }: { readonly source: CatalogueSource }): JSX.Element => (
  <ul class="schema">
    {source.columns.map(({ name, type, role }) => (
      <li key={name}>
        <b>{name}</b> <span class="muted">{type.toLowerCase()}</span>
        {role !== 'value' && <span class="chip quiet">{role}</span>}
      </li>
    ))}
  </ul>
);

const RAW = [
  { name: 'key', type: 'STRING' },
  { name: 'value', type: 'STRING' },
];

function Found({
  answer,
  hasSource,
  isKey,
}: {
  readonly answer: RecordsAnswer;
  readonly hasSource: boolean;
  readonly isKey: boolean;
}): JSX.Element {
  const { records, columns, searched } = answer;
  return (
    <>
      {isKey && (
        <p class="muted small" role="status">
          {count(records.length)} found among the newest {count(searched)}.
        </p>
      )}
      {records.length === 0 ? (
        <p class="card empty">No records.</p>
      ) : (
        <RowsTable
          label="Records"
          head={['partition', 'offset', 'time']}
          columns={hasSource ? columns : RAW}
          rows={records.map((record) => rowOf(record, hasSource))}
        />
      )}
    </>
  );
}

const rowOf = (record: BrowsedRecord, hasSource: boolean): TableRow => ({
  id: `${record.partition} ${record.offset}`,
  head: [String(record.partition), String(record.offset), time(record.timestamp)],
  cells: hasSource ? (record.row ?? []) : [JSON.stringify(record.key), JSON.stringify(record.value)],
  error: record.unreadable === undefined ? undefined : `${record.unreadable} — ${record.value ?? 'null'}`,
});
