import type { Expression } from '../../sql/ast/expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import type { AnalysedFrom } from '../analysed-query.ts';
import type { Schema } from '../names/schema.ts';
import type { PlanContext } from '../plan-context.ts';
import { refuseWindowed } from '../sources/windowed-source.ts';
import { missingKeyError, refuseDuplicateKey } from './inherited-keys.ts';
import type { SelectColumn } from './select-items.ts';

/** PARTITION BY: the items of the SELECT list that become the key. Throws KsqlError. */
export function partitionKeys(
  context: PlanContext,
  query: Query,
  from: AnalysedFrom,
  schema: Schema,
  items: readonly SelectColumn[],
): SelectColumn[] {
  if (!isOwnKey(query, from)) for (const input of from.inputs) refuseWindowed(context, input, query.span);
  if (isByNull(query)) return [];
  return query.partitionBy.map((expression) => {
    const wanted = textOf(expression, schema);
    const same = items.filter((candidate) => textOf(candidate.expression, schema) === wanted);
    const [item] = same;
    if (item === undefined) throw missingKeyError(context, query, formatExpression(expression));
    refuseDuplicateKey(context, keyName(expression, from), same);
    return item;
  });
}

/** PARTITION BY NULL: the records lose their key. */
export const isByNull = ({ partitionBy }: Query): boolean =>
  partitionBy.length === 1 && partitionBy[0]?.kind === 'NullLiteral';

/** The records are keyed by this one column already: nothing changes. */
function isOwnKey({ partitionBy }: Query, { inputs }: AnalysedFrom): boolean {
  const [input] = inputs;
  const [only] = partitionBy;
  if (inputs.length > 1 || partitionBy.length > 1 || input?.from !== 'source') return false;
  const { keys } = input.source;
  return keys.length === 1 && only?.kind === 'ColumnReference' && only.name.text === keys[0]?.name;
}

/** As ksqlDB calls the new key: a join's columns have their source's name in front. */
function keyName(expression: Expression, { inputs }: AnalysedFrom): string {
  if (expression.kind !== 'ColumnReference') return 'KSQL_COL_0';
  const { source, name } = expression;
  return inputs.length > 1 && source !== undefined ? `${source.text}_${name.text}` : name.text;
}

/** One text for one meaning: an unqualified name gets its source's alias. */
function textOf(expression: Expression, schema: Schema): string {
  if (expression.kind === 'ColumnReference' && expression.source === undefined) {
    const owner = schema.find((column) => column.name === expression.name.text);
    if (owner !== undefined) return `\`${owner.alias}\`.\`${owner.name}\``;
  }
  if (expression.kind === 'ColumnReference' && expression.source !== undefined)
    return `\`${expression.source.text}\`.\`${expression.name.text}\``;
  return formatExpression(expression);
}
