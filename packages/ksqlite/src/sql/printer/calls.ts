import type { Expression, FunctionCall } from '../ast/expression.ts';
import { TIME_UNITS } from '../lexer/keywords.ts';
import { takesTimeUnit, unitName } from '../parser/expressions/time-unit-functions.ts';
import { formatName, quoteName } from './names.ts';

type Format = (expression: Expression) => string;

/**
 * `F(a, (X, Y) => b)`
 *
 * @param formatExpression prints the arguments
 */
export function formatCall(call: FunctionCall, formatExpression: Format): string {
  if (call.star) return `${formatName(call.name.text)}(*)`;
  const args = call.arguments.map((argument, index) =>
    index === 0 && takesTimeUnit(call.name.text)
      ? formatUnit(argument, formatExpression)
      : formatArgument(argument, formatExpression),
  );
  if (call.distinct) return `COUNT(DISTINCT ${args.join(', ')})`;
  return `${formatName(call.name.text)}(${args.join(', ')})`;
}

type Argument = FunctionCall['arguments'][number];

function formatArgument(argument: Argument, formatExpression: Format): string {
  if (argument.kind !== 'Lambda') return formatExpression(argument);
  const parameters = argument.parameters.map((parameter) => formatName(parameter.text)).join(', ');
  return `(${parameters}) => ${formatExpression(argument.body)}`;
}

/** The first argument of TIMESTAMPADD and the like: a bare unit. A column of that name is quoted. */
function formatUnit(argument: Argument, formatExpression: Format): string {
  if (argument.kind === 'StringLiteral' && isUnit(argument.value)) return argument.value;
  const isColumn = argument.kind === 'ColumnReference' && argument.source === undefined;
  return isColumn && TIME_UNITS.has(argument.name.text)
    ? quoteName(argument.name.text)
    : formatArgument(argument, formatExpression);
}

const isUnit = (value: string): boolean => TIME_UNITS.has(value) && unitName(value) === value;
