import type { JSX } from 'preact';
import { topology } from '../../live/live-store.ts';
import { Icon } from '../../ui/icons.tsx';
import { go } from '../../ui/route.ts';
import { follow } from './trace.ts';

/** Asks for a key to follow through the topology; in the header, because one asks it from any view. */
export function TraceForm(): JSX.Element {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem('key') as HTMLInputElement;
    if (input.value === '' || topology.value === undefined) return;
    go('topology');
    void follow(input.value, topology.value);
  };
  return (
    <search class="trace-form">
      <form onSubmit={submit}>
        <Icon name="search" size={15} />
        <input
          name="key"
          aria-label="Where is a key? Follow it through the topology"
          placeholder="Where is key …"
          autocomplete="off"
        />
      </form>
    </search>
  );
}
