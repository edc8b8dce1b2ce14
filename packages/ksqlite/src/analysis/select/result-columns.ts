import type { ResultColumn } from '../analysed-query.ts';
import { bind } from '../names/bind.ts';
import type { Schema } from '../names/schema.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import type { SelectColumn } from './select-items.ts';

/** Items of a SELECT list as columns, their expressions bound. Throws KsqlError, also for a column that is just NULL. */
export function resultColumns(
  context: PlanContext,
  schema: Schema,
  items: readonly SelectColumn[],
): readonly ResultColumn[] {
  return items.map((item) => {
    const { type, expression } = bind(context, schema, item.expression);
    if (type === undefined)
      throw planError(
        context,
        'SQL_INVALID',
        item.span,
        `The type of column ${item.name} is not known: it is NULL.`,
        'CAST(NULL AS …) gives it one',
      );
    return { name: item.name, type, expression };
  });
}
