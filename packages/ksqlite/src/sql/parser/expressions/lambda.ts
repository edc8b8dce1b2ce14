import type { Lambda } from '../../ast/expression.ts';
import { type Cursor, isSymbol, peek, spanFrom } from '../cursor/cursor.ts';
import { expectSymbol } from '../cursor/expect.ts';
import { parseBracketed } from '../cursor/list.ts';
import { isName, parseName } from '../cursor/names.ts';
import { grow } from '../cursor/nesting.ts';
import { parseNestedExpression } from './nested.ts';

/** Whether `x =>` or `(x, y) =>` is next. */
export function isLambda(cursor: Cursor): boolean {
  if (!isSymbol(cursor, '(')) return isName(cursor) && isSymbol(cursor, '=>', 1);
  let ahead = 1;
  while (isName(cursor, ahead) && isSymbol(cursor, ',', ahead + 1)) ahead += 2;
  return isName(cursor, ahead) && isSymbol(cursor, ')', ahead + 1) && isSymbol(cursor, '=>', ahead + 2);
}

/** A lambda; the caller has looked with `isLambda`. */
export function parseLambda(cursor: Cursor): Lambda {
  const { start } = peek(cursor);
  const parameters = isSymbol(cursor, '(')
    ? parseBracketed(cursor, '(', ')', parseParameter)
    : [parseParameter(cursor)];
  expectSymbol(cursor, '=>');
  const body = parseNestedExpression(cursor);
  grow(cursor, cursor.height);
  return { kind: 'Lambda', parameters, body, span: spanFrom(cursor, start) };
}

const parseParameter = (cursor: Cursor): Lambda['parameters'][number] =>
  parseName(cursor, 'a parameter’s name');
