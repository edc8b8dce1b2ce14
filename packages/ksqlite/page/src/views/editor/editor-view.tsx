/** Statements are written, run, and their rows looked at. */
import { signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Catalogue } from '../../api/answers.ts';
import { json } from '../../api/client.ts';
import { topology } from '../../live/live-store.ts';
import { shortened } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { CodeEditor } from './code-editor.tsx';
import { draft, keepDraft, keepRan, ran } from './kept-scripts.ts';
import { ResultCard } from './result-card.tsx';
import { results, run, stop } from './results.ts';
import './editor.css';

const catalogue = signal<Catalogue | undefined>(undefined);

export function EditorView(): JSX.Element {
  const reset = useSignal<'earliest' | 'latest'>('earliest');
  const replace = useRef<(text: string) => void>(keepDraft);
  useEffect(() => stop, []);
  useCatalogue();
  const start = (): void => {
    keepRan(draft.value);
    void run(draft.value, reset.value);
  };
  const isRunning = results.value.some((result) => result.isRunning);
  return (
    <div class="page editor">
      <header>
        <h1>Editor</h1>
        <span class="end actions">
          <History onChoose={(text) => replace.current(text)} />
          <select
            aria-label="Where push queries begin"
            value={reset.value}
            onChange={(event) => {
              reset.value = event.currentTarget.value === 'latest' ? 'latest' : 'earliest';
            }}
          >
            <option value="earliest">from the earliest record</option>
            <option value="latest">from now on</option>
          </select>
          {isRunning && (
            <button type="button" onClick={stop}>
              <Icon name="stop" size={13} />
              Stop
            </button>
          )}
          <button type="button" class="primary" onClick={start} title="Ctrl or ⌘, and Enter">
            <Icon name="play" size={13} />
            Run
          </button>
        </span>
      </header>
      <CodeEditor
        text={draft.value}
        catalogue={() => catalogue.value}
        onChange={keepDraft}
        onRun={start}
        onReady={(put) => {
          replace.current = put;
        }}
      />
      {results.value.length === 0 && (
        <p class="muted small">
          A query with EMIT CHANGES stays open, and its rows come in as they are made; one without answers
          once. Errors are marked as you write, and nothing is executed before you run it.
        </p>
      )}
      {results.value.map((result, i) => (
        <ResultCard key={i} result={result} />
      ))}
    </div>
  );
}

/** What can be named now; looked up again when streams or tables come and go. */
function useCatalogue(): void {
  const names = topology.value?.topics.flatMap(({ sources }) => sources.map(({ name }) => name)).join();
  useEffect(() => {
    json<Catalogue>('/page/api/catalogue').then(
      (found) => {
        catalogue.value = found;
      },
      () => undefined,
    );
  }, [names]);
}

function History({ onChoose }: { readonly onChoose: (text: string) => void }): JSX.Element | null {
  if (ran.value.length === 0) return null;
  return (
    <select
      aria-label="What was run before"
      value=""
      onChange={(event) => {
        const text = ran.value[Number(event.currentTarget.value)];
        if (text !== undefined) onChoose(text);
        event.currentTarget.value = '';
      }}
    >
      <option value="">History</option>
      {ran.value.map((text, i) => (
        <option key={text} value={String(i)}>
          {shortened(text.replaceAll(/\s+/g, ' '), 70)}
        </option>
      ))}
    </select>
  );
}
