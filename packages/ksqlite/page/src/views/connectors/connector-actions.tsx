import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { PageConnector } from '../../api/answers.ts';
import { errorText, request } from '../../api/client.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';

interface Action {
  readonly title: string;
  readonly icon: IconName;
  readonly method: 'PUT' | 'POST';
  /** Behind `/connectors/NAME/`, of Kafka Connect's REST API. */
  readonly path: string;
}

const PAUSE: Action = { title: 'Pause', icon: 'pause', method: 'PUT', path: 'pause' };
const RESUME: Action = { title: 'Resume', icon: 'play', method: 'PUT', path: 'resume' };
const RESTART: Action = { title: 'Restart', icon: 'play', method: 'POST', path: 'restart?includeTasks=true' };

/** Pause, resume, restart. */
export function ConnectorActions({
  connector: { name, isPaused },
  done,
}: {
  readonly connector: PageConnector;
  /** It was done. */
  readonly done: () => Promise<void>;
}): JSX.Element {
  const error = useSignal('');
  const act = async ({ method, path }: Action): Promise<void> => {
    try {
      await request(`/connectors/${encodeURIComponent(name)}/${path}`, { method });
      error.value = '';
      await done();
    } catch (reason) {
      error.value = errorText(reason);
    }
  };
  return (
    <span class="actions">
      {(isPaused ? [RESUME] : [PAUSE, RESTART]).map((action) => (
        <button
          key={action.title}
          type="button"
          aria-label={`${action.title} ${name}`}
          onClick={() => void act(action)}
        >
          <Icon name={action.icon} size={13} />
          {action.title}
        </button>
      ))}
      {error.value !== '' && <span class="error">{error.value}</span>}
    </span>
  );
}
