import type { Statement } from '../../ast/statement.ts';
import { type Cursor, next, spanFrom } from '../cursor/cursor.ts';
import { expectWord } from '../cursor/expect.ts';
import { parseSourceName } from '../cursor/names.ts';

/** `DELETE FROM table WHERE key = value [AND …]` */
export function parseDelete(cursor: Cursor): Statement {
  const { start } = next(cursor);
  expectWord(cursor, 'FROM');
  const target = parseSourceName(cursor);
  expectWord(cursor, 'WHERE');
  const where = cursor.nested.expression(cursor);
  return { kind: 'DeleteRow', target, where, span: spanFrom(cursor, start) };
}
