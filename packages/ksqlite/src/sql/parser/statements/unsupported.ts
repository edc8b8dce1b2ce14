import type { KsqlError } from '../../../errors/ksql-error.ts';
import { type Cursor, isWord, next, peek, previous } from '../cursor/cursor.ts';
import { unsupported } from '../errors/failure.ts';

const CONNECTORS =
  'write into a stream with INSERT INTO … VALUES or POST /inserts-stream, and read one with SELECT … EMIT CHANGES';

/** CREATE and DROP of connectors. The caller has taken the verb, which began at `start`. */
export function refuseOtherKinds(cursor: Cursor, start: number): void {
  const verb = previous(cursor).text;
  if (isWord(cursor, 'CONNECTOR')) throw refused(cursor, `${verb} CONNECTOR`, start, 0, CONNECTORS);
  if ((isWord(cursor, 'SINK') || isWord(cursor, 'SOURCE')) && isWord(cursor, 'CONNECTOR', 1)) {
    throw refused(cursor, `${verb} ${peek(cursor).text} CONNECTOR`, start, 1, CONNECTORS);
  }
}

/** SHOW of what is unsupported. The caller has taken the verb. */
export function refuseShow(cursor: Cursor, start: number): void {
  const scoped = isWord(cursor, 'SOURCE') || isWord(cursor, 'SINK') ? 1 : 0;
  if (isWord(cursor, 'CONNECTORS', scoped))
    throw refused(cursor, 'SHOW CONNECTORS', start, scoped, CONNECTORS);
  if (isWord(cursor, 'CONNECTOR') && isWord(cursor, 'PLUGINS', 1)) {
    throw refused(cursor, 'SHOW CONNECTOR PLUGINS', start, 1, CONNECTORS);
  }
}

/** DESCRIBE of connectors. The caller has taken the verb. */
export function refuseDescribe(cursor: Cursor, start: number): void {
  if (isWord(cursor, 'CONNECTOR')) throw refused(cursor, 'DESCRIBE CONNECTOR', start, 0, CONNECTORS);
}

function refused(cursor: Cursor, construct: string, start: number, ahead: number, hint: string): KsqlError {
  return unsupported(cursor, construct, { start, end: peek(cursor, ahead).end }, hint);
}

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
