import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { giveToken, needsToken, wasRefused } from '../api/client.ts';
import { refresh } from '../live/live-store.ts';

/** Asks for the server's token, once a tab. */
export function TokenDialog(): JSX.Element | null {
  const dialog = useRef<HTMLDialogElement>(null);
  const wanted = needsToken.value;
  useEffect(() => {
    if (wanted) dialog.current?.showModal();
    else dialog.current?.close();
  }, [wanted]);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).elements.namedItem('token') as HTMLInputElement;
    giveToken(input.value);
    input.value = '';
    void refresh();
  };
  return (
    <dialog ref={dialog} aria-labelledby="token-title" onCancel={(event) => event.preventDefault()}>
      <form onSubmit={submit}>
        <h1 id="token-title">This server wants its token</h1>
        <p class="muted">
          {wasRefused.value ? 'That was not it. ' : ''}It is what KSQLDB_TOKEN said when the server was
          started, or KSQLDB_PAGE_TOKEN of ksqlite page. It is kept for this tab alone.
        </p>
        <label>
          Token
          <input name="token" type="password" required autocomplete="off" />
        </label>
        <div class="actions">
          <button class="primary" type="submit">
            Connect
          </button>
        </div>
      </form>
    </dialog>
  );
}
