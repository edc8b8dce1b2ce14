/** Tables of a plan as operators; see build-stream.ts. */
import { bindAggregate } from '../analysis/aggregates/bind-aggregate.ts';
import type { AggregateExpression } from '../analysis/analysed-query.ts';
import { aggregate } from '../operators/aggregates/aggregate.ts';
import type { AggregateCall } from '../operators/aggregates/aggregator.ts';
import { groupChangeReader } from '../operators/aggregates/group-changes.ts';
import { sessionAggregate } from '../operators/aggregates/session-aggregate.ts';
import { tableAggregate } from '../operators/aggregates/table-aggregate.ts';
import { timeWindowAggregate } from '../operators/aggregates/time-window-aggregate.ts';
import {
  type ForeignKeyJoinOptions,
  foreignKeyJoin,
  type ForeignKeyJoin as Join,
} from '../operators/joins/foreign-key-join.ts';
import { tableTableJoin } from '../operators/joins/table-table-join.ts';
import type {
  KeepsRows,
  KeptRows,
  OneInput,
  OperatorContext,
  Output,
  TwoInputs,
} from '../operators/operator.ts';
import type { TableChange } from '../operators/tables/table-change.ts';
import { tableFilter } from '../operators/tables/table-filter.ts';
import { tableSource } from '../operators/tables/table-source.ts';
import { rowsOfView, type TableView } from '../operators/tables/table-view.ts';
import type {
  ForeignKeyJoin,
  StreamAggregate,
  TableAggregate,
  TableFilter,
  TableNode,
  TableSource,
  TableTableJoin,
} from '../plan/plan-node.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { SqlType } from '../types/sql-type.ts';
import { type BuildContext, compileFor, reportingTo, type TaskOperators, type Use } from './build-context.ts';
import { buildStream, inputOf, tableContext } from './build-stream.ts';
import { ofAggregate, ofForeignKey, ofGroupBy, ofPredicate } from './failure-messages.ts';
import { Layout } from './layout.ts';
import { leafLayout } from './source-layout.ts';
import { operatorContext, type StepContext } from './step-problem.ts';

export interface BuiltTable {
  /** Of the rows that changes hold. */
  readonly layout: Layout;
  /**
   * @param sendsOld whether `output` needs the old row beside the new one
   * @returns the table's rows as they are at any time
   */
  start(context: StepContext, task: TaskOperators, output: Output<TableChange>, sendsOld: boolean): KeptRows;
}

type Build<Node> = (context: BuildContext, node: Node) => BuiltTable;

const BUILDERS: { readonly [Kind in TableNode['kind']]: Build<Extract<TableNode, { kind: Kind }>> } = {
  TableSource: buildJoinedTables,
  TableTableJoin: buildJoinedTables,
  ForeignKeyJoin: buildJoinedTables,
  TableFilter: buildTableFilter,
  StreamAggregate: buildStreamAggregate,
  TableAggregate: buildTableAggregate,
};

export const buildTable = (context: BuildContext, node: TableNode): BuiltTable =>
  (BUILDERS[node.kind] as Build<TableNode>)(context, node);

function buildTableFilter(context: BuildContext, node: TableFilter): BuiltTable {
  const input = buildTable(context, node.input);
  const { clause } = node;
  const step = clause === 'HAVING' ? 'Aggregate.HavingFilter' : 'WhereFilter';
  const condition = compileFor(context, input.layout, node.condition, { step, failingPart: 'false' });
  const knowsOld = !joinsOnForeignKey(node.input);
  return {
    layout: input.layout,
    start: (operators, task, output, sendsOld) => {
      const own = operatorContext(operators, step, ofPredicate(node.condition));
      const deletesAlways = !knowsOld && !sendsOld;
      const passed = tableFilter(own, { condition, clause, sendsOld, deletesAlways }, output);
      const rows = input.start(operators, task, passed.receive, true);
      task.operators.push(passed);
      return passed.rowsOf(rows);
    },
  };
}

/** In Kafka Streams such a join's old rows are not told unless an aggregate asks for them: its store has no name. */
const joinsOnForeignKey = (node: TableNode): boolean =>
  node.kind === 'ForeignKeyJoin' || (node.kind === 'TableTableJoin' && joinsOnForeignKey(node.left));

function buildStreamAggregate(context: BuildContext, node: StreamAggregate): BuiltTable {
  const input = buildStream(context, node.input);
  const groupBy = node.groupBy.map((expression) => compileFor(context, input.layout, expression, GROUP_BY));
  const calls = aggregateCalls(context, input.layout, node.calls);
  const keyTypes = keyTypesOf(node);
  return {
    layout: Layout.ofRows(node.schema),
    start: (operators, task, output, sendsOld) => {
      const add = aggregateOf(
        aggregateContext(operators, node.groupBy),
        node,
        { name: 'aggregate', calls, groupBy, keyTypes, sendsOld },
        output,
      );
      input.start(operators, task, add.receive);
      task.operators.push(add);
      return add.rows;
    },
  };
}

function aggregateOf(
  context: OperatorContext,
  { window, final }: StreamAggregate,
  common: Parameters<typeof aggregate>[1],
  output: Output<TableChange>,
): OneInput & KeepsRows {
  if (window === undefined) return aggregate(context, common, output);
  const { sizeMs, advanceMs, graceMs, retentionMs, mergeMs } = window;
  const options = { ...common, graceMs, retentionMs, final };
  return window.type === 'SESSION'
    ? sessionAggregate(context, { ...options, gapMs: sizeMs, mergeMs }, output)
    : timeWindowAggregate(context, { ...options, sizeMs, advanceMs }, output);
}

function buildTableAggregate(context: BuildContext, node: TableAggregate): BuiltTable {
  const leaf = node.input;
  const input = inputOf(context, leaf);
  const calls = aggregateCalls(context, leafLayout(leaf, context.sourceOf(leaf)), node.calls);
  const keyTypes = keyTypesOf(node);
  return {
    layout: Layout.ofRows(node.schema),
    start: (operators, task, output, sendsOld) => {
      const add = tableAggregate(
        aggregateContext(operators),
        { name: 'aggregate', calls, keyTypes, sendsOld },
        output,
      );
      const changes = groupChangeReader(
        aggregateContext(operators),
        { keyCount: keyTypes.length },
        add.receive,
      );
      task.inputs[input] = changes.receive;
      task.operators.push(changes, add);
      return add.rows;
    },
  };
}

const aggregateCalls = (
  context: BuildContext,
  layout: Layout,
  calls: readonly AggregateExpression[],
): readonly AggregateCall[] => {
  const report = reportingTo(context.problems, 'Aggregate.Prepare');
  return calls.map(({ call }) => {
    const bound = bindAggregate(context.plan, call, layout.scope, { report });
    return {
      name: call.name.text,
      aggregate: bound.aggregate,
      arguments: bound.arguments.map(({ evaluate }) => evaluate),
    };
  });
};

/** A part of a group that fails lets the record fail. */
export const GROUP_BY: Use = { step: 'Aggregate.GroupBy', failingPart: 'fails' };

/** An aggregation is two steps in ksqlDB: finding the group, and adding to it. */
function aggregateContext(operators: StepContext, groupBy: readonly Expression[] = []): OperatorContext {
  const own = operatorContext(operators, 'Aggregate.Aggregate', ofAggregate);
  const keys = groupBy.map((expression) => ({ name: 'GROUP BY', expression }));
  const grouping = operatorContext(operators, GROUP_BY.step, ofGroupBy(keys));
  return {
    ...own,
    onError: (error, where, record) => (where === 'GROUP BY' ? grouping : own).onError(error, where, record),
    onDropped: (reason, ...record) => (reason === 'null-key' ? grouping : own).onDropped(reason, ...record),
  };
}

const keyTypesOf = ({ schema }: StreamAggregate | TableAggregate): readonly SqlType[] =>
  schema.filter(({ role }) => role === 'key').map(({ type }) => type);

/** A table, or tables that are joined. */
function buildJoinedTables(context: BuildContext, node: TableTableJoin['left']): BuiltTable {
  const view = buildView(context, node);
  return {
    layout: view.layout,
    start: (operators, task, output) => rowsOfView(view.start(operators, task, output), view.keyCount),
  };
}

/** A table that others can be joined with. */
interface BuiltView {
  readonly layout: Layout;
  readonly parts: readonly Layout[];
  readonly keyCount: number;
  start(context: StepContext, task: TaskOperators, output: Output<TableChange>): TableView;
}

function buildView(context: BuildContext, node: TableTableJoin['left']): BuiltView {
  if (node.kind === 'TableSource') return buildTableSource(context, node, 'table');
  if (node.kind === 'ForeignKeyJoin') return buildForeignKeyJoin(context, node);
  const { type } = node;
  const left = buildView(context, node.left);
  const number = left.parts.length;
  const name = `join-${number}`;
  const right = buildTableSource(context, node.right, `${name}-table`);
  const parts = [...left.parts, right.layout];
  return {
    layout: Layout.joined(parts),
    parts,
    keyCount: left.keyCount,
    start: (operators, task, output) => {
      // both tables are there before the join is: it looks rows up in them
      let join: TwoInputs<TableChange> | undefined;
      const leftRows = left.start(operators, task, (change) => join?.left(change));
      const rightRows = right.start(operators, task, (change) => join?.right(change));
      const options = { name, type, left: leftRows, right: rightRows, leftCount: number };
      const made = tableTableJoin(operatorContext(operators, 'Join', String), options, output);
      join = made;
      task.operators.push(made);
      return made;
    },
  };
}

function buildForeignKeyJoin(context: BuildContext, node: ForeignKeyJoin): BuiltView {
  const left = buildTableSource(context, node.left, 'table', true);
  const right = buildTableSource(context, node.right, 'join-1-table', true);
  const foreignKey = compileFor(context, left.layout, node.foreignKey, { step: 'Join' });
  const { keyCodec } = context.sourceOf(node.left);
  const { keyCount } = left;
  const { type } = node;
  const parts = [left.layout, right.layout];
  return {
    layout: Layout.joined(parts),
    parts,
    keyCount,
    start: (operators, task, output) => {
      let join: Join | undefined;
      const options: ForeignKeyJoinOptions = {
        name: 'join-1',
        type,
        left: left.start(operators, task, (change) => join?.left(change)),
        right: right.start(operators, task, (change) => join?.right(change)),
        foreignKey,
        keyCount,
        bytesOf: (key) => Buffer.from(keyCodec.encode(key, 0) ?? ''),
      };
      const own = operatorContext(operators, 'Join', ofForeignKey(node.foreignKey));
      const made = context.problems.muted(() => foreignKeyJoin(own, options, output));
      join = made;
      task.operators.push(made);
      return made;
    },
  };
}

/** @param oldTimes see TableSourceOptions */
function buildTableSource(
  context: BuildContext,
  node: TableSource,
  name: string,
  oldTimes = false,
): BuiltView {
  const source = context.sourceOf(node);
  const input = inputOf(context, node);
  const layout = leafLayout(node, source);
  return {
    layout,
    parts: [layout],
    keyCount: source.keys.length,
    start: (operators, task, output) => {
      const table = tableSource(
        tableContext(operators, input),
        { name, source, oldTimes, takesPartKeys: context.plan.rules >= 3 },
        output,
      );
      task.inputs[input] = table.receive;
      task.operators.push(table);
      return table;
    },
  };
}
