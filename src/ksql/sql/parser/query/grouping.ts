import type { Expression } from '../../ast/expression.ts';
import { type Cursor, isSymbol, peek } from '../cursor.ts';
import { parseValue } from '../expressions/value.ts';
import { parseBracketed, parseCommaSeparated } from '../list.ts';

/** What is behind GROUP BY or PARTITION BY: expressions, all together in parentheses or not. */
export function parseGrouping(cursor: Cursor): readonly Expression[] {
  const value = (at: Cursor): Expression => parseValue(at);
  return isWrapped(cursor) ? parseBracketed(cursor, '(', ')', value) : parseCommaSeparated(cursor, value);
}

const CLAUSES_AFTER: ReadonlySet<string> = new Set(['PARTITION', 'HAVING', 'EMIT', 'LIMIT']);

/** Whether a parenthesis opens here that closes at the end of the clause: `(a, b)`, not `(a + b) * c, d`. */
function isWrapped(cursor: Cursor): boolean {
  if (!isSymbol(cursor, '(')) return false;
  let open = 0;
  for (let ahead = 0; peek(cursor, ahead).kind !== 'end'; ahead += 1) {
    if (isSymbol(cursor, ';', ahead)) return false;
    if (isSymbol(cursor, '(', ahead)) open += 1;
    if (isSymbol(cursor, ')', ahead)) open -= 1;
    if (open === 0) return endsClause(cursor, ahead + 1);
  }
  return false;
}

function endsClause(cursor: Cursor, ahead: number): boolean {
  const { kind, text } = peek(cursor, ahead);
  if (kind === 'word') return CLAUSES_AFTER.has(text);
  return kind === 'end' || isSymbol(cursor, ';', ahead);
}
