import type { Scope } from '../expressions/compiled.ts';
import { constantValue } from '../expressions/constants/constant-value.ts';
import type { Argument, ValueArgument } from '../functions/scalar-function.ts';
import type { AggregateCall } from '../operators/aggregates/aggregator.ts';
import type { Expression, FunctionCall } from '../sql/ast/expression.ts';
import { mapExpression } from '../sql/ast/map-expression.ts';
import { formatExpression } from '../sql/printer/format-expression.ts';
import { BIGINT, formatType, type SqlType } from '../types/sql-type.ts';
import type { ScopeColumn } from './columns-scope.ts';
import { type Planning, refusal } from './planning.ts';

/**
 * A grouped statement's expressions, rewritten over the aggregation's result: a row of the group's columns, then one
 * value an aggregate call.
 */
export interface Aggregation {
  readonly groupBy: readonly Expression[];
  readonly keyTypes: readonly SqlType[];
  readonly calls: readonly AggregateCall[];
  /** The calls as they were written. */
  readonly written: readonly FunctionCall[];
  /** The columns of the result, for the rewritten expressions. */
  readonly columns: readonly ScopeColumn[];
  readonly rewrite: (expression: Expression) => Expression;
  /** Which group column a (rewritten) expression is; -1: none. */
  readonly groupIndex: (rewritten: Expression) => number;
}

const GROUP = 'GROUP:';
const CALL = 'CALL:';

/**
 * @param scope what the arguments of aggregates may name
 * @throws KsqlError for columns that are neither grouped nor aggregated, unknown variants, nested aggregates
 */
export function aggregation(
  planning: Planning,
  groupBy: readonly Expression[],
  expressions: readonly Expression[],
  scope: Scope,
): Aggregation {
  const groupTexts = groupBy.map((expression) => canonical(expression));
  const keyTypes = groupBy.map((expression) => {
    const { type } = planning.compile(expression, scope);
    if (type === undefined) throw refusal(planning, 'SQL_INVALID', expression.span, 'NULL is no group.');
    return type;
  });
  const calls: AggregateCall[] = [];
  const callTypes: SqlType[] = [];
  const callTexts: string[] = [];
  const written: FunctionCall[] = [];

  const synthetic = (name: string, expression: Expression): Expression => ({
    kind: 'ColumnReference',
    source: undefined,
    name: { text: name, quoted: true, span: expression.span },
    span: expression.span,
  });
  const callIndex = (call: FunctionCall): number => {
    const text = formatExpression(call);
    const known = callTexts.indexOf(text);
    if (known >= 0) return known;
    const bound = bindAggregate(planning, call, scope);
    calls.push(bound.call);
    callTypes.push(bound.type);
    callTexts.push(text);
    written.push(call);
    return calls.length - 1;
  };
  const rewrite = (expression: Expression): Expression =>
    mapExpression(expression, (node) => {
      const group = groupTexts.indexOf(canonical(node));
      if (group >= 0) return synthetic(`${GROUP}${group}`, node);
      if (isAggregateCall(planning, node)) return synthetic(`${CALL}${callIndex(node)}`, node);
      if (node.kind === 'ColumnReference' && !/^WINDOW(START|END)$/.test(node.name.text)) {
        scope.column(node);
        throw refusal(
          planning,
          'SQL_INVALID',
          node.span,
          `Non-aggregate SELECT expression(s) not part of GROUP BY: ${formatExpression(node)}`,
          'add it to GROUP BY, or aggregate it: LATEST_BY_OFFSET(…)',
        );
      }
      return undefined;
    });
  // everything is rewritten once here, so that `calls` is whole before the columns are listed
  for (const expression of expressions) rewrite(expression);

  const column = (name: string, type: SqlType, index: number): ScopeColumn => ({
    alias: '',
    name,
    type,
    isKey: false,
    pseudo: false,
    read: (record) => record.row[index] ?? null,
  });
  const bound = (name: string, read: ScopeColumn['read']): ScopeColumn => ({
    alias: '',
    name,
    type: BIGINT,
    isKey: false,
    pseudo: true,
    read,
  });
  return {
    groupBy,
    keyTypes,
    calls,
    written,
    columns: [
      ...keyTypes.map((type, i) => column(`${GROUP}${i}`, type, i)),
      ...callTypes.map((type, i) => column(`${CALL}${i}`, type, keyTypes.length + i)),
      bound('WINDOWSTART', (record) => record.window?.start ?? null),
      bound('WINDOWEND', (record) => record.window?.end ?? null),
    ],
    rewrite,
    groupIndex: (rewritten) =>
      rewritten.kind === 'ColumnReference' && rewritten.name.text.startsWith(GROUP)
        ? Number(rewritten.name.text.slice(GROUP.length))
        : -1,
  };
}

/** `s.id` and `id` are the same group: a grouped statement's FROM decides what an unqualified name means. */
const canonical = (expression: Expression): string =>
  expression.kind === 'ColumnReference'
    ? formatExpression({ ...expression, source: undefined })
    : formatExpression(expression);

export function isAggregateCall(planning: Planning, node: Expression): node is FunctionCall {
  return node.kind === 'FunctionCall' && planning.functions.aggregate(node.name.text) !== undefined;
}

function bindAggregate(
  planning: Planning,
  call: FunctionCall,
  scope: Scope,
): { call: AggregateCall; type: SqlType } {
  const definition = planning.functions.aggregate(call.name.text);
  if (definition === undefined) throw new Error(`${call.name.text} is no aggregate`);
  const compiled = call.arguments.map((argument) => {
    if (argument.kind === 'Lambda')
      throw refusal(planning, 'SQL_INVALID', argument.span, 'An aggregate takes no lambda.');
    const result = planning.compile(argument, scope);
    const literal = constantValue(argument)?.value;
    const value: ValueArgument = {
      kind: 'value',
      type: result.type,
      ...(literal === undefined ? {} : { literal }),
    };
    return { value, evaluate: result.evaluate };
  });
  const bound = definition.bind(
    compiled.map(({ value }) => value),
    planning.context,
  );
  if (bound === undefined) {
    const given = compiled.map(({ value }) => describe(value)).join(', ');
    throw refusal(
      planning,
      'SQL_TYPE',
      call.span,
      `Function '${definition.name}' does not accept parameters (${given}).`,
      `it is called as ${definition.signatures.join(' or ')}`,
    );
  }
  return {
    call: { name: definition.name, aggregate: bound, arguments: compiled.map(({ evaluate }) => evaluate) },
    type: bound.returns,
  };
}

const describe = (argument: Argument): string =>
  argument.kind === 'value' && argument.type !== undefined ? formatType(argument.type) : 'NULL';
