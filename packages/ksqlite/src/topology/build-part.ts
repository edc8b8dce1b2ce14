import { groupChangeWriter } from '../operators/aggregates/group-changes.ts';
import type { OperatorGraph } from '../operators/operator.ts';
import { repartitionWriter } from '../operators/stateless/repartition-writer.ts';
import { streamWriter } from '../operators/stateless/stream-writer.ts';
import { tableWriter } from '../operators/tables/table-writer.ts';
import type { GroupRepartition, Project, Repartition, TableProject } from '../plan/plan-node.ts';
import { type BuildContext, compileColumns, compileFor, type TaskOperators } from './build-context.ts';
import { buildStream } from './build-stream.ts';
import { buildTable } from './build-table.ts';
import type { PlanPart } from './split-plan.ts';
import type { TaskContext } from './sub-topology.ts';

/** Makes the operators of one task of a part of a plan. */
export type StartTask = (context: TaskContext) => OperatorGraph;

type Build<Node> = (context: BuildContext, node: Node) => StartTask;
type Root = PlanPart['root'];

const BUILDERS: { readonly [Kind in Root['kind']]: Build<Extract<Root, { kind: Kind }>> } = {
  Project: buildProject,
  TableProject: buildTableProject,
  Repartition: buildRepartition,
  GroupRepartition: buildGroupRepartition,
};

/** Compiles a part of a plan: what is returned makes its operators, once for each partition. */
export const buildPart = (context: BuildContext, { root }: PlanPart): StartTask =>
  (BUILDERS[root.kind] as Build<Root>)(context, root);

const emptyTask = (): TaskOperators => ({ inputs: [], operators: [] });

function buildProject(context: BuildContext, node: Project): StartTask {
  const input = buildStream(context, node.input);
  const keys = compileColumns(context, input.layout, node.keys);
  const values = compileColumns(context, input.layout, node.values);
  const deleted = node.deleted && compileColumns(context, input.layout, node.deleted);
  return (operators) => {
    const task = emptyTask();
    const writer = streamWriter(operators, { keys, values, deleted }, operators.write);
    input.start(operators, task, writer.receive);
    task.operators.push(writer);
    return task;
  };
}

function buildTableProject(context: BuildContext, node: TableProject): StartTask {
  const input = buildTable(context, node.input);
  const values = compileColumns(context, input.layout, node.values);
  const keyed = node.keys.length > 0;
  return (operators) => {
    const task = emptyTask();
    const writer = tableWriter(operators, { keyed, values }, operators.write);
    const rows = input.start(operators, task, writer.receive, false);
    task.operators.push(writer);
    return { ...task, rows: writer.outputRows(rows) };
  };
}

function buildRepartition(context: BuildContext, node: Repartition): StartTask {
  const input = buildStream(context, node.input);
  const keys = compileColumns(context, input.layout, node.keys);
  const columns = node.stored.map(({ column }) => input.layout.read(column));
  return (operators) => {
    const task = emptyTask();
    const writer = repartitionWriter(operators, { keys, columns }, operators.write);
    input.start(operators, task, writer.receive);
    task.operators.push(writer);
    return task;
  };
}

function buildGroupRepartition(context: BuildContext, node: GroupRepartition): StartTask {
  const input = buildTable(context, node.input);
  const groupBy = node.keys.map(({ expression }) => compileFor(context, input.layout, expression));
  const columns = node.stored.map((column) => input.layout.read(column));
  const { keyCodec } = context.sourceOf(node);
  const encodeGroup = (group: Parameters<typeof keyCodec.encode>[0]): unknown => keyCodec.encode(group, 0);
  return (operators) => {
    const task = emptyTask();
    const writer = groupChangeWriter(operators, { groupBy, columns, encodeGroup }, operators.write);
    input.start(operators, task, writer.receive, true);
    task.operators.push(writer);
    return task;
  };
}
