import type { Expression } from '../../sql/ast/expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import type { AnalysedFrom, JoinInput } from '../analysed-query.ts';
import { isSyntheticKey } from '../joins/check-joins.ts';
import type { Schema } from '../names/schema.ts';
import { type PlanContext, planError, refuseUnlessStored } from '../plan-context.ts';
import { NEW_PLANNER } from '../streams-properties.ts';
import type { SelectColumn } from './select-items.ts';

/** Without PARTITION BY the key stays what it was, and must be selected. */
export function inheritedKeys(
  context: PlanContext,
  query: Query,
  from: AnalysedFrom,
  items: readonly SelectColumn[],
): SelectColumn[] {
  const { schema: columns, keys: joinKeys, inputs, joins } = from;
  if (joinKeys !== undefined) {
    const synthetic = columns.find(isSyntheticKey);
    if (synthetic !== undefined) {
      const { name } = synthetic;
      const item = items.find(
        ({ expression }) => expression.kind === 'ColumnReference' && expression.name.text === name,
      );
      if (item === undefined) throw missingKeyError(context, query, name);
      refuseSecondKey(context, items, columns, '', name);
      return [item];
    }
    // the joined record's key is any source's join column that is selected; the leftmost is never null but in outer joins
    for (const [i, own] of joinKeys.entries())
      for (const key of [own, ...keysOf(inputs[i])]) {
        if (key.kind !== 'ColumnReference') continue;
        const alias = key.source?.text ?? '';
        const item = items.find(({ expression }) => isColumn(expression, columns, alias, key.name.text));
        if (item === undefined) continue;
        refuseSecondKey(context, items, columns, alias, key.name.text);
        return [item];
      }
    const [first] = joinKeys;
    throw missingKeyError(context, query, first === undefined ? '' : formatExpression(first));
  }
  const keyColumns = columns.filter(({ role }) => role === 'key');
  const isJoin = joins.length > 0;
  if (isJoin) refuseMissingPrimaryKeys(context, query, columns, keyColumns, items);
  const found = keyColumns.map((column) => {
    const same = items.filter((candidate) =>
      isColumn(candidate.expression, columns, column.alias, column.name),
    );
    const [item] = same;
    if (item === undefined) throw missingKeyError(context, query, column.name);
    refuseDuplicateKey(context, isJoin ? `${column.alias}_${column.name}` : column.name, same);
    return item;
  });
  refuseOrderOfNewPlanner(context, items, found);
  return found;
}

/** Keys keep the source's order; ksqlDB's second planner takes that of the SELECT list. Throws KsqlError. */
function refuseOrderOfNewPlanner(
  context: PlanContext,
  items: readonly SelectColumn[],
  keys: readonly SelectColumn[],
): void {
  const moved = keys.find(
    (key, i) => i > 0 && items.indexOf(key) < items.indexOf(keys[i - 1] as SelectColumn),
  );
  if (context.stored || !context.properties.newPlanner || moved === undefined) return;
  throw planError(
    context,
    'SQL_UNSUPPORTED',
    moved.span,
    `key columns in another order than the source has them, with ${NEW_PLANNER}`,
    `select them in the source's order, or SET '${NEW_PLANNER}'='false';`,
  );
}

/** A join on a foreign key has the key of its left table. Throws KsqlError. */
function refuseMissingPrimaryKeys(
  context: PlanContext,
  query: Query,
  columns: Schema,
  keyColumns: Schema,
  items: readonly SelectColumn[],
): void {
  const missing = keyColumns.filter(
    ({ alias, name }) => !items.some(({ expression }) => isColumn(expression, columns, alias, name)),
  );
  const [first] = missing;
  if (first === undefined) return;
  const what = missing.length === 1 ? 'column' : 'columns';
  const names = missing.map(({ name }) => `\`${name}\``).join(', ');
  throw planError(
    context,
    'SQL_INVALID',
    query.span,
    `Primary key ${what} missing in projection. For foreign-key table-table joins, the projection must include all ` +
      `primary key columns from the left input table (\`${first.alias}\`). Missing ${what}: ${names}.`,
    `add ${missing.map(({ alias, name }) => `${alias}.${name}`).join(', ')} to the SELECT list`,
  );
}

/** Refuses a joined record's key that is selected twice: ksqlDB calls it by its source and its name. Throws KsqlError. */
function refuseSecondKey(
  context: PlanContext,
  items: readonly SelectColumn[],
  columns: Schema,
  alias: string,
  name: string,
): void {
  const same = items.filter(({ expression }) => isColumn(expression, columns, alias, name));
  refuseDuplicateKey(context, alias === '' ? name : `${alias}_${name}`, same);
}

/** Throws KsqlError where a key is selected more than once: it can be among the keys only. */
export function refuseDuplicateKey(
  context: PlanContext,
  key: string,
  [first, second, ...others]: readonly SelectColumn[],
): void {
  if (first === undefined || second === undefined) return;
  const names = [first, second, ...others].map(({ name }) => name).sort();
  refuseUnlessStored(
    context,
    second.span,
    `The projection contains a key column (\`${key}\`) more than once, aliased as: ${names.join(' and ')}.`,
    `copy it into the value: AS_VALUE(${formatExpression(second.expression)}) AS …`,
  );
}

/** Throw it: the SELECT list lacks the key. */
export const missingKeyError = (context: PlanContext, query: Query, key: string): Error =>
  planError(
    context,
    'SQL_INVALID',
    query.span,
    `The query must include the key column ${key} in its projection.`,
    `add ${key} to the SELECT list (AS_VALUE(${key}) makes a copy among the values)`,
  );

const keysOf = (input: JoinInput | undefined): readonly Expression[] =>
  input?.from === 'joins' ? input.keyedBy : [];

function isColumn(expression: Expression, columns: Schema, alias: string, name: string): boolean {
  if (expression.kind !== 'ColumnReference' || expression.name.text !== name) return false;
  if (expression.source !== undefined) return expression.source.text === alias;
  return columns.some((column) => column.alias === alias && column.name === name);
}
