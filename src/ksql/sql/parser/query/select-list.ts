import type { SelectItem } from '../../ast/query.ts';
import { type Cursor, isSymbol, next, peek, spanFrom } from '../cursor.ts';
import { parseExpression } from '../expressions/expression.ts';
import { isName, parseName } from '../names.ts';
import { parseAlias } from './alias.ts';

/** `*`, `s.*`, or an expression with or without an alias. */
export function parseSelectItem(cursor: Cursor): SelectItem {
  const { start } = peek(cursor);
  if (isSymbol(cursor, '*')) {
    next(cursor);
    return { kind: 'SelectAll', source: undefined, span: spanFrom(cursor, start) };
  }
  if (isName(cursor) && isSymbol(cursor, '.', 1) && isSymbol(cursor, '*', 2)) {
    const source = parseName(cursor);
    next(cursor);
    next(cursor);
    return { kind: 'SelectAll', source, span: spanFrom(cursor, start) };
  }
  const expression = parseExpression(cursor);
  const alias = parseAlias(cursor, ['FROM', 'AS', 'AND', 'OR', 'IS', 'IN', 'NOT', 'LIKE', 'BETWEEN']);
  return { kind: 'SelectExpression', expression, alias, span: spanFrom(cursor, start) };
}
