import type { SelectItem } from '../../ast/query.ts';
import { type Cursor, isSymbol, next, peek, spanFrom } from '../cursor/cursor.ts';
import { isName, parseName } from '../cursor/names.ts';
import { syntaxError } from '../errors/failure.ts';
import { parseExpression } from '../expressions/expression.ts';
import { parseAlias } from './alias.ts';

/** `*`, `s.*`, `struct->*`, or an expression with or without an alias. */
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
  if (isSymbol(cursor, '->') && isSymbol(cursor, '*', 1)) {
    const arrow = next(cursor);
    next(cursor);
    if (['Binary', 'Unary'].includes(expression.kind))
      throw syntaxError(cursor, 'unexpected ->*', arrow, 'a STRUCT stands in front of it: address->*');
    return { kind: 'SelectFields', base: expression, span: spanFrom(cursor, start) };
  }
  const alias = parseAlias(cursor, ['FROM', 'AS', 'AND', 'OR', 'IS', 'IN', 'NOT', 'LIKE', 'BETWEEN']);
  return { kind: 'SelectExpression', expression, alias, span: spanFrom(cursor, start) };
}
