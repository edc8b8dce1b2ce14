/** A pull query over a table: a look at its rows as they are. */
import type { Source } from '../metastore/source.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Query } from '../sql/ast/query.ts';
import type { Row } from '../types/sql-value.ts';
import type { FromInput, Grouping, ResultColumn, SourceInput } from './analysed-query.ts';
import { refuseSorting, usesAggregates } from './clauses.ts';
import { fromClause, sourceInput } from './from-clause.ts';
import { bindCondition } from './names/bind.ts';
import type { Schema } from './names/schema.ts';
import { type PlanContext, planError } from './plan-context.ts';
import { askedKeys, scan } from './pull/asked-keys.ts';
import { columnsIn } from './pull/columns-in.ts';
import { isGrouped, pullGroups } from './pull/pull-groups.ts';
import { type SortKey, sortColumns, sortKeys } from './pull/sort-keys.ts';
import { withoutAliases } from './select/aliases.ts';
import { resultColumns } from './select/result-columns.ts';
import { selectItems } from './select/select-items.ts';

export interface AnalysedPull {
  readonly input: SourceInput;
  readonly schema: Schema;
  readonly where: Expression | undefined;
  readonly columns: readonly (ResultColumn & { readonly key: boolean })[];
  /** GROUP BY and aggregates over the rows that are found; then `columns` are over the groups. */
  readonly grouping: Grouping | undefined;
  /** What the rows are sorted by; none: they are in the order of their keys. */
  readonly order: readonly SortKey[];
  readonly offset: number;
  /** The keys that WHERE asks for; undefined: all rows have to be gone through. */
  readonly keys: readonly Row[] | undefined;
  readonly limit: number | undefined;
}

const WHERE_IT_WAS_READ: readonly string[] = ['ROWPARTITION', 'ROWOFFSET'];
const HINT = 'add EMIT CHANGES if you intended to issue a push query';

/**
 * Refuses what a pull query may not have, in ksqlDB's words.
 *
 * @returns what it reads: a table, or a stream (from its beginning to where it ends now)
 * @throws KsqlError with its place in the text
 */
export function pullSource(context: PlanContext, query: Query): FromInput {
  const { first, joins } = fromClause(context, query);
  const isExtended = context.properties.extensions;
  // aggregates of a table's rows are an extension
  const groups = isExtended && first.source.kind === 'TABLE' && isGrouped(context, query);
  const clauses: readonly (readonly [string, { readonly span: Query['span'] } | undefined])[] = [
    ['JOIN', joins[0]],
    ['WINDOW', query.window],
    [
      'GROUP BY',
      groups
        ? undefined
        : (query.groupBy[0] ?? (usesAggregates(context, query) ? query.select[0] : undefined)),
    ],
    ['PARTITION BY', query.partitionBy[0]],
    ['HAVING', groups ? undefined : query.having],
  ];
  for (const [name, clause] of clauses)
    if (clause !== undefined)
      throw planError(
        context,
        'SQL_INVALID',
        clause.span,
        `Pull queries don't support ${name} clauses.`,
        HINT,
      );
  if (query.limit !== undefined && !context.properties.pullLimits)
    throw planError(
      context,
      'SQL_INVALID',
      query.span,
      'LIMIT clause in pull queries is currently disabled. You can enable them by setting ksql.query.pull.limit.clause.enabled=true.',
      HINT,
    );
  if (first.source.kind === 'TABLE' && !isExtended)
    refuseSorting(
      context,
      query,
      'sort the rows that you get: ksqldb.compatibility is strict, and ksqlDB has none',
    );
  for (const item of query.select)
    if ('expression' in item) refusePseudoColumns(context, item.expression, 'SELECT');
  if (query.where !== undefined) refusePseudoColumns(context, query.where, 'WHERE');
  return first;
}

/** Of a row that is kept no one knows where it was read. */
function refusePseudoColumns(context: PlanContext, expression: Expression, clause: string): void {
  const refused = columnsIn(expression).filter(({ name }) => WHERE_IT_WAS_READ.includes(name.text));
  const [first] = refused;
  if (first === undefined) return;
  const names = refused.map(({ name }) => `\`${name.text}\``).join(', ');
  throw planError(
    context,
    'SQL_INVALID',
    first.span,
    `Pull queries don't support the following columns in ${clause} clauses: ${names}`,
    HINT,
  );
}

/** Analyses a pull query over a table. Throws KsqlError. */
export function analysePull(context: PlanContext, written: Query, from: FromInput): AnalysedPull {
  const { source } = from;
  refuseStarBesideOthers(context, written);
  const all = sourceInput(from);
  const schema = all.schema.filter(
    ({ name, role }) => !(role === 'pseudo' && WHERE_IT_WAS_READ.includes(name)),
  );
  const query = withoutAliases(context, written, schema);
  const listed = selectItems(context, query, schema);
  const sortItems = sortColumns(context, query, listed);
  const items = [...listed, ...sortItems];
  const grouping = pullGroups(context, query, schema, items);
  const columns = grouping?.result.values ?? resultColumns(context, schema, items);
  const shown = columns.slice(0, listed.length);
  return {
    input: { ...all, schema, ownSchema: schema },
    schema,
    where: query.where && bindCondition(context, schema, query.where, 'WHERE'),
    columns: shown.map((column) => ({ ...column, key: grouping === undefined && isKey(source, column) })),
    grouping,
    order: sortKeys(context, query, columns.slice(listed.length)),
    offset: query.offset?.rows ?? 0,
    keys: query.where === undefined ? scan(context, query) : askedKeys(context, source, query.where),
    limit: query.limit,
  };
}

/** ksqlDB: QueryProjectNode.isSelectStar. */
function refuseStarBesideOthers(context: PlanContext, { select }: Query): void {
  const star = select.find(({ kind }) => kind === 'SelectAll');
  if (star === undefined || select.length === 1) return;
  throw planError(
    context,
    'SQL_INVALID',
    star.span,
    'Pull queries only support wildcards in the projects if they are the only expression',
    'name the columns, or add EMIT CHANGES if you intended to issue a push query',
  );
}

/** By name, as ksqlDB does it: `id AS x` is a value. The bounds of a window are a part of its table's key. */
const isKey = ({ keys, window }: Source, { name }: ResultColumn): boolean =>
  keys.some((key) => key.name === name) ||
  (window !== undefined && (name === 'WINDOWSTART' || name === 'WINDOWEND'));
