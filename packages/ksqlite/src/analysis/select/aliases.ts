/**
 * Aliases of the SELECT list in other clauses, an extension: `SELECT UCASE(area) AS a, COUNT(*) AS n … GROUP BY a HAVING n > 1`. An alias
 * stands for its expression where the sources have no column of that name: a column goes before, as in ksqlDB.
 */
import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import type { Schema } from '../names/schema.ts';
import type { PlanContext } from '../plan-context.ts';
import { refuseExtension } from '../refuse-extension.ts';

/**
 * @param schema what FROM gives
 * @returns the query with the expressions in the place of their aliases, in WHERE, GROUP BY and HAVING
 * @throws KsqlError SQL_UNSUPPORTED where ksqlDB's SQL alone is wanted
 */
export function withoutAliases(context: PlanContext, query: Query, schema: Schema): Query {
  const aliases = new Map<string, Expression>();
  for (const item of query.select)
    if (item.kind === 'SelectExpression' && item.alias !== undefined)
      aliases.set(item.alias.text, item.expression);
  for (const { name } of schema) aliases.delete(name);
  if (aliases.size === 0) return query;

  const expressionOf = ({ source, name, span }: ColumnReference): Expression | undefined => {
    const expression = source === undefined ? aliases.get(name.text) : undefined;
    if (expression === undefined) return undefined;
    const text = formatExpression(expression);
    refuseExtension(
      context,
      span,
      `The alias ${name.text} in another clause`,
      `write what it stands for: ${text}`,
    );
    return expression;
  };
  const resolved = (expression: Expression): Expression =>
    mapExpression(expression, (node) => (node.kind === 'ColumnReference' ? expressionOf(node) : undefined));
  return {
    ...query,
    where: query.where && resolved(query.where),
    groupBy: query.groupBy.map(resolved),
    having: query.having && resolved(query.having),
  };
}
