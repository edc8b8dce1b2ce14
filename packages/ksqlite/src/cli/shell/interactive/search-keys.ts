import type { Interface } from 'node:readline';
import type { Writable } from 'node:stream';
import { type HistorySearch, type Key, NO_SEARCH, searchLine, searchStep } from './history-search.ts';

/** What node:readline hands each key to; its REPL takes the keys there, too. */
interface TakesKeys {
  _ttyWrite(text: string | undefined, key: Key): void;
}

/**
 * Has Ctrl-R search the history.
 *
 * @param entries newest first, as they are by then
 */
export function searchKeys(
  rl: Interface,
  output: Writable & { readonly columns?: number },
  entries: () => readonly string[],
): void {
  const line = rl as Interface & TakesKeys;
  const own = line._ttyWrite.bind(line);
  let search: HistorySearch | undefined;
  let before = '';

  const show = (): void => {
    if (search !== undefined)
      output.write(`\r\u001b[K${searchLine(search, entries(), output.columns ?? 80)}`);
  };
  const empty = (): void => {
    own(undefined, { ctrl: true, name: 'e' });
    own(undefined, { ctrl: true, name: 'u' });
  };

  line._ttyWrite = (text, key) => {
    if (search === undefined) {
      if (key.ctrl !== true || key.name !== 'r') return own(text, key);
      before = rl.line;
      search = NO_SEARCH;
      empty();
      return show();
    }
    const step = searchStep(search, entries(), text, key);
    if (step.kind === 'search') {
      search = step.search;
      return show();
    }
    search = undefined;
    output.write('\r\u001b[K');
    rl.prompt();
    own(step.line ?? before, {});
    if (step.pass) own(text, key);
  };
}
