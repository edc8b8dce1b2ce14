import type { Explain, Statement } from '../../ast/statement.ts';
import { type Cursor, endsStatement, next, peek, spanFrom } from '../cursor/cursor.ts';
import { isName, parseName } from '../cursor/names.ts';
import { enter, leave } from '../cursor/nesting.ts';

/** The parsers of statements, which EXPLAIN is one of. */
export interface StatementParsers {
  readonly isStatementWord: (word: string) => boolean;
  readonly parseStatement: (cursor: Cursor) => Statement;
}

/** `EXPLAIN id` or `EXPLAIN statement` */
export function parseExplain(cursor: Cursor, parsers: StatementParsers): Statement {
  const { start } = next(cursor);
  enter(cursor);
  const subject = parseSubject(cursor, parsers);
  leave(cursor);
  return { kind: 'Explain', subject, span: spanFrom(cursor, start) };
}

/** Some statements begin with a word that may also be an id: nothing follows an id. */
function parseSubject(
  cursor: Cursor,
  { isStatementWord, parseStatement }: StatementParsers,
): Explain['subject'] {
  const { kind, text } = peek(cursor);
  const alone = endsStatement(cursor, 1);
  const isId = isName(cursor) && (alone || kind === 'quoted' || !isStatementWord(text));
  return isId ? parseName(cursor) : parseStatement(cursor);
}
