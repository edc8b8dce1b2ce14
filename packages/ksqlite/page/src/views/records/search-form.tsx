import type { Signal } from '@preact/signals';
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';

/** What is asked of the server; see browse-records.ts of the package. */
export interface Asked {
  readonly partition?: number;
  readonly offset?: number;
  readonly time?: number;
  readonly key?: string;
  readonly limit?: number;
}

/** The newest, again and again. */
export const NEWEST: Asked = {};

type Way = 'newest' | 'offset' | 'time' | 'key';

/** By which way one looks for records. */
export function SearchForm({
  partitions,
  asked,
}: {
  readonly partitions: number;
  readonly asked: Signal<Asked>;
}): JSX.Element {
  const way = useSignal<Way>('newest');
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    asked.value = askedOf(way.value, data);
  };
  return (
    <form class="fields" onSubmit={submit}>
      <label>
        Show
        <select
          value={way.value}
          onChange={(event) => {
            way.value = event.currentTarget.value as Way;
            if (way.value === 'newest') asked.value = NEWEST;
          }}
        >
          <option value="newest">the newest, as they come</option>
          <option value="offset">from an offset on</option>
          <option value="time">from a time on</option>
          <option value="key">those of a key</option>
        </select>
      </label>
      {way.value === 'offset' && (
        <>
          <label>
            Partition
            <input name="partition" type="number" min="0" max={partitions - 1} value="0" required />
          </label>
          <label>
            Offset
            <input name="offset" type="number" min="0" value="0" required />
          </label>
        </>
      )}
      {way.value === 'time' && (
        <label>
          Time (UTC)
          <input name="time" type="datetime-local" step="1" required />
        </label>
      )}
      {way.value === 'key' && (
        <label>
          Key
          <input name="key" autocomplete="off" required />
        </label>
      )}
      {way.value !== 'newest' && <button type="submit">Show</button>}
    </form>
  );
}

function askedOf(way: Way, data: FormData): Asked {
  const text = (name: string): string => String(data.get(name) ?? '');
  switch (way) {
    case 'newest':
      return NEWEST;
    case 'offset':
      return { partition: Number(text('partition')), offset: Number(text('offset')) };
    case 'time':
      return { time: Date.parse(`${text('time')}Z`) };
    case 'key':
      return { key: text('key') };
  }
}
