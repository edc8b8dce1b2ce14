import type { Expression } from '../../ast/expression.ts';
import { type Cursor, isSymbol, next, peek, spanFrom } from '../cursor/cursor.ts';
import { expectClose } from '../cursor/list.ts';
import { isName, parseName } from '../cursor/names.ts';
import { syntaxError } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseCase, parseCast } from './case-and-cast.ts';
import { parseArray, parseMap, parseStruct } from './constructors.ts';
import { parseFunctionCall } from './function-call.ts';
import { parseNumber } from './literals.ts';
import { parseNestedExpression } from './nested.ts';

/** The leaves of an expression, and all that stands in brackets of its own. */
export function parsePrimary(cursor: Cursor): Expression {
  cursor.height = 1;
  const { kind, text, start, end } = peek(cursor);
  switch (kind) {
    case 'word':
      return parseWord(cursor, text);
    case 'quoted':
      return parseReference(cursor);
    case 'string':
      next(cursor);
      return { kind: 'StringLiteral', value: text, span: { start, end } };
    case 'integer':
    case 'decimal':
    case 'double':
      return parseNumber(cursor);
    default:
      if (isSymbol(cursor, '(')) return parseParenthesised(cursor);
      throw unexpected(cursor, ['an expression']);
  }
}

function parseWord(cursor: Cursor, word: string): Expression {
  switch (word) {
    case 'NULL': {
      const { start, end } = next(cursor);
      return { kind: 'NullLiteral', span: { start, end } };
    }
    case 'TRUE':
    case 'FALSE': {
      const { start, end } = next(cursor);
      return { kind: 'BooleanLiteral', value: word === 'TRUE', span: { start, end } };
    }
    case 'CASE':
      return parseCase(cursor);
    case 'CAST':
      return parseCast(cursor);
    case 'ARRAY':
      return isSymbol(cursor, '[', 1) ? parseArray(cursor) : parseReference(cursor);
    case 'MAP':
      return isSymbol(cursor, '(', 1) ? parseMap(cursor) : parseReference(cursor);
    case 'STRUCT':
      return isSymbol(cursor, '(', 1) ? parseStruct(cursor) : parseReference(cursor);
    default:
      return parseReference(cursor);
  }
}

/** Parentheses leave no trace in the tree but its shape. */
function parseParenthesised(cursor: Cursor): Expression {
  const opener = next(cursor);
  const inner = parseNestedExpression(cursor);
  expectClose(cursor, opener, ')');
  return inner;
}

/** `f(…)`, `column` or `source.column`. */
function parseReference(cursor: Cursor): Expression {
  if (!isName(cursor)) throw unexpected(cursor, ['an expression']);
  if (isSymbol(cursor, '(', 1)) return parseFunctionCall(cursor);
  const first = parseName(cursor);
  refuseTypedLiteral(cursor);
  if (!isSymbol(cursor, '.')) {
    return { kind: 'ColumnReference', source: undefined, name: first, span: first.span };
  }
  next(cursor);
  const name = parseName(cursor, 'a column’s name');
  return { kind: 'ColumnReference', source: first, name, span: spanFrom(cursor, first.span.start) };
}

/** `DATE '2024-01-01'` and the like belong to other SQLs. */
function refuseTypedLiteral(cursor: Cursor): void {
  const literal = peek(cursor);
  const type = peek(cursor, -1);
  if (literal.kind !== 'string' || !/^(?:DATE|TIME|TIMESTAMP)$/.test(type.text)) return;
  throw syntaxError(
    cursor,
    `ksqlDB has no ${type.text} literals`,
    { start: type.start, end: literal.end },
    `leave ${type.text} out: a string is read as one where one is compared, or CAST it`,
  );
}
