import { walkExpression } from '../../expressions/walk-expression.ts';
import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';
import type { Join } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import type { JoinInput } from '../analysed-query.ts';
import { resolve } from '../names/bind.ts';
import { type PlanContext, planError } from '../plan-context.ts';

export interface JoinCriteria {
  /** Every column under its source's alias. */
  readonly left: Expression;
  readonly own: Expression;
  /** The earlier input that `left` is over. */
  readonly leftInput: number;
  /** Both sides in the order of the text. */
  readonly written: readonly [Expression, Expression];
}

/** Splits `a.x = b.y` into the side that belongs to the new input and the one of an earlier input. */
export function joinCriteria(
  context: PlanContext,
  join: Join,
  inputs: readonly JoinInput[],
  own: number,
): JoinCriteria {
  const on = join.on;
  if (on.kind === 'Binary' && on.operator === 'AND')
    throw planError(
      context,
      'SQL_INVALID',
      on.span,
      'Invalid join condition: joins on multiple conditions are not yet supported.',
      'join on one equality, and put the other conditions into WHERE',
    );
  if (on.kind !== 'Binary' || on.operator !== '=')
    throw planError(
      context,
      'SQL_INVALID',
      on.span,
      'A join’s condition must be one equality.',
      'ON left.key = right.key',
    );
  const some = inputs.slice(0, own + 1);
  const left = qualified(context, on.left, some);
  const right = qualified(context, on.right, some);
  const written = [left.expression, right.expression] as const;
  if (right.owner === own && left.owner < own)
    return { left: left.expression, own: right.expression, leftInput: left.owner, written };
  if (left.owner === own && right.owner < own)
    return { left: right.expression, own: left.expression, leftInput: right.owner, written };
  throw planError(
    context,
    'SQL_INVALID',
    on.span,
    'Each side of the join must reference exactly one of its sources.',
    'ON left.key = right.key',
  );
}

/** The one input that an expression is over, and the expression with that input's alias at each column. */
function qualified(
  context: PlanContext,
  expression: Expression,
  inputs: readonly JoinInput[],
): { readonly owner: number; readonly expression: Expression } {
  const owners = new Set<number>();
  walkExpression(expression, (part) => {
    if (part.kind === 'ColumnReference') owners.add(ownerOf(context, part, inputs).owner);
  });
  const [owner] = owners;
  if (owner === undefined || owners.size > 1)
    throw planError(
      context,
      'SQL_INVALID',
      expression.span,
      `Invalid comparison expression '${formatExpression(expression)}' in join. Each side of the join must reference exactly one of its sources.`,
      'ON left.key = right.key',
    );
  return {
    owner,
    expression: mapExpression(expression, (node) => {
      if (node.kind !== 'ColumnReference') return undefined;
      const { alias } = ownerOf(context, node, inputs);
      return { ...node, source: { text: alias, quoted: true, span: node.span } };
    }),
  };
}

function ownerOf(
  context: PlanContext,
  reference: ColumnReference,
  inputs: readonly JoinInput[],
): { readonly owner: number; readonly alias: string } {
  const found = inputs.flatMap(({ schema }, owner) =>
    schema
      .filter(
        (column) =>
          column.name === reference.name.text &&
          (reference.source === undefined || reference.source.text === column.alias),
      )
      .map(({ alias }) => ({ owner, alias })),
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  // says what is wrong, with its hint
  resolve(
    context,
    inputs.flatMap((input) => input.schema),
    reference,
  );
  throw planError(
    context,
    'SQL_UNKNOWN_COLUMN',
    reference.span,
    `Column '${reference.name.text}' cannot be resolved.`,
  );
}
