import { walkExpression } from '../expressions/walk-expression.ts';
import { columnsOf } from '../metastore/source.ts';
import { endingWith } from '../operators/operator.ts';
import { flatMap } from '../operators/stateless/flat-map.ts';
import type { Expression, FunctionCall } from '../sql/ast/expression.ts';
import { mapExpression } from '../sql/ast/map-expression.ts';
import { formatExpression } from '../sql/printer/format-expression.ts';
import { formatType } from '../types/sql-type.ts';
import { columnsScope, type ScopeColumn } from './columns-scope.ts';
import { internalColumn } from './internal-columns.ts';
import { type Planning, refusal } from './planning.ts';
import type { Upstream } from './query-plan.ts';
import type { SelectColumn } from './select-items.ts';

export interface Exploded {
  readonly items: readonly SelectColumn[];
  readonly upstream: Upstream;
}

/**
 * Takes the table functions out of a SELECT list: their values become columns of records that are made of each record,
 * one for each row of the longest; what a shorter one lacks is NULL. A null value makes no records, as in ksqlDB's
 * KudtfFlatMapper. Throws KsqlError.
 */
export function explodeTableFunctions(
  planning: Planning,
  items: readonly SelectColumn[],
  upstream: Upstream,
): Exploded {
  const calls: FunctionCall[] = [];
  const columns: ScopeColumn[] = [];
  const { scope, inputs, joinKeys } = upstream;
  // values of a joined record lie in its inputs, its own row is empty
  const width = joinKeys !== undefined || inputs[0] === undefined ? 0 : columnsOf(inputs[0].source).length;
  const bound = items.flatMap((item) => {
    const found = callsIn(planning, item.expression);
    return found.map((call) => {
      const compiled = call.arguments.map((argument) => {
        if (argument.kind === 'Lambda')
          throw refusal(planning, 'SQL_INVALID', argument.span, 'A table function takes no lambda.');
        return planning.compile(argument, scope);
      });
      const definition = planning.functions.table(call.name.text);
      const fitted = definition?.bind(compiled.map(({ type }) => type));
      if (fitted === undefined)
        throw refusal(
          planning,
          'SQL_TYPE',
          call.span,
          `Function '${call.name.text}' does not accept parameters (${compiled.map(({ type }) => (type === undefined ? 'NULL' : formatType(type))).join(', ')}).`,
          `it is called as ${definition?.signatures.join(' or ') ?? ''}`,
        );
      const at = width + calls.length;
      calls.push(call);
      columns.push({
        alias: '',
        name: internalColumn(`TABLE${calls.length - 1}`),
        type: fitted.returns,
        isKey: false,
        pseudo: true,
        read: (record) => record.row[at] ?? null,
      });
      return {
        name: call.name.text,
        rows: fitted.rows,
        arguments: compiled.map(({ evaluate }) => evaluate),
      };
    });
  });
  if (calls.length === 0) return { items, upstream };

  const replaced = (expression: Expression): Expression =>
    mapExpression(expression, (node) => {
      const at = calls.indexOf(node as FunctionCall);
      if (at < 0) return undefined;
      const name = { text: columns[at]?.name ?? '', quoted: true, span: node.span };
      return { kind: 'ColumnReference', source: undefined, name, span: node.span };
    });
  const all = [...upstream.columns, ...columns];
  return {
    items: items.map((item) => ({ ...item, expression: replaced(item.expression) })),
    upstream: {
      ...upstream,
      columns: all,
      scope: columnsScope(planning, all),
      task: (context, output) => {
        const mapped = flatMap(context, { calls: bound }, output);
        return endingWith(upstream.task(context, mapped.receive), mapped);
      },
    },
  };
}

/** The calls of table functions in an expression. Throws KsqlError where ksqlDB allows none. */
function callsIn(planning: Planning, expression: Expression): readonly FunctionCall[] {
  const isCall = (part: { readonly kind: string }): part is FunctionCall =>
    part.kind === 'FunctionCall' && planning.functions.table((part as FunctionCall).name.text) !== undefined;
  const found: FunctionCall[] = [];
  walkExpression(expression, (part) => {
    if (part.kind === 'Case')
      walkExpression(part, (inner) => {
        if (isCall(inner))
          throw refusal(
            planning,
            'SQL_INVALID',
            inner.span,
            `Table functions cannot be used in CASE: ${inner.name.text}`,
            'make a stream of the table function first, and use CASE over its column',
          );
      });
    if (!isCall(part)) return;
    for (const argument of part.arguments)
      walkExpression(argument, (inner) => {
        if (isCall(inner))
          throw refusal(
            planning,
            'SQL_INVALID',
            inner.span,
            `Table functions cannot be nested: ${formatExpression(part)}`,
            'make a stream of the inner one first',
          );
      });
    found.push(part);
  });
  return found;
}

/** Throws KsqlError when a SELECT list that can have none calls a table function. */
export function noTableFunctions(planning: Planning, items: readonly SelectColumn[], message: string): void {
  for (const { expression } of items)
    for (const call of callsIn(planning, expression))
      throw refusal(
        planning,
        'SQL_INVALID',
        call.span,
        message,
        'make a stream of the table function first: CREATE STREAM … AS SELECT EXPLODE(…)',
      );
}
