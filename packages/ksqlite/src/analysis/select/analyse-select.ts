import type { Selected, StreamSelect, TableSelect } from '../analysed-query.ts';
import { isSyntheticKey } from '../joins/check-joins.ts';
import { JOIN_KEY } from '../names/internal-columns.ts';
import { referenceTo, type Schema } from '../names/schema.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { columnsIn } from '../pull/columns-in.ts';
import { refuseUnheldValues } from '../sources/held-values.ts';
import { inheritedKeys } from './inherited-keys.ts';
import { refuseNoValues } from './no-values.ts';
import { partitionKeys } from './partition-keys.ts';
import { repartitionedStar } from './repartitioned-star.ts';
import { resultColumns } from './result-columns.ts';
import { type SelectColumn, selectItems } from './select-items.ts';
import { plainStar } from './star-columns.ts';
import { explodeTableFunctions, refuseExplodedKeys, refuseTableFunctions } from './table-functions.ts';

/** A stream made of a stream (or of joined ones): SELECT … [PARTITION BY …]. Throws KsqlError. */
export function analyseStreamSelect(context: PlanContext, selected: Selected): StreamSelect {
  const { from, query } = selected;
  const isMoved = query.partitionBy.length > 0 && context.rules >= 3;
  const star = isMoved ? repartitionedStar(context, query, from) : plainStar(context, from.schema);
  const written = selectItems(context, query, from.schema, star);
  const { items, calls, schema } = explodeTableFunctions(context, written, from.schema);
  if (calls.length > 0) refuseExplodedKeys(context, query);
  // an unknown column is told of before a missing key
  resultColumns(context, schema, items);
  const keyItems = sinkKeys(context, selected, schema, items);
  const keys = resultColumns(context, schema, keyItems);
  const values = resultColumns(
    context,
    schema,
    items.filter((item) => !keyItems.includes(item)),
  );
  refuseNoValues(context, query, { keys, values });
  return {
    kind: 'StreamSelect',
    ...selected,
    tableCalls: calls,
    result: {
      keys: query.partitionBy.length === 0 ? keptKeys(from.schema, keys) : keys,
      values,
      ...deletedKeys(context, selected, keys),
    },
    window: from.window,
  };
}

function sinkKeys(
  context: PlanContext,
  { from, query }: Selected,
  schema: Schema,
  items: readonly SelectColumn[],
): readonly SelectColumn[] {
  if (context.transient) return [];
  return query.partitionBy.length > 0
    ? partitionKeys(context, query, from, schema, items)
    : inheritedKeys(context, query, { ...from, schema }, items);
}

/**
 * PARTITION BY an expression over a record without a value: only what is made of the old key alone can be computed (ksqlDB's
 * PartitionByParamsFactory), all else is NULL. A column is NULL there by itself.
 */
function deletedKeys(
  { rules }: PlanContext,
  { query, from }: Selected,
  keys: StreamSelect['result']['keys'],
): Pick<StreamSelect['result'], 'deleted'> {
  const isOld = ({ expression }: StreamSelect['result']['keys'][number]): boolean =>
    columnsIn(expression).every(({ source, name }) =>
      from.schema.some(
        (column) => column.role === 'key' && column.alias === source?.text && column.name === name.text,
      ),
    );
  if (rules < 3 || query.partitionBy.length === 0 || keys.every(isOld)) return {};
  return {
    deleted: keys.map((key) =>
      isOld(key) ? key : { ...key, expression: { kind: 'NullLiteral', span: key.expression.span } },
    ),
  };
}

/** A join's key stays what it was, even where the column that stands for it is null. */
function keptKeys(schema: Schema, keys: StreamSelect['result']['keys']): StreamSelect['result']['keys'] {
  const joined = schema.find(
    (column) => isSyntheticKey(column) || (column.alias === '' && column.name === JOIN_KEY),
  );
  if (joined === undefined) return keys;
  return keys.map((key) => ({ ...key, expression: referenceTo(joined, key.expression.span) }));
}

/** A table made of a table, or of joined ones: SELECT … WHERE …. Throws KsqlError. */
export function analyseTableSelect(context: PlanContext, selected: Selected): TableSelect {
  const { from, query } = selected;
  if (query.partitionBy.length > 0)
    throw planError(
      context,
      'SQL_INVALID',
      query.span,
      'Only streams support PARTITION BY.',
      'a table stays keyed by its primary key: leave PARTITION BY out',
    );
  const items = selectItems(context, query, from.schema);
  refuseTableFunctions(context, items, 'Table source is not supported with table functions');
  resultColumns(context, from.schema, items);
  const keyItems = context.transient ? [] : inheritedKeys(context, query, from, items);
  const keys = resultColumns(context, from.schema, keyItems);
  const values = resultColumns(
    context,
    from.schema,
    items.filter((item) => !keyItems.includes(item)),
  );
  refuseNoValues(context, query, { keys, values });
  refuseUnheldValues(context, selected.origin, query.span, values);
  return { kind: 'TableSelect', ...selected, result: { keys, values } };
}
