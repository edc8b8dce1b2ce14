/**
 * Streams of a plan as operators. Expressions are compiled once for a sub-topology; `start` makes the operators of one task,
 * downstream ones first, so that a record passes from one to the next by one call.
 */
import type { Evaluate } from '../expressions/compiled.ts';
import {
  firstPresent,
  type JoinKey,
  joinedKey,
  joinKey,
  windowedJoinKey,
} from '../operators/joins/join-key.ts';
import { streamStreamJoin } from '../operators/joins/stream-stream-join.ts';
import { streamTableJoin } from '../operators/joins/stream-table-join.ts';
import type { OperatorContext, Output } from '../operators/operator.ts';
import { filter } from '../operators/stateless/filter.ts';
import { flatMap } from '../operators/stateless/flat-map.ts';
import { tableRows } from '../operators/tables/table-rows.ts';
import { tableSource } from '../operators/tables/table-source.ts';
import type {
  Filter,
  FlatMap,
  Repartition,
  StreamNode,
  StreamSource,
  StreamStreamJoin,
  StreamTableJoin,
  TableRows,
} from '../plan/plan-node.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import { recordCodec } from '../state/codecs/record-codec.ts';
import { type BuildContext, compileFor, reportingTo, type TaskOperators, type Use } from './build-context.ts';
import { ofJoinKey, ofPredicate, ofTableFunction } from './failure-messages.ts';
import { Layout } from './layout.ts';
import { leafLayout } from './source-layout.ts';
import type { PlanLeaf } from './split-plan.ts';
import { operatorContext, type StepContext } from './step-problem.ts';

/** A node of a plan that is ready to be started. */
export interface BuiltStream {
  /** Of the records that `output` gets. */
  readonly layout: Layout;
  /** What a joined record consists of; undefined: the record is not joined. */
  readonly joined: readonly JoinedPart[] | undefined;
  start(context: StepContext, task: TaskOperators, output: Output<StreamRecord>): void;
}

/** One of the records of a joined one. */
export interface JoinedPart {
  readonly layout: Layout;
  /** What the record is joined on, over the part alone. */
  readonly key: Evaluate;
  /** The same as an expression of the plan. */
  readonly keyExpression: StreamStreamJoin['leftKey'];
}

type Build<Node> = (context: BuildContext, node: Node) => BuiltStream;

const BUILDERS: { readonly [Kind in StreamNode['kind']]: Build<Extract<StreamNode, { kind: Kind }>> } = {
  StreamSource: buildLeaf,
  Repartition: buildLeaf,
  TableLookup: () => {
    throw new Error('the rows of a pull query are looked up, not read');
  },
  TableRows: buildTableRows,
  Filter: buildFilter,
  FlatMap: buildFlatMap,
  StreamStreamJoin: buildStreamStreamJoin,
  StreamTableJoin: buildStreamTableJoin,
};

export const buildStream = (context: BuildContext, node: StreamNode): BuiltStream =>
  (BUILDERS[node.kind] as Build<StreamNode>)(context, node);

/** The place of a leaf among the part's inputs. */
export const inputOf = ({ leaves }: BuildContext, leaf: PlanLeaf): number => leaves.indexOf(leaf);

function buildLeaf(context: BuildContext, leaf: StreamSource | Repartition): BuiltStream {
  const input = inputOf(context, leaf);
  return {
    layout: leafLayout(leaf, context.sourceOf(leaf)),
    joined: undefined,
    start: (_, task, output) => {
      task.inputs[input] = output;
    },
  };
}

function buildTableRows(context: BuildContext, { input, keyCount }: TableRows): BuiltStream {
  const source = buildStream(context, input);
  return {
    ...source,
    start: (operators, task, output) => {
      const rows = tableRows(operatorContext(operators, 'KsqlTopic.Source', String), { keyCount }, output);
      source.start(operators, task, rows.receive);
      task.operators.push(rows);
    },
  };
}

function buildFilter(context: BuildContext, node: Filter): BuiltStream {
  const input = buildStream(context, node.input);
  const use = { step: 'WhereFilter', failingPart: 'false' } as const;
  const condition = compileFor(context, input.layout, node.condition, use);
  const passesDeletions = node.input.kind === 'TableRows';
  return {
    ...input,
    start: (operators, task, output) => {
      const own = operatorContext(operators, use.step, ofPredicate(node.condition));
      const passed = filter(own, { condition, passesDeletions }, output);
      input.start(operators, task, passed.receive);
      task.operators.push(passed);
    },
  };
}

function buildFlatMap(context: BuildContext, node: FlatMap): BuiltStream {
  const input = buildStream(context, node.input);
  const report = reportingTo(context.problems, FLAT_MAP);
  const calls = node.calls.map(({ call }) => {
    const args = call.arguments.map((argument) => {
      if (argument.kind === 'Lambda') throw new Error('a table function with a lambda');
      return context.plan.compile(argument, input.layout.scope, { report });
    });
    const bound = context.plan.functions.table(call.name.text)?.bind(args.map(({ type }) => type));
    if (bound === undefined) throw new Error(`${call.name.text} does not take its arguments any more`);
    return { name: call.name.text, rows: bound.rows, arguments: args.map(({ evaluate }) => evaluate) };
  });
  const codec = recordCodec(
    input.layout.types,
    input.joined?.map(({ layout }) => recordCodec(layout.types)),
  );
  const added = node.schema.slice(node.input.schema.length);
  return {
    ...input,
    layout: input.layout.extended(added),
    start: (operators, task, output) => {
      const exploded = flatMap(
        operatorContext(operators, FLAT_MAP, ofTableFunction),
        { calls, codec },
        output,
      );
      input.start(operators, task, exploded.receive);
      task.operators.push(exploded);
    },
  };
}

function buildStreamStreamJoin(context: BuildContext, node: StreamStreamJoin): BuiltStream {
  const left = buildStream(context, node.left);
  const right = buildStream(context, node.right);
  const parts = joinedParts(context, node, left, right.layout);
  const number = parts.length - 1;
  const { type, beforeMs, afterMs, graceMs, eager, emitIntervalMs, isWindowed } = node;
  return {
    layout: joinedLayout(context, node, parts),
    joined: parts,
    start: (operators, task, output) => {
      const own = operatorContext(operators, JOIN.step, ofJoinKey);
      const keys = parts.map(({ key }) => {
        const ofPart = joinKey(own, key);
        return isWindowed ? windowedJoinKey(ofPart) : ofPart;
      });
      const join = streamStreamJoin(
        own,
        {
          name: `join-${number}`,
          type,
          beforeMs,
          afterMs,
          graceMs,
          eager,
          emitIntervalMs,
          isWindowed,
          leftInputs: parts.slice(0, number).map((_, input) => input),
          rightInput: number,
          leftKey: joinedKey(keys),
          rightKey: keys[number] as JoinKey,
        },
        output,
      );
      left.start(operators, task, join.left);
      right.start(operators, task, join.right);
      task.operators.push(join);
    },
  };
}

function buildStreamTableJoin(context: BuildContext, node: StreamTableJoin): BuiltStream {
  const left = buildStream(context, node.left);
  const source = context.sourceOf(node.right);
  const parts = joinedParts(context, node, left, leafLayout(node.right, source));
  const number = parts.length - 1;
  const input = inputOf(context, node.right);
  return {
    layout: joinedLayout(context, node, parts),
    joined: parts,
    start: (operators, task, output) => {
      const name = `join-${number}`;
      const own = operatorContext(operators, JOIN.step, ofJoinKey);
      const table = tableSource(tableContext(operators, number), { name: `${name}-table`, source }, NOWHERE);
      const leftKey = joinedKey(parts.slice(0, number).map(({ key }) => joinKey(own, key)));
      const options = { name, left: node.type === 'LEFT', table, leftKey };
      const join = streamTableJoin(own, options, output);
      left.start(operators, task, join.receive);
      task.inputs[input] = table.receive;
      task.operators.push(table, join);
    },
  };
}

const FLAT_MAP = 'FlatMap';
const JOIN: Use = { step: 'Join' };

/** Of the table that comes at this place of the FROM clause. */
export const tableContext = (operators: StepContext, place: number): OperatorContext =>
  operatorContext(operators, place === 0 ? 'KsqlTopic.Source' : 'KafkaTopic_Right.Source', String);

/** A table's changes alone make no results of a stream-table join. */
const NOWHERE = (): void => undefined;

type Join = StreamStreamJoin | StreamTableJoin;

function joinedParts(
  context: BuildContext,
  { leftKey, rightKey }: Join,
  left: BuiltStream,
  right: Layout,
): readonly JoinedPart[] {
  const part = (layout: Layout, keyExpression: JoinedPart['keyExpression']): JoinedPart => ({
    layout,
    key: compileFor(context, layout, keyExpression, JOIN),
    keyExpression,
  });
  return [...(left.joined ?? [part(left.layout, leftKey)]), part(right, rightKey)];
}

/** Every part's columns, and the key that the parts have in common. */
function joinedLayout(context: BuildContext, { schema }: Join, parts: readonly JoinedPart[]): Layout {
  const layout = Layout.joined(parts.map((part) => part.layout));
  const key = schema.find(({ alias }) => alias === '');
  if (key === undefined) throw new Error('a join without a key');
  const keys = parts.map(({ keyExpression }) => compileFor(context, layout, keyExpression, JOIN));
  return layout.withComputed(key, firstPresent(keys));
}
