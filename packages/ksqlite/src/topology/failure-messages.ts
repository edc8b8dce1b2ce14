/**
 * What is said of an expression that failed, in the words of ksqlDB's processing log (SelectValueMapper, SqlPredicate,
 * PartitionByParamsFactory, GroupByParamsFactory, TableFunctionApplier).
 */
import type { ResultColumn } from '../analysis/analysed-query.ts';
import type { Expression } from '../sql/ast/expression.ts';
import { formatExpression } from '../sql/printer/format-expression.ts';

/** Takes what the operator calls the place. */
type MessageOf = (where: string) => string;

export const ofPredicate =
  (condition: Expression): MessageOf =>
  () =>
    `Error evaluating predicate ${text(condition)}`;

/** Of a SELECT list, whose columns are the places; what is a key is computed by PARTITION BY. */
export const ofSelect =
  (keys: readonly Named[], values: readonly Named[]): MessageOf =>
  (where) => {
    const index = values.findIndex(({ name }) => name === where);
    const value = values[index];
    if (value !== undefined)
      return `Error computing expression ${text(value.expression)} for column ${where} with index ${index}`;
    return ofKey(keys)(where);
  };

export const ofKey =
  (keys: readonly Named[]): MessageOf =>
  (where) => {
    const key = keys.find(({ name }) => name === where) ?? keys[0];
    return `Error computing new key from expression ${key === undefined ? where : text(key.expression)}`;
  };

export const ofGroupBy =
  (keys: readonly Named[]): MessageOf =>
  (where) => {
    const index = keys.findIndex(({ name }) => name === where);
    const which = index < 0 ? '' : ` with index ${index}`;
    return `Error calculating group-by column${which}. The source row will be excluded from the table.`;
  };

/** An aggregation: the places are AGGREGATE and the functions; of GROUP BY see `ofGroupBy`. */
export const ofAggregate: MessageOf = (where) =>
  where === 'AGGREGATE'
    ? 'Error aggregating the record. It will be excluded from the table.'
    : `Error computing an argument of ${where}`;

export const ofTableFunction: MessageOf = (where) => `Table function ${where} threw an exception`;

export const ofJoinKey: MessageOf = () => 'Error computing the key of the join';

/** KsqlKeyExtractor */
export const ofForeignKey =
  (expression: Expression): MessageOf =>
  () =>
    `Error calculating left join expression: \`${text(expression)}\`.`;

type Named = Pick<ResultColumn, 'name' | 'expression'>;

/** The engine's own columns are shown without their mark. */
const text = (expression: Expression): string =>
  formatExpression(expression).replaceAll(/`\0([^`]*)`/g, '$1');
