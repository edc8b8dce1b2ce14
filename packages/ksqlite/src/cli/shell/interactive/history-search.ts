/**
 * Ctrl-R: the newest entry of the history that holds what is typed, and with each Ctrl-R an older one. Escape and the arrows put what was
 * found into the line, Enter runs it, Ctrl-G and Ctrl-C take it back. As bash has it.
 */
export interface HistorySearch {
  readonly query: string;
  /** Of the entry that was found, in the history; -1: none. */
  readonly at: number;
}

/** A key, as node:readline names it. */
export interface Key {
  readonly name?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
}

export type SearchStep =
  | { readonly kind: 'search'; readonly search: HistorySearch }
  /** It is over; `line`: what stands in the line then, undefined: what was there before. `pass`: the key is for the line. */
  | { readonly kind: 'end'; readonly line: string | undefined; readonly pass: boolean };

export const NO_SEARCH: HistorySearch = { query: '', at: -1 };

/** @param entries newest first */
export function searchStep(
  { query, at }: HistorySearch,
  entries: readonly string[],
  text: string | undefined,
  key: Key,
): SearchStep {
  const look = (wanted: string, from: number): SearchStep => {
    const found = wanted === '' ? -1 : entries.findIndex((entry, i) => i >= from && entry.includes(wanted));
    return { kind: 'search', search: { query: wanted, at: found } };
  };
  const found = entries[at];
  if (key.ctrl === true) {
    if (key.name === 'r') {
      const older = look(query, at + 1);
      // the oldest one stays
      return older.kind === 'search' && older.search.at < 0 ? look(query, Math.max(at, 0)) : older;
    }
    if (key.name === 'g' || key.name === 'c') return { kind: 'end', line: undefined, pass: false };
    if (key.name === 'h') return look(query.slice(0, -1), 0);
    return { kind: 'end', line: found, pass: true };
  }
  switch (key.name) {
    case 'backspace':
      return look(query.slice(0, -1), 0);
    case 'escape':
      return { kind: 'end', line: found, pass: false };
    case 'return':
    case 'enter':
      return { kind: 'end', line: found, pass: true };
  }
  const isTyped = text !== undefined && key.meta !== true && /^[^\p{Cc}]+$/u.test(text);
  return isTyped ? look(query + text, Math.max(at, 0)) : { kind: 'end', line: found, pass: true };
}

/** What stands in the place of the prompt and the line, at most so many columns. */
export function searchLine({ query, at }: HistorySearch, entries: readonly string[], width: number): string {
  const line = `(${at < 0 && query !== '' ? 'not found' : 'search'}) ${query}: ${entries[at] ?? ''}`;
  return line.length < width ? line : `${line.slice(0, Math.max(0, width - 2))}…`;
}
