/** A pull query over a table: a look at its rows as they are. */
import { coerce } from '../expressions/casts/coerce.ts';
import { valueOfConstant } from '../expressions/constants/constant.ts';
import type { Source } from '../metastore/source.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Query } from '../sql/ast/query.ts';
import { rowKey } from '../state/codecs/map-key.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';
import type { FromInput, ResultColumn, SourceInput } from './analysed-query.ts';
import { usesAggregates } from './clauses.ts';
import { fromClause, sourceInput } from './from-clause.ts';
import { bindCondition } from './names/bind.ts';
import type { Schema } from './names/schema.ts';
import { type PlanContext, planError } from './plan-context.ts';
import { resultColumns } from './select/result-columns.ts';
import { selectItems } from './select/select-items.ts';

export interface AnalysedPull {
  readonly input: SourceInput;
  readonly schema: Schema;
  readonly where: Expression | undefined;
  readonly columns: readonly (ResultColumn & { readonly key: boolean })[];
  /** The keys that WHERE asks for; undefined: all rows have to be gone through. */
  readonly keys: readonly Row[] | undefined;
  readonly limit: number | undefined;
}

const HINT = 'add EMIT CHANGES if you intended to issue a push query';
/** More keys than this in one WHERE are not looked up one by one. */
const MAX_KEYS = 1_000;

/**
 * Refuses what a pull query may not have, in ksqlDB's words.
 *
 * @returns what it reads: a table, or a stream (from its beginning to where it ends now)
 * @throws KsqlError with its place in the text
 */
export function pullSource(context: PlanContext, query: Query): FromInput {
  const { first, joins } = fromClause(context, query);
  const clauses: readonly (readonly [string, { readonly span: Query['span'] } | undefined])[] = [
    ['JOIN', joins[0]],
    ['WINDOW', query.window],
    ['GROUP BY', query.groupBy[0] ?? (usesAggregates(context, query) ? query.select[0] : undefined)],
    ['PARTITION BY', query.partitionBy[0]],
    ['HAVING', query.having],
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
  return first;
}

/** Analyses a pull query over a table. Throws KsqlError. */
export function analysePull(context: PlanContext, query: Query, from: FromInput): AnalysedPull {
  const { source } = from;
  const all = sourceInput(from);
  // of a row that is kept no one knows where it was read
  const schema = all.schema.filter(
    ({ name, role }) => !(role === 'pseudo' && /^ROW(PARTITION|OFFSET)$/.test(name)),
  );
  const items = selectItems(context, query, schema);
  const columns = resultColumns(context, schema, items);
  return {
    input: { ...all, schema, ownSchema: schema },
    schema,
    where: query.where && bindCondition(context, schema, query.where, 'WHERE'),
    columns: columns.map((column) => ({ ...column, key: isKey(source, column) })),
    keys: query.where && askedKeys(context, source, query.where),
    limit: query.limit,
  };
}

/** By name, as ksqlDB does it: `id AS x` is a value. The bounds of a window are a part of its table's key. */
const isKey = ({ keys, window }: Source, { name }: ResultColumn): boolean =>
  keys.some((key) => key.name === name) ||
  (window !== undefined && (name === 'WINDOWSTART' || name === 'WINDOWEND'));

/** The keys of a condition of the form `k1 = … AND k2 IN (…) AND …`. */
function askedKeys(context: PlanContext, source: Source, where: Expression): readonly Row[] | undefined {
  const terms = conjunction(where);
  let rows: SqlValue[][] = [[]];
  for (const { name, type } of source.keys) {
    const asked = terms.map((term) => askedValues(term, name)).find((values) => values !== undefined);
    if (asked === undefined || rows.length * asked.length > MAX_KEYS) return undefined;
    const values: SqlValue[] = [];
    for (const literal of asked) {
      const fitted = coerce(context.compile(literal, NO_COLUMNS), type);
      if (fitted === undefined) return undefined;
      values.push(valueOfConstant(fitted));
    }
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return [...new Map(rows.map((row) => [rowKey(row), row])).values()];
}

const conjunction = (node: Expression): readonly Expression[] =>
  node.kind === 'Binary' && node.operator === 'AND'
    ? [...conjunction(node.left), ...conjunction(node.right)]
    : [node];

function askedValues(term: Expression, name: string): readonly Expression[] | undefined {
  const isColumn = (node: Expression): boolean => node.kind === 'ColumnReference' && node.name.text === name;
  let values: readonly Expression[] = [];
  if (term.kind === 'InList' && !term.negated && isColumn(term.operand)) values = term.items;
  else if (term.kind === 'Binary' && term.operator === '=')
    values = isColumn(term.left) ? [term.right] : isColumn(term.right) ? [term.left] : [];
  return values.length > 0 && values.every(isLiteral) ? values : undefined;
}

const isLiteral = (node: Expression): boolean =>
  node.kind === 'Unary'
    ? isLiteral(node.operand)
    : node.kind !== 'NullLiteral' && node.kind.endsWith('Literal');

const NO_COLUMNS = {
  column: (): never => {
    throw new Error('a literal names no column');
  },
};
