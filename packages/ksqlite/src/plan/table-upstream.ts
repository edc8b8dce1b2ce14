import { endingWith, type KeptRows, type OperatorGraph, type Output } from '../operators/operator.ts';
import type { TableChange } from '../operators/tables/table-change.ts';
import { tableFilter } from '../operators/tables/table-filter.ts';
import type { Query } from '../sql/ast/query.ts';
import { columnsScope, inputColumns } from './columns-scope.ts';
import type { FromClause, FromInput } from './from-clause.ts';
import { isKeyOf } from './join-keys.ts';
import { checkJoins } from './join-plan.ts';
import { type Planning, refusal } from './planning.ts';
import { predicate, type SelectedFrom } from './query-plan.ts';
import { tableTask } from './table-joins.ts';
import type { TaskContext } from './task-plan.ts';

/** The part of a statement over tables before its SELECT list: rows that change, joined and filtered. */
export interface TableUpstream extends SelectedFrom {
  /** @param sendsOld whether `output` needs the old row beside the new one */
  readonly task: (context: TaskContext, output: Output<TableChange>, sendsOld: boolean) => TableGraph;
}

/** Operators whose output is a table. */
export interface TableGraph extends OperatorGraph {
  readonly kept: KeptRows;
}

/** Plans FROM and WHERE of a query over tables. Throws KsqlError. */
export function tableUpstream(planning: Planning, query: Query, from: FromClause): TableUpstream {
  const [first] = from.inputs as readonly [FromInput];
  const joins = from.joins.length === 0 ? undefined : checkJoins(planning, from);
  for (const input of from.inputs)
    if (input.source.window !== undefined)
      throw refusal(
        planning,
        'SQL_UNSUPPORTED',
        input.span,
        'a table made of a windowed table',
        'read its topic as a stream: CREATE STREAM … WITH (KAFKA_TOPIC=…)',
      );
  from.joins.forEach(({ type }, level) => {
    const next = from.joins[level + 1];
    if (type === 'OUTER' && next !== undefined)
      throw refusal(
        planning,
        'SQL_INVALID',
        next.on.span,
        'Cannot repartition a TABLE source: behind a FULL JOIN no column is the key any more.',
        'make a table of the FULL JOIN, and join that: CREATE TABLE … AS SELECT ROWKEY …',
      );
  });
  joins?.keys.forEach((key, i) => {
    const input = from.inputs[i] as FromInput;
    if (!isKeyOf(input, key))
      throw refusal(
        planning,
        'SQL_UNSUPPORTED',
        key.span,
        `a join with the table ${input.alias} on another column than its primary key`,
        'join on the primary key',
      );
  });
  const [{ source: left }] = from.inputs as readonly [FromInput];
  for (const { source, span } of from.inputs)
    if (source.keyFormat !== left.keyFormat && source.partitions > 1)
      throw refusal(
        planning,
        'SQL_UNSUPPORTED',
        span,
        `a join of tables whose keys are ${left.keyFormat} and ${source.keyFormat}`,
        'make one of them anew in the other’s format: CREATE TABLE … WITH (KEY_FORMAT=…) AS SELECT * FROM …',
      );
  const columns = joins?.columns ?? inputColumns(first.source, first.alias, undefined);
  const scope = columnsScope(planning, columns);
  const where = query.where === undefined ? undefined : predicate(planning, query.where, scope, 'WHERE');
  return {
    inputs: from.inputs,
    columns,
    scope,
    joinKeys: joins?.keys,
    task: (context, output, sendsOld) => {
      if (where === undefined) return tableTask(from, context, output);
      const options = { condition: where.evaluate, clause: 'WHERE', sendsOld };
      const passed = tableFilter(context, options, output);
      const graph = tableTask(from, context, passed.receive);
      return { ...endingWith(graph, passed), kept: passed.rowsOf(graph.kept) };
    },
  };
}
