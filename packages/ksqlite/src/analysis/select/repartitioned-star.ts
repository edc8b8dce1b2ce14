/**
 * `*` in front of PARTITION BY. ksqlDB carries a record's columns in the order that its steps append them: the source's values
 * and headers, ROWTIME and its like, the old key, and behind them what a repartition computed. `*` gives the new key, then that order; of a single
 * source the pseudo columns are left out, of joined ones not, because they have other names there (`L_ROWTIME`). Both are seen in ksqlDB's
 * UserRepartitionNode, PartitionByParamsFactory and JoinParamsFactory.
 */
import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import type { Query } from '../../sql/ast/query.ts';
import type { AnalysedFrom, JoinInput, SourceInput } from '../analysed-query.ts';
import { isSyntheticKey } from '../joins/check-joins.ts';
import { aliasGenerator } from '../names/alias-generator.ts';
import { resolve } from '../names/bind.ts';
import { keyColumnName } from '../names/internal-columns.ts';
import { pseudoColumns, referenceTo, type SchemaColumn, windowBounds } from '../names/schema.ts';
import { type PlanContext, planError, refuseUnlessStored } from '../plan-context.ts';
import { isByNull } from './partition-keys.ts';
import { isBound, joinedName, type Star, type StarColumn } from './star-columns.ts';

/** A column in its place, by the name that ksqlDB gives it. */
interface Carried {
  readonly name: string;
  readonly column: Pick<SchemaColumn, 'alias' | 'name'>;
  /** Of no use to `*` but for its name, which no other column gets. */
  readonly hidden?: true;
}

/** Throws KsqlError for what is neither done nor, in ksqlDB, allowed. */
export function repartitionedStar(context: PlanContext, query: Query, from: AnalysedFrom): Star {
  const carried = from.joins.length === 0 ? ofSource(context, from) : ofJoins(context, query, from);
  const keys = isByNull(query) ? [] : newKeys(context, query, from, carried);
  const keyNames = new Set(keys.map(({ name }) => name));
  return ({ source, span }) => {
    const [only] = from.inputs;
    if (source !== undefined && (from.joins.length > 0 || only?.alias !== source.text)) {
      refuseUnlessStored(
        context,
        span,
        `'${source.text}.*' is not supported with PARTITION BY.`,
        "name the source's columns, or select *",
      );
      return [];
    }
    const others = carried
      .filter(({ name, hidden }) => hidden === undefined && !keyNames.has(name))
      .map(({ name, column }): StarColumn => ({ name, expression: referenceTo(column, span) }));
    return [...keys, ...others];
  };
}

/** The new key's columns: a column keeps its name, an expression gets one that is free. */
function newKeys(
  context: PlanContext,
  { partitionBy }: Query,
  { schema }: AnalysedFrom,
  carried: readonly Carried[],
): readonly StarColumn[] {
  const names = aliasGenerator(carried.map(({ name }) => name));
  const nameOf = (reference: ColumnReference): string => {
    const column = resolve(context, schema, reference, 'PARTITION BY');
    const known = carried.find(
      ({ column: { alias, name } }) => alias === column.alias && name === column.name,
    );
    return known?.name ?? column.name;
  };
  return partitionBy.map((expression: Expression) => ({
    name: expression.kind === 'ColumnReference' ? nameOf(expression) : names.next(expression),
    expression,
  }));
}

/** Of a single source: pseudo columns are there, and not part of `*`. A client gets a window's bounds behind the key. */
function ofSource(context: PlanContext, { inputs }: AnalysedFrom): readonly Carried[] {
  const all = carriedBy(context, inputs[0] as SourceInput).map((column): Carried => {
    const isShown = column.role !== 'pseudo' || (context.transient && isBound(column));
    return { name: column.name, column, ...(isShown ? {} : { hidden: true }) };
  });
  const isFirst = ({ name }: Carried): boolean => /^WINDOW(START|END)$/.test(name);
  return [...all.filter(isFirst), ...all.filter((column) => !isFirst(column))];
}

/** Of joined sources; behind them the key, where no column is the key for sure. */
function ofJoins(context: PlanContext, query: Query, from: AnalysedFrom): readonly Carried[] {
  const { inputs, joins, schema } = from;
  const computed = schema.filter(isSyntheticKey);
  const isChain = joins.length > 1 || inputs.some((input) => input.from === 'joins');
  if (isChain && (computed.length > 0 || inputs.some(isRekeyedByExpression)))
    throw planError(
      context,
      'SQL_UNSUPPORTED',
      query.span,
      'SELECT * with PARTITION BY over a chain of joins, one of them on an expression or a FULL JOIN',
      'name the columns of the SELECT list',
    );
  return [
    ...inputs.flatMap((input) => ofInput(context, input)),
    ...computed.map((column) => ({ name: column.name, column })),
  ];
}

const isRekeyedByExpression = (input: JoinInput): boolean =>
  (input.rekey !== undefined && input.rekey.key.kind !== 'ColumnReference') ||
  (input.from === 'joins' && input.joined.inputs.some(isRekeyedByExpression));

function ofInput(context: PlanContext, input: JoinInput): readonly Carried[] {
  if (input.from === 'joins') return input.joined.inputs.flatMap((one) => ofInput(context, one));
  const carried = carriedBy(context, input);
  const own = carried.map((column) => ({ name: joinedName(column), column }));
  const { alias, rekey } = input;
  if (rekey === undefined || rekey.key.kind === 'ColumnReference') return own;
  const names = aliasGenerator(carried.map(({ name }) => name));
  const name = `${alias}_${names.next(rekey.key)}`;
  return [...own, { name, column: { alias, name: keyColumnName(0) } }];
}

/** A source's columns as its records carry them. */
function carriedBy({ rules }: PlanContext, { alias, source }: SourceInput): readonly SchemaColumn[] {
  const column =
    (role: SchemaColumn['role']) =>
    ({ name, type }: Pick<SchemaColumn, 'name' | 'type'>) => ({
      alias,
      name,
      type,
      role,
    });
  return [
    ...source.values.map(column('value')),
    ...(rules < 5 ? [] : source.headers.map(column('value'))),
    ...pseudoColumns(alias),
    ...source.keys.map(column('key')),
    ...(source.window === undefined ? [] : windowBounds(alias)),
  ];
}
