import { walkExpression } from '../../expressions/walk-expression.ts';
import type { Expression } from '../../sql/ast/expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { pseudoColumns, windowBounds } from './schema.ts';

/** What every record says of itself: ROWTIME, ROWPARTITION, ROWOFFSET. */
export const RECORD_COLUMNS: readonly string[] = pseudoColumns('').map(({ name }) => name);
const OF_RECORD: readonly string[] = [...pseudoColumns(''), ...windowBounds('')].map(({ name }) => name);

/**
 * Those that a query names, and the bounds of windows. ksqlDB writes all of them into its internal topics; here only what a query asks for goes along, as what is
 * read back from a topic has a partition and an offset of its own.
 */
export function recordColumnsIn(query: Query): ReadonlySet<string> {
  const { select, where, groupBy, partitionBy, having, from } = query;
  // `*` in front of PARTITION BY shows those of joined sources
  if (from.kind === 'Join' && partitionBy.length > 0 && select.some(({ kind }) => kind === 'SelectAll'))
    return new Set(RECORD_COLUMNS);
  const expressions: (Expression | undefined)[] = [where, having, ...groupBy, ...partitionBy];
  for (const item of select) {
    if (item.kind === 'SelectExpression') expressions.push(item.expression);
    if (item.kind === 'SelectFields') expressions.push(item.base);
  }
  const found = new Set<string>();
  for (const expression of expressions)
    if (expression !== undefined)
      walkExpression(expression, (part) => {
        if (part.kind === 'ColumnReference' && OF_RECORD.includes(part.name.text)) found.add(part.name.text);
      });
  return found;
}
