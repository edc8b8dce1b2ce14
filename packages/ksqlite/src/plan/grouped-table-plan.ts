import type { Column } from '../formats/codec.ts';
import { undoAggregator } from '../operators/aggregator.ts';
import type { RecordChange } from '../operators/record-change.ts';
import { tableAggregate } from '../operators/table-aggregate.ts';
import { type StreamRecord, streamRecord } from '../runtime/stream-record.ts';
import type { Query } from '../sql/ast/query.ts';
import { struct } from '../types/sql-type.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';
import type { Aggregation } from './aggregation.ts';
import { columnsScope, type ScopeColumn } from './columns-scope.ts';
import { groupedSelect, groupRow, keptRows } from './grouped-plan.ts';
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
  const aggregates = undoAggregator(grouping.calls);
  return {
    before: [before],
    inputs: [{ alias: before.name, source: before.output, span: query.span }],
    shape: { kind: 'TABLE', ...grouped.columns, window: undefined },
    task: (context) => {
      const options = {
        name: 'aggregate',
        aggregator: aggregates,
        keyTypes: grouping.keyTypes,
        onKept: keptRows(context, grouped.emitter),
      };
      const add = tableAggregate(context, options, grouped.emitter(context));
      return (_, record) => {
        const { ts, partition, offset, row } = record;
        const side = (values: SqlValue | undefined): StreamRecord | null =>
          values === null || values === undefined
            ? null
            : streamRecord(ts, partition, offset, values as readonly SqlValue[], false);
        add({
          key: row.slice(0, keyCount),
          ts,
          partition,
          old: side(row[keyCount]),
          next: side(row[keyCount + 1]),
        });
      };
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
      const write = (
        group: Row,
        old: StreamRecord | null,
        next: StreamRecord | null,
        change: RecordChange,
      ): void => {
        const valuesOf = (record: StreamRecord | null): SqlValue =>
          record === null ? null : kept.map((column) => column.read(record));
        context.emit(
          [...group, valuesOf(old), valuesOf(next)],
          false,
          change.ts,
          change.partition,
          undefined,
        );
      };
      const encoded = (group: Row): string => String(output.keyCodec.encode(group, 0));
      return upstream.task(context, (change) => {
        const { old, next } = change;
        const oldGroup = old === null ? null : groupRow(context, groupBy, old);
        const nextGroup = next === null ? null : groupRow(context, groupBy, next);
        if (oldGroup !== null && nextGroup !== null && encoded(oldGroup) === encoded(nextGroup)) {
          write(nextGroup, old, next, change);
          return;
        }
        if (oldGroup !== null) write(oldGroup, old, null, change);
        if (nextGroup !== null) write(nextGroup, null, next, change);
      });
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
