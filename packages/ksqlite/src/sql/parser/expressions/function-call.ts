import type { Expression, FunctionCall, Lambda } from '../../ast/expression.ts';
import type { Identifier } from '../../ast/span.ts';
import { TIME_UNITS } from '../../lexer/keywords.ts';
import { type Cursor, isSymbol, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { expectClose, parseBracketedOrEmpty } from '../cursor/list.ts';
import { parseName } from '../cursor/names.ts';
import { grow } from '../cursor/nesting.ts';
import { syntaxError } from '../errors/failure.ts';
import { isLambda, parseLambda } from './lambda.ts';
import { parseNestedExpression } from './nested.ts';
import { takesTimeUnit, unitName } from './time-unit-functions.ts';

type Argument = FunctionCall['arguments'][number];

/** `f(a, b, x => …)` or `f(*)`. The caller has seen a name and a parenthesis. */
export function parseFunctionCall(cursor: Cursor): Expression {
  const name = upperCase(parseName(cursor));
  if (isSymbol(cursor, '*', 1)) return parseStar(cursor, name);
  if (name.text === 'COUNT' && isWord(cursor, 'DISTINCT', 1)) return parseDistinct(cursor, name);
  let previous: Argument | undefined;
  const parseArgument = (): Argument => {
    previous = previous === undefined ? parseFirst(cursor, name.text) : parseFurther(cursor, previous);
    return previous;
  };
  const args = parseBracketedOrEmpty(cursor, '(', ')', parseArgument);
  grow(cursor, cursor.height);
  return {
    kind: 'FunctionCall',
    name,
    arguments: args,
    star: false,
    span: spanFrom(cursor, name.span.start),
  };
}

/** Functions are found by their upper-case name, quoted or not. */
const upperCase = (name: Identifier): Identifier => ({ ...name, text: name.text.toUpperCase() });

function parseStar(cursor: Cursor, name: Identifier): Expression {
  const opener = next(cursor);
  next(cursor);
  expectClose(cursor, opener, ')');
  const span = spanFrom(cursor, name.span.start);
  return { kind: 'FunctionCall', name, arguments: [], star: true, span };
}

/** `COUNT(DISTINCT x)` is another way to write `COUNT_DISTINCT(x)`. */
function parseDistinct(cursor: Cursor, { span: { start, end } }: Identifier): Expression {
  const opener = next(cursor);
  next(cursor);
  const argument = parseNestedExpression(cursor);
  expectClose(cursor, opener, ')');
  grow(cursor, cursor.height);
  const name = { text: 'COUNT_DISTINCT', quoted: false, span: { start, end } };
  return {
    kind: 'FunctionCall',
    name,
    arguments: [argument],
    star: false,
    distinct: true,
    span: spanFrom(cursor, start),
  };
}

function parseFirst(cursor: Cursor, functionName: string): Expression {
  const { kind, text, start, end } = peek(cursor);
  if (isLambda(cursor)) {
    throw syntaxError(
      cursor,
      'a lambda cannot be the first argument',
      peek(cursor),
      'the collection comes first',
    );
  }
  const standsAlone = isSymbol(cursor, ',', 1) || isSymbol(cursor, ')', 1);
  if (kind === 'word' && standsAlone && takesTimeUnit(functionName) && TIME_UNITS.has(text)) {
    next(cursor);
    cursor.height = 1;
    return { kind: 'StringLiteral', value: unitName(text), span: { start, end } };
  }
  return parseNestedExpression(cursor);
}

/** Lambdas are the last arguments. */
function parseFurther(cursor: Cursor, previous: Argument): Expression | Lambda {
  if (isLambda(cursor)) return parseLambda(cursor);
  if (previous.kind !== 'Lambda') return parseNestedExpression(cursor);
  throw syntaxError(cursor, 'after a lambda only lambdas can follow', peek(cursor), 'put the lambda last');
}
