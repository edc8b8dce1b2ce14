import type { Grouping, Selected, StreamGroups, TableGroups } from '../analysed-query.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { selectItems } from '../select/select-items.ts';
import { refuseTableFunctions } from '../select/table-functions.ts';
import type { BoundAggregateExpression } from './aggregate-expressions.ts';
import { refuseUnkeptState } from './aggregate-state.ts';
import { analyseWindow } from './analyse-window.ts';
import { analyseGrouping, type CheckedGrouping } from './grouping.ts';
import { regroupStream, regroupTable, storedOfTable } from './regroup.ts';

/** GROUP BY … [WINDOW …] [HAVING …] over a stream. Throws KsqlError. */
export function analyseStreamGroups(context: PlanContext, selected: Selected): StreamGroups {
  const { from, query } = selected;
  if (query.partitionBy.length > 0)
    throw planError(
      context,
      'SQL_INVALID',
      query.span,
      'Only streams support PARTITION BY, a GROUP BY makes a table.',
      'leave PARTITION BY out',
    );
  const items = selectItems(context, query, from.schema);
  refuseTableFunctions(context, items, 'Table functions cannot be used with aggregations.');
  const regroup = regroupStream(context, query, from);
  const { schema } = regroup ?? from;
  const grouping = analyseGrouping(context, query, items, schema);
  refuseUnkeptState(context, selected, grouping, schema);
  const mergeable = grouping.calls.every(({ aggregate }) => aggregate.merge !== undefined);
  const window = analyseWindow(context, query, mergeable);
  return {
    kind: 'StreamGroups',
    ...selected,
    regroup,
    grouping: asData(grouping),
    window,
    final: query.emit === 'FINAL',
  };
}

/** GROUP BY … [HAVING …] over a table. Throws KsqlError. */
export function analyseTableGroups(context: PlanContext, selected: Selected): TableGroups {
  const { from, query } = selected;
  if (query.window !== undefined)
    throw planError(
      context,
      'SQL_INVALID',
      query.window.span,
      'WINDOW clause is only supported for streams.',
      'a table has no windows: leave WINDOW out',
    );
  if (query.partitionBy.length > 0)
    throw planError(context, 'SQL_INVALID', query.span, 'Only streams support PARTITION BY.', 'leave it out');
  const items = selectItems(context, query, from.schema);
  refuseTableFunctions(context, items, 'Table functions cannot be used with aggregations.');
  const stored = storedOfTable(query, from.schema);
  const grouping = analyseGrouping(context, query, items, stored);
  checkUndo(context, grouping.calls);
  refuseUnkeptState(context, selected, grouping, stored);
  const regroup = regroupTable(context, query, from.schema, stored);
  return { kind: 'TableGroups', ...selected, regroup, grouping: asData(grouping) };
}

/** Without the functions that were bound for the checks. */
const asData = (grouping: CheckedGrouping): Grouping => ({
  ...grouping,
  calls: grouping.calls.map(({ call, type }) => ({ call, type })),
});

/** Throws KsqlError for aggregates that can't take a row out again. */
function checkUndo(context: PlanContext, calls: readonly BoundAggregateExpression[]): void {
  const wrong = calls.filter(({ aggregate }) => aggregate.undo === undefined).map(({ written }) => written);
  const [first] = wrong;
  if (first === undefined) return;
  throw planError(
    context,
    'SQL_INVALID',
    first.span,
    `The aggregation function(s) (${wrong.map((call) => call.name.text).join(', ')}) cannot be applied to a table source, only to a stream source.`,
    'a row can not be taken out of them again: aggregate the stream that the table is made of, or use COUNT, SUM, AVG, COLLECT_LIST or HISTOGRAM',
  );
}
