import type { Statement } from '../../ast/statement.ts';
import { type Cursor, next, spanFrom } from '../cursor/cursor.ts';
import { acceptWord } from '../cursor/expect.ts';
import { isName, parseName } from '../cursor/names.ts';
import { unexpected } from '../errors/unexpected.ts';

/** `PAUSE id` or `PAUSE ALL` */
export const parsePause = (cursor: Cursor): Statement => parseOf(cursor, 'Pause');

/** `RESUME id` or `RESUME ALL` */
export const parseResume = (cursor: Cursor): Statement => parseOf(cursor, 'Resume');

function parseOf(cursor: Cursor, kind: 'Pause' | 'Resume'): Statement {
  const { start } = next(cursor);
  if (acceptWord(cursor, 'ALL')) return { kind, queryId: undefined, span: spanFrom(cursor, start) };
  if (!isName(cursor)) throw unexpected(cursor, ['a query’s id'], 'SHOW QUERIES lists the ids');
  return { kind, queryId: parseName(cursor), span: spanFrom(cursor, start) };
}
