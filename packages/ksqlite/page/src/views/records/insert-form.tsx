import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { CatalogueSource } from '../../api/answers.ts';
import { errorText } from '../../api/client.ts';
import { execute } from '../../api/ksql.ts';
import { canInsert, insertStatement } from './insert-statement.ts';

/** One field a column; what is left empty is NULL. */
export function InsertForm({
  source,
  onInserted,
}: {
  readonly source: CatalogueSource;
  readonly onInserted: () => void;
}): JSX.Element {
  const said = useSignal('');
  const error = useSignal('');
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const values = new Map(source.columns.map(({ name }) => [name, String(data.get(name) ?? '')]));
    try {
      await execute(insertStatement(source.name, source.columns, values));
      said.value = 'Inserted.';
      error.value = '';
      onInserted();
    } catch (reason) {
      said.value = '';
      error.value = errorText(reason);
    }
  };
  return (
    <details class="card">
      <summary>
        Insert a record into <b>{source.name}</b>
      </summary>
      <form class="fields insert" onSubmit={(event) => void submit(event)}>
        {source.columns.filter(canInsert).map(({ name, type, role }) => (
          <label key={name}>
            <span>
              {name} {role === 'key' && <b>key</b>} <span class="muted">{type.toLowerCase()}</span>
            </span>
            <input name={name} autocomplete="off" />
          </label>
        ))}
        <button class="primary" type="submit">
          Insert
        </button>
        <span class="muted" role="status">
          {said.value}
        </span>
      </form>
      {error.value !== '' && <p class="error">{error.value}</p>}
    </details>
  );
}
