/** WINDOWSTART and WINDOWEND of a windowed aggregation: columns of its SELECT list, and of nothing else. */
import { walkExpression } from '../../expressions/walk-expression.ts';
import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import { referenceTo, type Schema } from '../names/schema.ts';
import { type PlanContext, planError, refuseUnlessStored } from '../plan-context.ts';
import { hasSeveralSources } from '../select/star-columns.ts';

export const isWindowBound = ({ name }: ColumnReference): boolean => /^WINDOW(START|END)$/.test(name.text);

/**
 * The bound that a column names; undefined: it is a column of the source. ksqlDB has none where sources are joined.
 *
 * @throws KsqlError SQL_UNKNOWN_COLUMN
 */
export function windowBound(
  context: PlanContext,
  { window }: Pick<Query, 'window'>,
  schema: Schema,
  node: ColumnReference,
): Expression | undefined {
  if (!isWindowBound(node)) return undefined;
  const bound = referenceTo({ alias: '', name: node.name.text }, node.span);
  if (context.rules < 3) return bound;
  if (window === undefined) return undefined;
  const { source } = node;
  if (source !== undefined && !schema.some(({ alias }) => alias === source.text)) return undefined;
  if (!hasSeveralSources(schema)) return bound;
  throw planError(
    context,
    'SQL_UNKNOWN_COLUMN',
    node.span,
    `SELECT column '${formatExpression(node)}' cannot be resolved.`,
    'where sources are joined a window shows no bounds: make a stream of the join first',
  );
}

/** Refuses a window's bounds in HAVING. Throws KsqlError. */
export function refuseBoundsInHaving(context: PlanContext, { window, having }: Query): void {
  if (window === undefined || having === undefined) return;
  walkExpression(having, (part) => {
    if (part.kind === 'ColumnReference' && isWindowBound(part))
      refuseUnlessStored(
        context,
        part.span,
        `Window bounds column ${formatExpression(part)} can only be used in the SELECT clause of windowed aggregations and can not be passed to aggregate functions.\n` +
          'See https://github.com/confluentinc/ksql/issues/4397',
        'select it under another name, and filter in a pull or push query',
      );
  });
}
