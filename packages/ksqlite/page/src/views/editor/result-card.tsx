import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { count, shortened } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { lazy } from '../../ui/lazy.tsx';
import { csvOf, isNumeric, jsonOf } from '../../ui/rows.ts';
import { RowsTable } from '../../ui/rows-table.tsx';
import { saveFile } from '../../ui/save-file.ts';
import { Answer } from './answer.tsx';
import { charted } from './charted.ts';
import { KEPT_ROWS, type Result } from './results.ts';

const SHOWN_ROWS = 300;
const Chart = lazy(async () => (await import('./chart.tsx')).Chart);

/** What one statement came to. */
export function ResultCard({ result }: { readonly result: Result }): JSX.Element {
  const { sql, error, answers, columns, isRunning } = result;
  return (
    <section class="card result" aria-label={`Result of ${shortened(sql, 60)}`}>
      <code class="muted">{shortened(sql.replaceAll(/\s+/g, ' '), 160)}</code>
      {error !== '' && <p class="error">{error}</p>}
      {answers.map((answer, i) => (
        <Answer key={i} answer={answer} />
      ))}
      {columns.length > 0 && <Rows result={result} />}
      {error === '' && answers.length === 0 && columns.length === 0 && (
        <p class="muted">{isRunning ? 'Running …' : 'Done.'}</p>
      )}
    </section>
  );
}

function Rows({ result }: { readonly result: Result }): JSX.Element {
  const { columns, isRunning } = result;
  const paused = useSignal<Result | undefined>(undefined);
  const showsChart = useSignal(false);
  const shown = paused.value ?? result;
  const first = shown.received - shown.rows.length;
  const rows = shown.rows.slice(-SHOWN_ROWS).map((cells, i) => ({
    id: String(first + Math.max(0, shown.rows.length - SHOWN_ROWS) + i),
    head: [],
    cells,
  }));
  charted.value = shown;
  return (
    <>
      <div class="actions">
        <span role="status">
          <b>{count(result.received)}</b> {result.received === 1 ? 'row' : 'rows'}
          <span class="muted">
            {isRunning ? ', more as they come' : ''}
            {result.received > KEPT_ROWS ? `; the newest ${count(KEPT_ROWS)} are kept` : ''}
          </span>
        </span>
        {isRunning && (
          <button
            type="button"
            onClick={() => {
              paused.value = paused.value === undefined ? result : undefined;
            }}
          >
            <Icon name={paused.value === undefined ? 'pause' : 'play'} size={13} />
            {paused.value === undefined ? 'Hold the table' : 'Let it move'}
          </button>
        )}
        {columns.some(isNumeric) && (
          <button
            type="button"
            aria-pressed={showsChart.value}
            onClick={() => {
              showsChart.value = !showsChart.value;
            }}
          >
            Chart
          </button>
        )}
        <button type="button" onClick={() => saveFile('rows.csv', 'text/csv', csvOf(columns, shown.rows))}>
          <Icon name="download" size={13} />
          CSV
        </button>
        <button
          type="button"
          onClick={() => saveFile('rows.json', 'application/json', jsonOf(columns, shown.rows))}
        >
          <Icon name="download" size={13} />
          JSON
        </button>
      </div>
      {showsChart.value && <Chart />}
      {rows.length > 0 && <RowsTable label="Rows" columns={columns} rows={rows.reverse()} />}
    </>
  );
}
