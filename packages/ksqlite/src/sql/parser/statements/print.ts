import type { Statement } from '../../ast/statement.ts';
import { type Cursor, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords } from '../cursor/expect.ts';
import { parseCount } from '../cursor/integers.ts';
import { isName, parseName } from '../cursor/names.ts';
import { unexpected } from '../errors/unexpected.ts';

/** `PRINT topic [FROM BEGINNING] [INTERVAL n] [LIMIT n]` */
export function parsePrint(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const topic = parseTopic(cursor);
  const fromBeginning = acceptWords(cursor, 'FROM', 'BEGINNING');
  const hasInterval = acceptWord(cursor, 'INTERVAL') || acceptWord(cursor, 'SAMPLE');
  const interval = hasInterval ? parseCount(cursor, 'the INTERVAL') : undefined;
  const limit = acceptWord(cursor, 'LIMIT') ? parseCount(cursor, 'the LIMIT') : undefined;
  return { kind: 'Print', topic, fromBeginning, interval, limit, span: spanFrom(cursor, start) };
}

/** Topics have names in both cases: an unquoted one is taken as written. */
function parseTopic(cursor: Cursor): string {
  const { kind, start, end } = peek(cursor);
  if (kind === 'string') return next(cursor).text;
  if (!isName(cursor)) throw unexpected(cursor, ['a topic'], "PRINT 'my-topic' FROM BEGINNING;");
  const name = parseName(cursor);
  return kind === 'quoted' ? name.text : cursor.text.slice(start, end);
}
