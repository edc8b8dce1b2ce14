import type { Expression } from '../sql/ast/expression.ts';
import type { Join } from '../sql/ast/query.ts';
import { columnsScope, inputColumns } from './columns-scope.ts';
import type { FromInput } from './from-clause.ts';
import { type Planning, refusal } from './planning.ts';

/** Splits `a.x = b.y` into the side that belongs to the new input and the one of an earlier input. */
export function joinCriteria(
  planning: Planning,
  join: Join,
  inputs: readonly FromInput[],
  own: number,
): { left: Expression; own: Expression; leftInput: number } {
  const on = join.on;
  if (on.kind !== 'Binary' || on.operator !== '=')
    throw refusal(
      planning,
      'SQL_INVALID',
      on.span,
      'A join’s condition must be one equality of two columns.',
      'ON left.key = right.key',
    );
  const leftOwner = owner(planning, on.left, inputs.slice(0, own + 1));
  const rightOwner = owner(planning, on.right, inputs.slice(0, own + 1));
  if (rightOwner === own && leftOwner < own) return { left: on.left, own: on.right, leftInput: leftOwner };
  if (leftOwner === own && rightOwner < own) return { left: on.right, own: on.left, leftInput: rightOwner };
  throw refusal(
    planning,
    'SQL_INVALID',
    on.span,
    'Each side of the join must reference exactly one of its sources.',
  );
}

function owner(planning: Planning, expression: Expression, inputs: readonly FromInput[]): number {
  if (expression.kind !== 'ColumnReference')
    throw refusal(
      planning,
      'SQL_UNSUPPORTED',
      expression.span,
      'a join on an expression',
      'PARTITION BY the expression in a stream of its own, and join on the column',
    );
  const owners = inputs.flatMap((input, i) => {
    if (expression.source !== undefined && expression.source.text !== input.alias) return [];
    const has = inputColumns(input.source, input.alias, undefined).some(
      (column) => column.name === expression.name.text,
    );
    return has ? [i] : [];
  });
  const [only] = owners;
  if (only !== undefined && owners.length === 1) return only;
  // lets the scope say what is wrong, with its hint
  columnsScope(
    planning,
    inputs.flatMap((input) => inputColumns(input.source, input.alias, undefined)),
  ).column(expression);
  throw refusal(
    planning,
    'SQL_UNKNOWN_COLUMN',
    expression.span,
    `Column '${expression.name.text}' cannot be resolved.`,
  );
}
