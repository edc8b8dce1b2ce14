import type { Column } from '../formats/codec.ts';
import { groupChangeReader, groupChangeWriter } from '../operators/aggregates/group-changes.ts';
import { tableAggregate } from '../operators/aggregates/table-aggregate.ts';
import { endingWith } from '../operators/operator.ts';
import type { Query } from '../sql/ast/query.ts';
import { struct } from '../types/sql-type.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';
import type { Aggregation } from './aggregation.ts';
import { columnsScope, type ScopeColumn } from './columns-scope.ts';
import { groupedSelect } from './grouped-plan.ts';
import { internalColumn } from './internal-columns.ts';
import { type Planning, refusal } from './planning.ts';
import type { PlannedMain } from './query-plan.ts';
import { internalSource } from './repartition-plan.ts';
import { selectItems } from './select-items.ts';
import { noTableFunctions } from './table-functions.ts';
import type { TableUpstream } from './table-upstream.ts';
import type { TaskContext, UnitPlan } from './task-plan.ts';

const OLD = internalColumn('OLD');
const NEXT = internalColumn('NEXT');

/**
 * GROUP BY … [HAVING …] over a table. Two units, as in Kafka Streams: rows that change are written to an internal topic
 * keyed by the group, the old one and the new one in one record where both are of one group; the aggregation reads
 * that. Throws KsqlError.
 */
export function planGroupedTable(
  planning: Planning,
  query: Query,
  upstream: TableUpstream,
  name: string,
): PlannedMain {
  if (query.window !== undefined)
    throw refusal(
      planning,
      'SQL_INVALID',
      query.window.span,
      'WINDOW clause is only supported for streams.',
      'a table has no windows: leave WINDOW out',
    );
  if (query.partitionBy.length > 0)
    throw refusal(planning, 'SQL_INVALID', query.span, 'Only streams support PARTITION BY.', 'leave it out');
  const items = selectItems(planning, query, upstream.columns);
  noTableFunctions(planning, items, 'Table functions cannot be used with aggregations.');
  // ROWTIME goes along: aggregates may name it
  const kept = upstream.columns.filter((column) => !column.pseudo || column.name === 'ROWTIME');
  const keyCount = query.groupBy.length;
  const moved: ScopeColumn[] = kept.map((column, i) => ({
    ...column,
    isKey: false,
    read: (record) => record.row[i] as SqlValue,
  }));
  const grouped = groupedSelect(planning, query, items, columnsScope(planning, moved));
  const { grouping } = grouped;
  checkUndo(planning, grouping);
  const before = regroup(planning, query, upstream, kept, grouping.keyTypes, `${name}-groupby`);
  return {
    before: [before],
    inputs: [{ alias: before.name, source: before.output, span: query.span }],
    shape: { kind: 'TABLE', ...grouped.columns, window: undefined },
    task: (context) => {
      const end = grouped.end(context);
      const { calls, keyTypes } = grouping;
      const options = { name: 'aggregate', calls, keyTypes, sendsOld: grouped.sendsOld };
      const add = tableAggregate(context, options, end.receive);
      const read = groupChangeReader(context, { keyCount }, add.receive);
      return end.behind({ inputs: [read.receive], operators: [read, add] }, add.rows);
    },
  };
}

/** The unit that writes changes keyed by their groups. */
function regroup(
  planning: Planning,
  query: Query,
  upstream: TableUpstream,
  kept: readonly ScopeColumn[],
  keyTypes: Aggregation['keyTypes'],
  name: string,
): UnitPlan {
  const span = query.groupBy[0]?.span ?? query.span;
  const groupBy = query.groupBy.map((expression) => planning.compile(expression, upstream.scope));
  const rowType = struct(
    kept.map(({ alias, name: column, type }, i) => ({ name: `${alias}_${column}_${i}`, type })),
  );
  const keys: Column[] = keyTypes.map((type, i) => ({ name: internalColumn(`KEY${i}`), type }));
  const values: Column[] = [
    { name: OLD, type: rowType },
    { name: NEXT, type: rowType },
  ];
  const partitions = upstream.inputs[0]?.source.partitions ?? 1;
  const output = internalSource(planning, span, name, keys, values, partitions);
  return {
    name,
    inputs: upstream.inputs.map((input) => input.source),
    output,
    task: (context: TaskContext) => {
      const options = {
        groupBy: groupBy.map(({ evaluate }) => evaluate),
        columns: kept.map(({ read }) => read),
        encodeGroup: (group: Row) => output.keyCodec.encode(group, 0),
      };
      const writer = groupChangeWriter(context, options, context.write);
      return endingWith(upstream.task(context, writer.receive, true), writer);
    },
  };
}

/** Throws KsqlError for aggregates that can't take a row out again. */
function checkUndo(planning: Planning, { calls, written }: Aggregation): void {
  const wrong = written.filter((_, i) => calls[i]?.aggregate.undo === undefined);
  const [first] = wrong;
  if (first === undefined) return;
  throw refusal(
    planning,
    'SQL_INVALID',
    first.span,
    `The aggregation function(s) (${wrong.map((call) => call.name.text).join(', ')}) cannot be applied to a table source, only to a stream source.`,
    'a row can not be taken out of them again: aggregate the stream that the table is made of, or use COUNT, SUM, AVG, COLLECT_LIST or HISTOGRAM',
  );
}
