/**
 * GROUP BY of a pull query over a table, an extension: the groups of the rows as they are, in the order in which they were found. As in a
 * persistent query, a row of which a group column is null or fails is left out. Without GROUP BY there is one group, also of no rows.
 */
import { bindAggregate } from '../analysis/aggregates/bind-aggregate.ts';
import type { Grouping } from '../analysis/analysed-query.ts';
import type { PlanContext } from '../analysis/plan-context.ts';
import type { Scope } from '../expressions/compiled.ts';
import { aggregator } from '../operators/aggregates/aggregator.ts';
import type { OnError } from '../operators/operator-metrics.ts';
import { selectRow } from '../operators/stateless/select-row.ts';
import { type StreamRecord, streamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import { type MapKey, rowKey } from '../state/codecs/map-key.ts';
import type { Row } from '../types/sql-value.ts';
import { Layout } from './layout.ts';

/** The groups of one answer. */
export interface CollectedGroups {
  readonly add: (record: StreamRecord) => void;
  /** The rows of the groups that HAVING lets pass. */
  readonly rows: () => readonly Row[];
}

/**
 * @param scope of the rows that are grouped
 * @param columns over the groups
 */
export function lookupGroups(
  context: PlanContext,
  { groupBy, calls, schema, having }: Grouping,
  scope: Scope,
  columns: readonly { readonly name: string; readonly expression: Expression }[],
): (onError: OnError) => CollectedGroups {
  const groupOf = groupBy.map(
    (expression) => context.compile(expression, scope, { failingPart: 'fails' }).evaluate,
  );
  const bound = calls.map(({ call }) => {
    const { aggregate, arguments: args } = bindAggregate(context, call, scope);
    return { name: call.name.text, aggregate, arguments: args.map(({ evaluate }) => evaluate) };
  });
  const layout = Layout.ofRows(schema);
  const selected = columns.map(({ name, expression }) => ({
    name,
    evaluate: context.compile(expression, layout.scope).evaluate,
  }));
  const passes = having && context.compile(having, layout.scope, { failingPart: 'false' }).evaluate;
  return (onError) => {
    const aggregates = aggregator(bound, onError);
    const groups = new Map<MapKey, { readonly group: Row; readonly state: Row }>();
    if (groupBy.length === 0) groups.set('', { group: [], state: aggregates.initial });
    const answer = selectRow({ onError }, { where: passes, columns: selected });
    return {
      add: (record) => {
        try {
          const group = groupOf.map((evaluate) => evaluate(record));
          if (group.includes(null)) return;
          const key = groupBy.length === 0 ? '' : (rowKey(group) as MapKey);
          const before = groups.get(key);
          groups.set(key, { group, state: aggregates.add(before?.state ?? aggregates.initial, record) });
        } catch (error) {
          onError(error, 'GROUP BY', record);
        }
      },
      rows: () =>
        [...groups.values()].flatMap(({ group, state }) => {
          const row = answer(streamRecord(0, 0, -1, aggregates.rowOf(group, state), false));
          return row === undefined ? [] : [row];
        }),
    };
  };
}
