/**
 * From an analysed query to the tree of steps that carries it out. Nothing is checked here and nothing is looked up: what
 * the steps are follows from what analysis found.
 */
import type {
  AnalysedQuery,
  Grouping,
  Regroup,
  ResultColumns,
  StreamGroups,
  StreamSelect,
  TableGroups,
  TableRows,
  TableSelect,
} from '../analysis/analysed-query.ts';
import { referenceTo, type Schema } from '../analysis/names/schema.ts';
import type { Column } from '../formats/codec.ts';
import type { WindowInfo } from '../metastore/source.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { SourceKind } from '../sql/ast/statement.ts';
import { type PlanOptions, planStream, planStreams, planTables } from './plan-from.ts';
import type {
  FlatMap,
  Project,
  Repartition,
  ResultNode,
  Sink,
  StreamNode,
  TableFilter,
  TableNode,
  TableProject,
  TableRows as TableRowsNode,
} from './plan-node.ts';

/** What a query gives out: the columns of its stream or table. */
export interface ResultShape {
  readonly kind: SourceKind;
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
  readonly window: WindowInfo | undefined;
}

export interface LogicalPlan {
  readonly root: ResultNode;
  readonly shape: ResultShape;
}

/** Plans an analysed query. What it writes to is not part of it: see `planSink`. */
export function planQuery(query: AnalysedQuery, options: PlanOptions): LogicalPlan {
  switch (query.kind) {
    case 'StreamSelect':
      return planned('STREAM', streamSelect(query, options), query.result, query.window);
    case 'StreamGroups':
      return planned('TABLE', streamGroups(query, options), query.grouping.result, windowInfo(query.window));
    case 'TableSelect':
      return planned('TABLE', tableSelect(query), query.result, undefined);
    case 'TableGroups':
      return planned('TABLE', tableGroups(query, options), query.grouping.result, undefined);
    case 'TableRows':
      return planned('STREAM', tableRows(query), query.result, undefined);
  }
}

const planned = (
  kind: SourceKind,
  root: ResultNode,
  { keys, values }: ResultColumns,
  window: WindowInfo | undefined,
): LogicalPlan => ({ root, shape: { kind, keys: keys.map(column), values: values.map(column), window } });

const column = ({ name, type }: Column): Column => ({ name, type });

const windowInfo = (window: StreamGroups['window']): WindowInfo | undefined =>
  window && { type: window.type, sizeMs: window.type === 'SESSION' ? undefined : window.sizeMs };

function streamSelect(query: StreamSelect, options: PlanOptions): Project {
  const records = filtered(planStreams(query.from, options), query.where);
  return project(query.tableCalls.length === 0 ? records : flatMap(records, query.tableCalls), query.result);
}

function flatMap(input: StreamNode, calls: FlatMap['calls']): FlatMap {
  const columns = calls.map(({ name, type }) => ({ alias: '', name, type, role: 'pseudo' }) as const);
  return { kind: 'FlatMap', input, calls, schema: [...input.schema, ...columns] };
}

function streamGroups(query: StreamGroups, options: PlanOptions): TableProject {
  const { from, where, regroup, grouping, window, final } = query;
  const records = filtered(planStreams(from, options), where);
  const { groupBy, calls, schema } = grouping;
  const input = regroup === undefined ? records : repartition(records, query, regroup, options);
  return groupedResult({ kind: 'StreamAggregate', input, groupBy, calls, window, final, schema }, grouping);
}

function repartition(
  input: StreamNode,
  { from }: StreamGroups,
  { keys, keyFormat, stored, schema }: Regroup,
  { name }: PlanOptions,
): Repartition {
  return {
    kind: 'Repartition',
    clause: 'GROUP BY',
    input,
    name: `${name}-groupby`,
    partitions: from.inputs[0]?.partitions ?? 1,
    keys,
    keyFormat,
    stored: stored.map((column) => ({ column, storedAs: `${column.alias}_${column.name}` })),
    schema,
  };
}

function tableGroups(query: TableGroups, options: PlanOptions): TableProject {
  const { from, where, regroup, grouping } = query;
  const rows = tableFiltered(planTables(from), where, 'WHERE');
  const { calls, schema } = grouping;
  const input = {
    kind: 'GroupRepartition',
    input: rows,
    name: `${options.name}-groupby`,
    partitions: from.inputs[0]?.partitions ?? 1,
    keys: regroup.keys,
    keyFormat: regroup.keyFormat,
    stored: regroup.schema,
    schema: regroup.schema,
  } as const;
  return groupedResult({ kind: 'TableAggregate', input, calls, schema }, grouping);
}

const groupedResult = (aggregate: TableNode, { having, result }: Grouping): TableProject =>
  tableProject(tableFiltered(aggregate, having, 'HAVING'), result);

const tableSelect = ({ from, where, result }: TableSelect): TableProject =>
  tableProject(tableFiltered(planTables(from), where, 'WHERE'), result);

function tableRows({ from, origin, where, result, query }: TableRows): Project {
  const [source] = from.inputs;
  if (source?.from !== 'source') throw new Error('a push query over a table reads one source');
  const input = planStream(source);
  const rows: TableRowsNode = {
    kind: 'TableRows',
    input,
    keyCount: origin.keys.length,
    schema: input.schema,
  };
  const key = input.schema.filter(({ role }) => role === 'key');
  const deleted = key.map((column) => ({ ...column, expression: referenceTo(column, query.span) }));
  return { ...project(filtered(rows, where), result), deleted };
}

const filtered = (input: StreamNode, condition: Expression | undefined): StreamNode =>
  condition === undefined ? input : { kind: 'Filter', input, condition, schema: input.schema };

const tableFiltered = (
  input: TableNode,
  condition: Expression | undefined,
  clause: TableFilter['clause'],
): TableNode =>
  condition === undefined ? input : { kind: 'TableFilter', input, condition, clause, schema: input.schema };

const project = (input: StreamNode, result: ResultColumns): Project => ({
  kind: 'Project',
  input,
  ...result,
  schema: resultSchema(result),
});

const tableProject = (input: TableNode, result: ResultColumns): TableProject => ({
  kind: 'TableProject',
  input,
  ...result,
  schema: resultSchema(result),
});

const resultSchema = ({ keys, values }: ResultColumns): Schema => [
  ...keys.map(({ name, type }) => ({ alias: '', name, type, role: 'key' }) as const),
  ...values.map(({ name, type }) => ({ alias: '', name, type, role: 'value' }) as const),
];

/** The plan of a query that writes to a stream or table. */
export const planSink = (
  root: ResultNode,
  { name, topic }: { readonly name: string; readonly topic: string },
): Sink => ({ kind: 'Sink', input: root, name, topic, schema: root.schema });
