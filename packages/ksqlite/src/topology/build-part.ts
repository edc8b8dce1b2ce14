import { type Codec, DeserializationError, SerializationError } from '../formats/codec.ts';
import type { Source } from '../metastore/source.ts';
import { groupChangeWriter } from '../operators/aggregates/group-changes.ts';
import { listing, type OperatorGraph, type WriteRow } from '../operators/operator.ts';
import { repartitionWriter } from '../operators/stateless/repartition-writer.ts';
import { streamWriter } from '../operators/stateless/stream-writer.ts';
import { tableWriter } from '../operators/tables/table-writer.ts';
import type { GroupRepartition, Project, Repartition, TableNode, TableProject } from '../plan/plan-node.ts';
import type { MapKey } from '../state/codecs/map-key.ts';
import type { Row } from '../types/sql-value.ts';
import { type BuildContext, compileColumns, compileFor, type TaskOperators } from './build-context.ts';
import { buildStream } from './build-stream.ts';
import { buildTable, GROUP_BY } from './build-table.ts';
import { ofGroupBy, ofKey, ofSelect } from './failure-messages.ts';
import type { PlanPart } from './split-plan.ts';
import { operatorContext } from './step-problem.ts';
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
export function buildPart(context: BuildContext, { root }: PlanPart): StartTask {
  const start = (BUILDERS[root.kind] as Build<Root>)(context, root);
  return (task) => {
    context.problems.connect(task.onProblem);
    return start(task);
  };
}

const isAggregated = (node: TableNode): boolean =>
  node.kind === 'TableFilter'
    ? isAggregated(node.input)
    : node.kind === 'StreamAggregate' || node.kind === 'TableAggregate';

const emptyTask = (): TaskOperators => ({ inputs: [], operators: [] });

function buildProject(context: BuildContext, node: Project): StartTask {
  const input = buildStream(context, node.input);
  const use = { step: 'Project' };
  const keys = compileColumns(context, input.layout, node.keys, use);
  const values = compileColumns(context, input.layout, node.values, use);
  const deleted = node.deleted && compileColumns(context, input.layout, node.deleted, use);
  const messages = ofSelect(node.keys, node.values);
  return (operators) => {
    const task = emptyTask();
    const own = operatorContext(operators, use.step, messages);
    const writer = streamWriter(own, { keys, values, deleted }, operators.write);
    input.start(operators, task, writer.receive);
    task.operators.push(writer);
    return task;
  };
}

function buildTableProject(context: BuildContext, node: TableProject): StartTask {
  const input = buildTable(context, node.input);
  const aggregated = isAggregated(node.input);
  const use = { step: aggregated ? 'Aggregate.Project' : 'Project' };
  const values = compileColumns(context, input.layout, node.values, use);
  const keyed = node.keys.length > 0;
  const messages = ofSelect(node.keys, node.values);
  const asStored = aggregated ? same : storedBy(context.output);
  return (operators) => {
    const task = emptyTask();
    const own = operatorContext(operators, use.step, messages);
    const writer = tableWriter(own, { keyed, values }, operators.write);
    const rows = input.start(operators, task, writer.receive, false);
    task.operators.push(writer);
    const outputRows = writer.outputRows(rows);
    const quietly = (key: MapKey | undefined, write: WriteRow): void =>
      context.problems.muted(() => outputRows(key, asStored(write)));
    return { ...task, rows: listing(quietly, outputRows.keys) };
  };
}

const same = (write: WriteRow): WriteRow => write;

/** Rows as ksqlDB has them in the store of a table that is not an aggregate (TableSelectBuilder): in the sink's format. */
function storedBy(output: Source | undefined): (write: WriteRow) => WriteRow {
  const { valueCodec, keys } = output ?? { keys: [] };
  if (valueCodec?.survives === undefined) return same;
  const count = keys.length;
  return (write) =>
    (row, tombstone, ...rest) => {
      const isChanged = !tombstone && valueCodec.survives?.(row, count) === false;
      write(isChanged ? rereadRow(valueCodec, row, count) : row, tombstone, ...rest);
    };
}

/** What `codec` reads of what it writes; a row that it can't write is left as it is. */
function rereadRow(codec: Codec, row: Row, count: number): Row {
  try {
    const values = codec.decode(codec.encode(row, count));
    return values === null ? row : [...row.slice(0, count), ...values];
  } catch (error) {
    if (error instanceof SerializationError || error instanceof DeserializationError) return row;
    throw error;
  }
}

function buildRepartition(context: BuildContext, node: Repartition): StartTask {
  const input = buildStream(context, node.input);
  const groups = node.clause === 'GROUP BY';
  const use = groups ? GROUP_BY : { step: 'Join' };
  const keys = compileColumns(context, input.layout, node.keys, use);
  const columns = node.stored.map(({ column }) => input.layout.read(column));
  const messages = groups ? ofGroupBy(node.keys) : ofKey(node.keys);
  const keepsNullValues = !groups && context.plan.rules >= 6;
  const options = { keys, columns, leavesOutFailed: groups, keepsNullValues };
  return (operators) => {
    const task = emptyTask();
    const own = operatorContext(operators, use.step, messages);
    const writer = repartitionWriter(own, options, operators.write);
    input.start(operators, task, writer.receive);
    task.operators.push(writer);
    return task;
  };
}

function buildGroupRepartition(context: BuildContext, node: GroupRepartition): StartTask {
  const input = buildTable(context, node.input);
  const groupBy = node.keys.map(({ expression }) => compileFor(context, input.layout, expression, GROUP_BY));
  const columns = node.stored.map((column) => input.layout.read(column));
  const { keyCodec } = context.sourceOf(node);
  const encodeGroup = (group: Parameters<typeof keyCodec.encode>[0]): unknown => keyCodec.encode(group, 0);
  const messages = ofGroupBy(node.keys);
  return (operators) => {
    const task = emptyTask();
    const own = operatorContext(operators, GROUP_BY.step, messages);
    const writer = groupChangeWriter(own, { groupBy, columns, encodeGroup }, operators.write);
    input.start(operators, task, writer.receive, true);
    task.operators.push(writer);
    return task;
  };
}
