import { walkExpression } from '../../expressions/walk-expression.ts';
import type { TableFunction } from '../../functions/table-function.ts';
import type { Expression, FunctionCall } from '../../sql/ast/expression.ts';
import { mapExpression } from '../../sql/ast/map-expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import { formatType } from '../../types/sql-type.ts';
import type { TableCall } from '../analysed-query.ts';
import { type BoundExpression, bind } from '../names/bind.ts';
import { internalColumn } from '../names/internal-columns.ts';
import { referenceTo, type Schema, type SchemaColumn } from '../names/schema.ts';
import { type PlanContext, planError, refuseUnlessStored } from '../plan-context.ts';
import type { SelectColumn } from './select-items.ts';

export interface Exploded {
  /** The SELECT list, with columns in place of the calls. */
  readonly items: readonly SelectColumn[];
  readonly calls: readonly TableCall[];
  readonly schema: Schema;
}

/**
 * Takes the table functions out of a SELECT list: their values become columns of records that are made of each record.
 * Throws KsqlError.
 */
export function explodeTableFunctions(
  context: PlanContext,
  items: readonly SelectColumn[],
  schema: Schema,
): Exploded {
  const columns = new Map<Expression, SchemaColumn>();
  const calls: TableCall[] = [];
  for (const item of items)
    for (const call of callsIn(context, item.expression)) {
      const bound = bindTableCall(context, schema, call);
      const name = internalColumn(`TABLE${calls.length}`);
      columns.set(call, { alias: '', name, type: bound.type, role: 'pseudo' });
      calls.push({ name, ...bound });
    }
  if (calls.length === 0) return { items, calls, schema };

  const replaced = (expression: Expression): Expression =>
    mapExpression(expression, (node) => {
      const column = columns.get(node);
      return column === undefined ? undefined : referenceTo(column, node.span);
    });
  return {
    items: items.map((item) => ({ ...item, expression: replaced(item.expression) })),
    calls,
    schema: [...schema, ...columns.values()],
  };
}

/**
 * Refuses what ksqlDB's planner trips over: PARTITION BY an expression that is named in a SELECT list with a table function
 * (`SELECT *` gives the key another name). Throws KsqlError.
 */
export function refuseExplodedKeys(context: PlanContext, { select, partitionBy }: Query): void {
  if (context.transient || select.some(({ kind }) => kind === 'SelectAll')) return;
  const key = partitionBy.find(({ kind }) => kind !== 'ColumnReference' && kind !== 'NullLiteral');
  if (key === undefined) return;
  refuseUnlessStored(
    context,
    key.span,
    'Logical and Physical schemas do not match! The key is an expression of a SELECT list that has a table function.',
    'explode in one statement, and PARTITION BY in another one over its result',
  );
}

function bindTableCall(context: PlanContext, schema: Schema, call: FunctionCall): Omit<TableCall, 'name'> {
  const args = call.arguments.map((argument): BoundExpression => {
    if (argument.kind === 'Lambda')
      throw planError(context, 'SQL_INVALID', argument.span, 'A table function takes no lambda.');
    return bind(context, schema, argument);
  });
  const definition = context.functions.table(call.name.text);
  const fitted = definition?.bind(args.map(({ type }) => type));
  if (fitted === undefined)
    throw planError(
      context,
      'SQL_TYPE',
      call.span,
      `Function '${call.name.text}' does not accept parameters (${args.map(({ type }) => (type === undefined ? 'NULL' : formatType(type))).join(', ')}).`,
      `it is called as ${signaturesOf(definition)}`,
    );
  return {
    type: fitted.returns,
    call: { ...call, arguments: args.map(({ expression }) => expression) },
  };
}

const signaturesOf = (definition: TableFunction | undefined): string =>
  definition?.signatures.join(' or ') ?? '';

/** The calls of table functions in an expression. Throws KsqlError where ksqlDB allows none. */
function callsIn(context: PlanContext, expression: Expression): readonly FunctionCall[] {
  const isCall = (part: { readonly kind: string }): part is FunctionCall =>
    part.kind === 'FunctionCall' && context.functions.table((part as FunctionCall).name.text) !== undefined;
  const found: FunctionCall[] = [];
  walkExpression(expression, (part) => {
    if (part.kind === 'Case')
      walkExpression(part, (inner) => {
        if (isCall(inner))
          throw planError(
            context,
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
          throw planError(
            context,
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
export function refuseTableFunctions(
  context: PlanContext,
  items: readonly SelectColumn[],
  message: string,
): void {
  for (const { expression } of items)
    for (const call of callsIn(context, expression))
      throw planError(
        context,
        'SQL_INVALID',
        call.span,
        message,
        'make a stream of the table function first: CREATE STREAM … AS SELECT EXPLODE(…)',
      );
}
