import { isInternal } from '../analysis/names/internal-columns.ts';
import type { SchemaColumn } from '../analysis/names/schema.ts';
import type { Expression } from '../sql/ast/expression.ts';
import { formatExpression } from '../sql/printer/format-expression.ts';
import { formatName } from '../sql/printer/names.ts';
import { formatType } from '../types/sql-type.ts';
import { planInputs } from './plan-inputs.ts';
import type { PlanNode, ResultNode } from './plan-node.ts';

type Details = {
  readonly [Kind in PlanNode['kind']]: (
    node: Extract<PlanNode, { kind: Kind }>,
  ) => readonly [title: string, ...details: readonly string[]];
};

const source = ({ name, topic }: { readonly name: string; readonly topic: string }): string =>
  `${formatName(name)} (topic: ${topic})`;
const list = (expressions: readonly Expression[]): string => expressions.map(text).join(', ');
const columns = ({ keys, values }: Pick<ResultNode, 'keys' | 'values'>): readonly string[] => [
  [...keys, ...values].map(({ name, expression }) => `${text(expression)} AS ${shown(name)}`).join(', '),
];
const calls = (all: readonly { readonly call: Expression }[]): string => list(all.map(({ call }) => call));

/** What each kind of node is called, as ksqlDB calls it, and what it does. */
const DETAILS: Details = {
  StreamSource: (node) => ['SOURCE', source(node)],
  TableSource: (node) => ['TABLE SOURCE', source(node)],
  TableLookup: (node) => [
    'TABLE LOOKUP',
    source(node),
    node.keys === undefined ? 'all rows' : `${node.keys.length} keys`,
  ],
  TableRows: () => ['TABLE ROWS'],
  Filter: ({ condition }) => ['FILTER', text(condition)],
  TableFilter: ({ condition, clause }) => [clause === 'HAVING' ? 'HAVING' : 'TABLE FILTER', text(condition)],
  FlatMap: (node) => ['FLAT MAP', calls(node.calls)],
  Project: (node) => ['PROJECT', ...columns(node)],
  TableProject: (node) => ['TABLE PROJECT', ...columns(node)],
  Repartition: ({ keys, name }) => [
    'REPARTITION',
    `by ${list(keys.map(({ expression }) => expression))}`,
    `topic: _ksql-${name}`,
  ],
  GroupRepartition: ({ keys, name }) => [
    'TABLE REPARTITION',
    `by ${list(keys.map(({ expression }) => expression))}`,
    `topic: _ksql-${name}`,
  ],
  StreamStreamJoin: (node) => [
    'STREAM STREAM JOIN',
    `${node.type} on ${text(node.leftKey)} = ${text(node.rightKey)}`,
    `within ${node.beforeMs} ms before, ${node.afterMs} ms after, grace ${node.graceMs} ms`,
    ...(node.eager ? ['eager'] : []),
  ],
  StreamTableJoin: (node) => [
    'STREAM TABLE JOIN',
    `${node.type} on ${text(node.leftKey)} = ${text(node.rightKey)}`,
  ],
  ForeignKeyJoin: ({ type, foreignKey }) => [
    'FOREIGN KEY TABLE TABLE JOIN',
    `${type} on ${text(foreignKey)} = the right primary key`,
  ],
  TableTableJoin: ({ type }) => ['TABLE TABLE JOIN', `${type} on the primary keys`],
  StreamAggregate: ({ groupBy, calls: all, window, final }) => [
    window === undefined ? 'AGGREGATE' : 'WINDOW AGGREGATE',
    `by ${list(groupBy)}`,
    calls(all),
    ...(window === undefined
      ? []
      : [`${window.type} ${window.sizeMs} ms, advance ${window.advanceMs} ms, grace ${window.graceMs} ms`]),
    ...(final ? ['final'] : []),
  ],
  TableAggregate: (node) => ['TABLE AGGREGATE', calls(node.calls)],
  Sink: (node) => ['SINK', source(node)],
};

/** One step of a plan in words. */
export interface StepText {
  /** As ksqlDB calls its kind. */
  readonly title: string;
  readonly details: readonly string[];
  /** The columns of what it gives. */
  readonly schema: string;
}

/** What a step is called, what it does, and the columns of what it gives. */
export function describeStep(node: PlanNode): StepText {
  const [title = '', ...details] = (DETAILS[node.kind] as (node: PlanNode) => readonly string[])(node);
  return {
    title,
    details: details.filter((detail) => detail !== ''),
    schema: node.schema.map(columnText).join(', '),
  };
}

/**
 * A plan as text, as ksqlDB's EXPLAIN writes it: the last step first, what it reads indented below, each with what it does
 * and the schema of what it gives.
 */
export function formatPlan(plan: PlanNode): string {
  const lines: string[] = [];
  const add = (node: PlanNode, depth: number): void => {
    const { title, details, schema } = describeStep(node);
    const parts = [`> [ ${title} ]`, ...details, `Schema: ${schema}`];
    lines.push(`${'\t\t'.repeat(depth)} ${parts.join(' | ')}`);
    for (const input of planInputs(node)) add(input, depth + 1);
  };
  add(plan, 0);
  return `${lines.join('\n')}\n`;
}

const columnText = ({ alias, name, type, role }: SchemaColumn): string =>
  [
    alias === '' ? shown(name) : `${formatName(alias)}.${shown(name)}`,
    formatType(type),
    ...(role === 'key' ? ['KEY'] : []),
  ].join(' ');

/** The engine's own columns are shown without their mark. */
const shown = (name: string): string => (isInternal(name) ? `#${name.slice(1)}` : formatName(name));

const text = (expression: Expression): string =>
  formatExpression(expression).replaceAll(/`\0([^`]*)`/g, '#$1');
