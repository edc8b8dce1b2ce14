import type { FunctionCall } from '../ast/expression.ts';
import { TIME_UNITS } from '../lexer/keywords.ts';
import { takesTimeUnit, unitName } from '../parser/time-unit-functions.ts';
import { formatExpression } from './format-expression.ts';
import { formatName, quoteName } from './names.ts';

/** `F(a, (X, Y) => b)` */
export function formatCall(call: FunctionCall): string {
  if (call.star) return `${formatName(call.name.text)}(*)`;
  const args = call.arguments.map((argument, index) =>
    index === 0 && takesTimeUnit(call.name.text) ? formatUnit(argument) : formatArgument(argument),
  );
  return `${formatName(call.name.text)}(${args.join(', ')})`;
}

type Argument = FunctionCall['arguments'][number];

function formatArgument(argument: Argument): string {
  if (argument.kind !== 'Lambda') return formatExpression(argument);
  const parameters = argument.parameters.map((parameter) => formatName(parameter.text)).join(', ');
  return `(${parameters}) => ${formatExpression(argument.body)}`;
}

/** The first argument of TIMESTAMPADD and the like: a bare unit. A column of that name is quoted. */
function formatUnit(argument: Argument): string {
  if (argument.kind === 'StringLiteral' && isUnit(argument.value)) return argument.value;
  const isColumn = argument.kind === 'ColumnReference' && argument.source === undefined;
  return isColumn && TIME_UNITS.has(argument.name.text)
    ? quoteName(argument.name.text)
    : formatArgument(argument);
}

const isUnit = (value: string): boolean => TIME_UNITS.has(value) && unitName(value) === value;
