import type { KsqlError } from '../../../errors/ksql-error.ts';
import { isReserved } from '../../lexer/keywords.ts';
import { type Cursor, isSymbol, next, peek, previous } from '../cursor/cursor.ts';
import { isName } from '../cursor/names.ts';
import { syntaxError } from '../errors/failure.ts';
import { knownMistake, unexpected } from '../errors/unexpected.ts';
import { isStatementWord } from './statement.ts';

/** The semicolon. Throws SQL_SYNTAX for whatever else is there. */
export function expectStatementEnd(cursor: Cursor): void {
  if (isSymbol(cursor, ';')) next(cursor);
  else throw missing(cursor);
}

function missing(cursor: Cursor): KsqlError {
  const found = peek(cursor);
  const known = knownMistake(cursor);
  if (known !== undefined) return known;
  if (isSymbol(cursor, ')'))
    return syntaxError(cursor, 'this ) closes nothing', found, 'a ( is missing before it');
  const nextStatement = found.kind === 'word' && isReserved(found.text) && isStatementWord(found.text);
  if (found.kind !== 'end' && !nextStatement) return unexpected(cursor, [';'], operatorHint(cursor));
  // The place to put it, not the place where it was missed.
  const { end } = previous(cursor);
  return syntaxError(cursor, 'the statement does not end with ;', { start: end, end }, 'put a ; here');
}

/** `WHERE a = 1 b = 2` */
function operatorHint(cursor: Cursor): string | undefined {
  const { kind } = peek(cursor);
  const another = isName(cursor) || kind === 'string' || kind === 'integer' || isSymbol(cursor, '(');
  return another && cursor.expressionEnd === cursor.index
    ? 'is an operator missing before it: AND, OR, …?'
    : undefined;
}
