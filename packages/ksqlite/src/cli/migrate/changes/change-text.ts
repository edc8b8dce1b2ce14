import type { StatementChange } from './statement-diff.ts';

/** What is shown of a statement around the first place that differs, to either side. */
const AROUND = 24;
const MOST = 5;

/** What differs, in one line: `CREATE STREAM COPY (line 4) was "… * FROM …" and is "… A FROM …"; INSERT INTO X (line 9) is new`. */
export function changesText(changes: readonly StatementChange[]): string {
  const told = changes.slice(0, MOST).map(changeText);
  const more = changes.length - told.length;
  return `${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function changeText(change: StatementChange): string {
  if (change.kind === 'removed') return `${change.before.label} is no longer in it`;
  const { label, line, printed } = change.now;
  const where = line === undefined ? label : `${label} (line ${line})`;
  if (change.kind === 'added') return `${where} is new`;
  const { before } = change;
  if (before.printed === undefined || printed === undefined) return `${where} is another one now`;
  if (before.printed === printed) return `${where} is made with other settings (SET)`;
  const [was, is] = excerpts(before.printed, printed);
  return `${where} was ${was} and is ${is}`;
}

/** Of two texts that differ, the parts around the first place where they do. */
function excerpts(before: string, now: string): readonly [string, string] {
  const [a, b] = [before, now].map((text) => text.replace(/\s+/g, ' ')) as [string, string];
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const cut = (text: string): string => {
    const start = Math.max(0, from - AROUND);
    const stop = Math.min(text.length, Math.max(from, text.length - end) + AROUND);
    const shown = text.slice(start, Math.min(stop, start + 6 * AROUND));
    return `"${start > 0 ? '…' : ''}${shown}${start + shown.length < text.length ? '…' : ''}"`;
  };
  return [cut(a), cut(b)];
}
