import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { LiveQuery } from '../../api/answers.ts';
import { errorText } from '../../api/client.ts';
import { execute } from '../../api/ksql.ts';
import { refresh, topology } from '../../live/live-store.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';

type Action = 'PAUSE' | 'RESUME' | 'TERMINATE';

const ICONS: Readonly<Record<Action, IconName>> = { PAUSE: 'pause', RESUME: 'play', TERMINATE: 'stop' };
const NAMES: Readonly<Record<Action, string>> = { PAUSE: 'Pause', RESUME: 'Resume', TERMINATE: 'Terminate' };

/** Pause, resume, terminate; nothing where the server takes no statements. A query that is terminated is gone: it is asked twice. */
export function QueryActions({ query }: { readonly query: LiveQuery }): JSX.Element | null {
  const asks = useSignal(false);
  const error = useSignal('');
  if (topology.value?.interactive !== true) return null;
  const act = async (action: Action): Promise<void> => {
    asks.value = false;
    try {
      await execute(`${action} ${query.id};`);
      error.value = '';
      await refresh();
    } catch (reason) {
      error.value = errorText(reason);
    }
  };
  const actions: readonly Action[] =
    query.state === 'RUNNING' ? ['PAUSE', 'TERMINATE'] : ['RESUME', 'TERMINATE'];
  return (
    <span class="actions">
      {actions.map((action) =>
        action === 'TERMINATE' && asks.value ? (
          <span key={action} class="actions">
            <button type="button" class="danger" onClick={() => void act('TERMINATE')}>
              Terminate for good
            </button>
            <button
              type="button"
              class="plain"
              onClick={() => {
                asks.value = false;
              }}
            >
              Keep it
            </button>
          </span>
        ) : (
          <button
            key={action}
            type="button"
            aria-label={`${NAMES[action]} ${query.id}`}
            onClick={() => {
              if (action === 'TERMINATE') asks.value = true;
              else void act(action);
            }}
          >
            <Icon name={ICONS[action]} size={13} />
            {NAMES[action]}
          </button>
        ),
      )}
      {error.value !== '' && <span class="error">{error.value}</span>}
    </span>
  );
}
