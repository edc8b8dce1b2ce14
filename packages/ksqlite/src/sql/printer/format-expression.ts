import type { Expression } from '../ast/expression.ts';
import { formatBinary } from './binary.ts';
import { formatCall } from './calls.ts';
import { formatName, formatString } from './names.ts';
import { formatTypeSql } from './types.ts';

/**
 * The expression as ksqlDB prints it: all operators in parentheses, so that no precedence is needed to read it.
 * Parsed again, it is the same expression.
 */
export function formatExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'NullLiteral':
      return 'null';
    case 'BooleanLiteral':
      return String(expression.value);
    case 'IntegerLiteral':
      return String(expression.value);
    case 'DecimalLiteral':
      return expression.text;
    case 'DoubleLiteral':
      return formatDouble(expression.value);
    case 'StringLiteral':
      return formatString(expression.value);
    case 'ColumnReference': {
      const { source, name } = expression;
      return source === undefined
        ? formatName(name.text)
        : `${formatName(source.text)}.${formatName(name.text)}`;
    }
    case 'Dereference':
      return `${formatBase(expression.base)}->${formatName(expression.field.text)}`;
    case 'Subscript':
      return `${formatBase(expression.base)}[${formatExpression(expression.index)}]`;
    case 'FunctionCall':
      return formatCall(expression, formatExpression);
    case 'Unary':
      return expression.operator === 'NOT'
        ? `(NOT ${formatExpression(expression.operand)})`
        : formatSign(expression.operator, formatExpression(expression.operand));
    case 'Binary':
      return formatBinary(expression, formatExpression);
    case 'IsNull':
      return `(${formatExpression(expression.operand)} IS ${expression.negated ? 'NOT ' : ''}NULL)`;
    case 'Like':
    case 'Between':
    case 'InList':
      return formatPredicate(expression);
    case 'Case':
      return formatCase(expression);
    case 'Cast':
      return `CAST(${formatExpression(expression.operand)} AS ${formatTypeSql(expression.type)})`;
    case 'StructConstructor':
      return `STRUCT(${expression.fields.map((f) => `${formatName(f.name.text)} := ${formatExpression(f.value)}`).join(', ')})`;
    case 'ArrayConstructor':
      return `ARRAY[${formatAll(expression.items)}]`;
    case 'MapConstructor':
      return `MAP(${expression.entries.map((e) => `${formatExpression(e.key)} := ${formatExpression(e.value)}`).join(', ')})`;
  }
}

/** With commas between. */
export const formatAll = (expressions: readonly Expression[]): string =>
  expressions.map(formatExpression).join(', ');

/** Always with an exponent: without one it would be a decimal. */
const formatDouble = (value: number): string =>
  Object.is(value, -0) ? '-0E0' : value.toExponential().replace('e+', 'E').replace('e', 'E');

/** A sign binds less than what follows the base, so it needs parentheses there. */
const formatBase = (base: Expression): string =>
  base.kind === 'Unary' && base.operator !== 'NOT' ? `(${formatExpression(base)})` : formatExpression(base);

/** Two minus signs would be a comment, and a minus before a number part of the number. */
function formatSign(sign: '-' | '+', operand: string): string {
  if (sign === '-' && /^[0-9.]/.test(operand)) return `-(${operand})`;
  return operand.startsWith('-') ? `${sign} ${operand}` : `${sign}${operand}`;
}

function formatPredicate(predicate: Extract<Expression, { kind: 'Like' | 'Between' | 'InList' }>): string {
  const operand = `${formatExpression(predicate.operand)}${predicate.negated ? ' NOT' : ''}`;
  switch (predicate.kind) {
    case 'Like': {
      const escaping = predicate.escape === undefined ? '' : ` ESCAPE ${formatString(predicate.escape)}`;
      return `(${operand} LIKE ${formatExpression(predicate.pattern)}${escaping})`;
    }
    case 'Between':
      return `(${operand} BETWEEN ${formatExpression(predicate.low)} AND ${formatExpression(predicate.high)})`;
    case 'InList':
      return `(${operand} IN (${formatAll(predicate.items)}))`;
  }
}

function formatCase({ operand, branches, otherwise }: Extract<Expression, { kind: 'Case' }>): string {
  const subject = operand === undefined ? '' : ` ${formatExpression(operand)}`;
  const parts = branches.map((b) => ` WHEN ${formatExpression(b.when)} THEN ${formatExpression(b.then)}`);
  const last = otherwise === undefined ? '' : ` ELSE ${formatExpression(otherwise)}`;
  return `(CASE${subject}${parts.join('')}${last} END)`;
}
