import type { Expression } from '../../ast/expression.ts';
import { type Cursor, isSymbol, peek } from '../cursor/cursor.ts';
import { parseBracketed, parseCommaSeparated } from '../cursor/list.ts';
import { parseValue } from '../expressions/value.ts';

/** What is behind GROUP BY or PARTITION BY: expressions, all together in parentheses or not. */
export function parseGrouping(cursor: Cursor): readonly Expression[] {
  const value = (at: Cursor): Expression => parseValue(at);
  return isWrapped(cursor) ? parseBracketed(cursor, '(', ')', value) : parseCommaSeparated(cursor, value);
}

const CLAUSES_AFTER: ReadonlySet<string> = new Set([
  'PARTITION',
  'HAVING',
  'ORDER',
  'EMIT',
  'LIMIT',
  'OFFSET',
]);

/**
 * Whether a parenthesis opens here around several expressions, and closes at the end of the clause: `(a, b)`. Around
 * one, it is part of the expression: `(a IS NULL)`, `(a + b) * c, d`.
 */
function isWrapped(cursor: Cursor): boolean {
  if (!isSymbol(cursor, '(')) return false;
  let open = 0;
  let several = false;
  for (let ahead = 0; peek(cursor, ahead).kind !== 'end'; ahead += 1) {
    if (isSymbol(cursor, ';', ahead)) return false;
    if (isSymbol(cursor, '(', ahead) || isSymbol(cursor, '[', ahead)) open += 1;
    if (isSymbol(cursor, ')', ahead) || isSymbol(cursor, ']', ahead)) open -= 1;
    if (open === 1 && isSymbol(cursor, ',', ahead)) several = true;
    if (open === 0) return several && endsClause(cursor, ahead + 1);
  }
  return false;
}

function endsClause(cursor: Cursor, ahead: number): boolean {
  const { kind, text } = peek(cursor, ahead);
  if (kind === 'word') return CLAUSES_AFTER.has(text);
  return kind === 'end' || isSymbol(cursor, ';', ahead);
}
