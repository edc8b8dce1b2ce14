import type { Statement } from '../../ast/statement.ts';
import { type Cursor, next, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords } from '../cursor/expect.ts';
import { parseCount } from '../cursor/integers.ts';
import { parseTopicName } from '../cursor/names.ts';

/** `PRINT topic [FROM BEGINNING] [INTERVAL n] [LIMIT n]` */
export function parsePrint(cursor: Cursor): Statement {
  const { start } = next(cursor);
  const topic = parseTopicName(cursor, "PRINT 'my-topic' FROM BEGINNING;");
  const fromBeginning = acceptWords(cursor, 'FROM', 'BEGINNING');
  const hasInterval = acceptWord(cursor, 'INTERVAL') || acceptWord(cursor, 'SAMPLE');
  const interval = hasInterval ? parseCount(cursor, 'the INTERVAL') : undefined;
  const limit = acceptWord(cursor, 'LIMIT') ? parseCount(cursor, 'the LIMIT') : undefined;
  return { kind: 'Print', topic, fromBeginning, interval, limit, span: spanFrom(cursor, start) };
}
