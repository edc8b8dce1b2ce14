/** Tables of a plan as operators; see build-stream.ts. */
import { bindAggregate } from '../analysis/aggregates/bind-aggregate.ts';
import type { AggregateExpression } from '../analysis/analysed-query.ts';
import { aggregate } from '../operators/aggregates/aggregate.ts';
import type { AggregateCall } from '../operators/aggregates/aggregator.ts';
import { groupChangeReader } from '../operators/aggregates/group-changes.ts';
import { sessionAggregate } from '../operators/aggregates/session-aggregate.ts';
import { tableAggregate } from '../operators/aggregates/table-aggregate.ts';
import { timeWindowAggregate } from '../operators/aggregates/time-window-aggregate.ts';
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
  StreamAggregate,
  TableAggregate,
  TableFilter,
  TableNode,
  TableSource,
  TableTableJoin,
} from '../plan/plan-node.ts';
import type { SqlType } from '../types/sql-type.ts';
import { type BuildContext, compileFor, reportingTo, type TaskOperators, type Use } from './build-context.ts';
import { buildStream, inputOf, tableContext } from './build-stream.ts';
import { ofAggregate, ofPredicate } from './failure-messages.ts';
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
  return {
    layout: input.layout,
    start: (operators, task, output, sendsOld) => {
      const own = operatorContext(operators, step, ofPredicate(node.condition));
      const passed = tableFilter(own, { condition, clause, sendsOld }, output);
      const rows = input.start(operators, task, passed.receive, true);
      task.operators.push(passed);
      return passed.rowsOf(rows);
    },
  };
}

function buildStreamAggregate(context: BuildContext, node: StreamAggregate): BuiltTable {
  const input = buildStream(context, node.input);
  const groupBy = node.groupBy.map((expression) => compileFor(context, input.layout, expression, GROUP_BY));
  const calls = aggregateCalls(context, input.layout, node.calls);
  const keyTypes = keyTypesOf(node);
  return {
    layout: Layout.ofRows(node.schema),
    start: (operators, task, output, sendsOld) => {
      const add = aggregateOf(
        aggregateContext(operators),
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
  const { sizeMs, advanceMs, graceMs, retentionMs } = window;
  const options = { ...common, graceMs, retentionMs, final };
  return window.type === 'SESSION'
    ? sessionAggregate(context, { ...options, gapMs: sizeMs }, output)
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

const aggregateContext = (operators: StepContext): OperatorContext =>
  operatorContext(operators, 'Aggregate.Aggregate', ofAggregate);

const keyTypesOf = ({ schema }: StreamAggregate | TableAggregate): readonly SqlType[] =>
  schema.filter(({ role }) => role === 'key').map(({ type }) => type);

/** A table, or tables joined on their primary keys. */
function buildJoinedTables(context: BuildContext, node: TableSource | TableTableJoin): BuiltTable {
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

function buildView(context: BuildContext, node: TableSource | TableTableJoin): BuiltView {
  if (node.kind === 'TableSource') return buildTableSource(context, node, 'table');
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

function buildTableSource(context: BuildContext, node: TableSource, name: string): BuiltView {
  const source = context.sourceOf(node);
  const input = inputOf(context, node);
  const layout = leafLayout(node, source);
  return {
    layout,
    parts: [layout],
    keyCount: source.keys.length,
    start: (operators, task, output) => {
      const table = tableSource(tableContext(operators, input), { name, source }, output);
      task.inputs[input] = table.receive;
      task.operators.push(table);
      return table;
    },
  };
}
