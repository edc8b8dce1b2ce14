import type { Expression } from '../../sql/ast/expression.ts';
import type { Span } from '../../sql/ast/span.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';

/** Every record has these columns besides its own. */
export const RESERVED_NAMES: readonly string[] = [
  'ROWTIME',
  'ROWPARTITION',
  'ROWOFFSET',
  'WINDOWSTART',
  'WINDOWEND',
];

/**
 * Refuses a column of a SELECT list with a reserved name: nobody could tell it from the record's own. Only a client's rows may
 * hold such a column, and only under its own name. Throws KsqlError.
 */
export function refuseReservedName(
  context: PlanContext,
  name: string,
  expression: Expression,
  span: Span,
): void {
  const reserved = RESERVED_NAMES.find((known) => known === name.toUpperCase());
  if (reserved === undefined) return;
  const isItself = expression.kind === 'ColumnReference' && expression.name.text.toUpperCase() === reserved;
  if (!isItself)
    refuseUnlessStored(
      context,
      span,
      `\`${reserved}\` is a reserved column name. You cannot use it as an alias for a column.`,
      'choose another name behind AS',
    );
  else if (!context.transient)
    refuseUnlessStored(
      context,
      span,
      `Reserved column name in select: \`${reserved}\`. Please remove or alias the column.`,
      `${reserved} AS …`,
    );
}
