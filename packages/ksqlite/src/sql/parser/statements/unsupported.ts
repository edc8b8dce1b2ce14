import type { KsqlError } from '../../../errors/ksql-error.ts';
import { type Cursor, isWord, next, peek } from '../cursor/cursor.ts';
import { unsupported } from '../errors/failure.ts';

/** First word → the words that may follow it to name the construct, and what to do instead. */
const VERBS: ReadonlyMap<string, { readonly second: readonly string[]; readonly hint: string }> = new Map([
  [
    'RUN',
    {
      second: ['SCRIPT'],
      hint: 'give the engine the script’s text; a test file may run one: ksqlite test FILE',
    },
  ],
]);

export const isUnsupportedVerb = (word: string): boolean => VERBS.has(word);

/** The error for a statement of ksqlDB that is unsupported as a whole. The verb is next. */
export function unsupportedStatement(cursor: Cursor): KsqlError {
  const verb = next(cursor);
  const { second = [], hint = '' } = VERBS.get(verb.text) ?? {};
  const named = second.find((word) => isWord(cursor, word));
  const end = named === undefined ? verb.end : peek(cursor).end;
  const construct = named === undefined ? verb.text : `${verb.text} ${named}`;
  return unsupported(cursor, construct, { start: verb.start, end }, hint);
}
