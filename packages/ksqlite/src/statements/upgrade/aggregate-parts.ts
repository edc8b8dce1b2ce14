import { walkExpression } from '../../expressions/walk-expression.ts';
import type { FunctionRegistry } from '../../functions/function-registry.ts';
import type { Expression, FunctionCall } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';

/** What an aggregation's state in ksqlDB depends on. */
export interface AggregateParts {
  /** The columns of the source that the query names anywhere, in ksqlDB's order. */
  readonly columns: readonly string[];
  /** The calls of aggregate functions; an argument that is an expression has a name by its number. */
  readonly calls: readonly string[];
  readonly groupBy: readonly string[];
}

/** Source: ksqlDB's AggregateAnalyzer, and InternalSchema in its AggregateNode. */
export function aggregateParts(query: Query, functions: FunctionRegistry): AggregateParts {
  const selected = query.select.flatMap((item) => ('expression' in item ? [item.expression] : []));
  const where = query.where === undefined ? [] : [query.where];
  const having = query.having === undefined ? [] : [query.having];
  const columns = new Set<string>();
  const calls: FunctionCall[] = [];
  for (const expression of [...selected, ...where, ...query.groupBy, ...having])
    walkExpression(expression, (part) => {
      if (part.kind === 'ColumnReference') {
        if (!/^WINDOW(START|END)$/.test(part.name.text)) columns.add(part.name.text);
      } else if (part.kind === 'FunctionCall' && functions.aggregate(part.name.text) !== undefined) {
        calls.push(part);
        // ksqlDB counts records by a column that they all have
        if (part.arguments.length === 0) columns.add('ROWTIME');
      }
    });
  return {
    columns: [...columns].map((name) => `\`${name}\``),
    calls: callTexts(calls, columns.size),
    groupBy: query.groupBy.map(unqualified),
  };
}

function callTexts(calls: readonly FunctionCall[], columnCount: number): readonly string[] {
  const internal = new Map<string, string>();
  const argument = (expression: FunctionCall['arguments'][number]): string => {
    if (expression.kind === 'Lambda') return '=>';
    const text = unqualified(expression);
    if (expression.kind === 'ColumnReference' || expression.kind.endsWith('Literal')) return text;
    const known = internal.get(text) ?? `KSQL_INTERNAL_COL_${columnCount + internal.size}`;
    internal.set(text, known);
    return known;
  };
  return calls.map(({ name, arguments: given }) =>
    given.length === 0 ? `${name.text}(ROWTIME)` : `${name.text}(${given.map(argument).join(', ')})`,
  );
}

/** The text of an expression over the one source that there is. */
export const unqualified = (expression: Expression): string =>
  formatExpression(
    mapExpression(expression, (part) =>
      part.kind === 'ColumnReference' && part.source !== undefined
        ? { ...part, source: undefined }
        : undefined,
    ),
  );
