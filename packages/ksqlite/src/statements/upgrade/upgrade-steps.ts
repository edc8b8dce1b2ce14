import type { AggregateExpression } from '../../analysis/analysed-query.ts';
import { typeOf } from '../../analysis/names/bind.ts';
import type { PlanContext } from '../../analysis/plan-context.ts';
import type { Source } from '../../metastore/source.ts';
import type { PlanNode, Sink, StreamAggregate } from '../../plan/plan-node.ts';
import type { Query } from '../../sql/ast/query.ts';
import { formatType } from '../../types/sql-type.ts';
import { aggregateParts, unqualified } from './aggregate-parts.ts';

/** A query, as its upgrade is judged. */
export interface UpgradedQuery {
  readonly plan: Sink;
  readonly query: Query;
  readonly output: Source;
  /** What its sub-topologies read. */
  readonly inputs: readonly Source[];
}

/** A step of the query as ksqlDB plans it. */
export interface UpgradeStep {
  /** The class in ksqlDB. */
  readonly name: string;
  /**
   * `passive`: may come and go. `enforcing`: must be there in both queries, with the same properties. `unsupported`: no query
   * with such a step can be replaced.
   */
  readonly type: 'passive' | 'enforcing' | 'unsupported';
  readonly properties: readonly (readonly [name: string, value: string])[];
  /** undefined: it reads a topic */
  readonly input: UpgradeStep | undefined;
  readonly isJoin: boolean;
}

type Input = UpgradeStep | undefined;

const step = (
  type: UpgradeStep['type'],
  name: string,
  input: Input,
  properties: UpgradeStep['properties'] = [],
): UpgradeStep => ({ name, type, properties, input, isJoin: name.endsWith('Join') });

/**
 * The steps that ksqlDB would plan, the sink first. Which class is of which type is said in ksqlDB's execution steps
 * (`ExecutionStep.type`); a class that says nothing there is unsupported.
 */
export function upgradeSteps(upgraded: UpgradedQuery, context: PlanContext): UpgradeStep {
  const { plan, output } = upgraded;
  const isStream = plan.input.kind === 'Project';
  return step('enforcing', isStream ? 'StreamSink' : 'TableSink', stepsOf(plan.input, upgraded, context), [
    ['formats', formatsText(output)],
    ['topicName', output.topic],
    ['timestampColumn', timestampText(output)],
  ]);
}

function stepsOf(node: PlanNode, upgraded: UpgradedQuery, context: PlanContext): UpgradeStep {
  const below = (input: PlanNode): UpgradeStep => stepsOf(input, upgraded, context);
  switch (node.kind) {
    case 'Project':
      return step('passive', 'StreamSelect', rekeyed(below(node.input), upgraded.query));
    case 'TableProject':
      return step('passive', 'TableSelect', below(node.input));
    case 'Filter':
      return step('passive', 'StreamFilter', below(node.input));
    case 'TableFilter':
      return step('passive', 'TableFilter', below(node.input));
    case 'FlatMap':
      return step('unsupported', 'StreamFlatMap', below(node.input));
    case 'StreamSource':
    case 'TableSource': {
      const kind = node.kind;
      if (node.window !== undefined) return step('unsupported', `Windowed${kind}`, undefined);
      const source = upgraded.inputs.find(({ name }) => name === node.name);
      return step('enforcing', kind, undefined, [
        ['topicName', node.topic],
        ['formats', source === undefined ? '' : formatsText(source)],
        ['timestampColumn', source === undefined ? '' : timestampText(source)],
      ]);
    }
    case 'StreamAggregate': {
      if (node.final) return step('unsupported', 'TableSuppress', undefined);
      if (node.window !== undefined) return step('unsupported', 'StreamWindowedAggregate', undefined);
      const { columns, calls, groupBy } = aggregateParts(upgraded.query, context.functions);
      const isRegrouped = node.input.kind === 'Repartition';
      const prepared = step('passive', 'StreamSelect', below(isRegrouped ? node.input.input : node.input));
      const grouped = isRegrouped
        ? step('enforcing', 'StreamGroupBy', prepared, [['group by clause', list(groupBy)]])
        : step('enforcing', 'StreamGroupByKey', prepared);
      return step('enforcing', 'StreamAggregate', grouped, [
        ['columns not part of aggregate', list(columns)],
        ['aggregate functions', list(calls)],
        // ksqlDB takes that for granted: two sums of one name keep different states where their arguments differ in type
        ['types of aggregates', list(node.calls.map((each) => aggregateTypes(context, node, each)))],
      ]);
    }
    case 'ForeignKeyJoin':
      return step('unsupported', 'ForeignKeyTableTableJoin', undefined);
    case 'StreamStreamJoin':
    case 'StreamTableJoin':
    case 'TableTableJoin':
    case 'TableAggregate':
      return step('unsupported', node.kind, undefined);
    case 'Repartition':
    case 'GroupRepartition':
    case 'Sink':
    case 'TableRows':
    case 'TableLookup':
      throw new Error(`a ${node.kind} where a persistent query has none`);
    default:
      throw new Error(`an unknown step: ${node satisfies never}`);
  }
}

function aggregateTypes(
  context: PlanContext,
  { input }: StreamAggregate,
  { call, type }: AggregateExpression,
): string {
  const given = call.arguments.map((argument) => {
    const known = argument.kind === 'Lambda' ? undefined : typeOf(context, input.schema, argument);
    return known === undefined ? 'NULL' : formatType(known);
  });
  return `${formatType(type)} of ${list(given)}`;
}

function rekeyed(input: UpgradeStep, { partitionBy }: Query): UpgradeStep {
  if (partitionBy.length === 0) return input;
  return step('enforcing', 'StreamSelectKey', input, [
    ['keyExpressions', list(partitionBy.map(unqualified))],
  ]);
}

const list = (texts: readonly string[]): string => `[${texts.join(', ')}]`;

const formatsText = ({ keyFormat, valueFormat, delimiters, wrapsSingle }: Source): string =>
  `Formats{keyFormat=${keyFormat} '${delimiters.key}', valueFormat=${valueFormat} '${delimiters.value}' ${wrapsSingle}}`;

const timestampText = ({ keys, values, timestampColumn }: Source): string =>
  timestampColumn === undefined
    ? 'Optional.empty'
    : `Optional[\`${[...keys, ...values][timestampColumn]?.name ?? ''}\`]`;
