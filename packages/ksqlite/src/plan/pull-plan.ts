import { coerce } from '../expressions/casts/coerce.ts';
import type { Column } from '../formats/codec.ts';
import type { Source } from '../metastore/source.ts';
import type { OperatorContext } from '../operators/operator.ts';
import { selectRow } from '../operators/stateless/select-row.ts';
import { type StreamRecord, streamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Query } from '../sql/ast/query.ts';
import { type MapKey, rowKey } from '../state/codecs/map-key.ts';
import type { Row, SqlValue } from '../types/sql-value.ts';
import { columnsScope, inputColumns } from './columns-scope.ts';
import { type FromInput, fromClause } from './from-clause.ts';
import { type Planning, refusal } from './planning.ts';
import { projection } from './projection.ts';
import { predicate, usesAggregates } from './query-plan.ts';
import { type SelectColumn, selectItems } from './select-items.ts';

/** A look at a table as it is. */
export interface PullPlan {
  readonly columns: readonly (Column & { readonly key: boolean })[];
  readonly source: Source;
  /** The keys that WHERE asks for; undefined: all rows have to be gone through. */
  readonly keys: readonly MapKey[] | undefined;
  readonly limit: number | undefined;
  /** From a row of the table (its columns, keys first) to one of the answer; undefined: WHERE holds it back. */
  readonly answer: (onError: OperatorContext['onError']) => (record: StreamRecord) => Row | undefined;
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
export function pullSource(planning: Planning, query: Query): FromInput {
  const { inputs, joins } = fromClause(planning, query);
  const clauses: readonly (readonly [string, { readonly span: Query['span'] } | undefined])[] = [
    ['JOIN', joins[0]],
    ['WINDOW', query.window],
    ['GROUP BY', query.groupBy[0] ?? (usesAggregates(planning, query) ? query.select[0] : undefined)],
    ['PARTITION BY', query.partitionBy[0]],
    ['HAVING', query.having],
  ];
  for (const [name, clause] of clauses)
    if (clause !== undefined)
      throw refusal(
        planning,
        'SQL_INVALID',
        clause.span,
        `Pull queries don't support ${name} clauses.`,
        HINT,
      );
  return inputs[0] as FromInput;
}

/** Plans a pull query over a table. Throws KsqlError. */
export function planPull(planning: Planning, query: Query, input: FromInput): PullPlan {
  const { source } = input;
  const all = inputColumns(source, input.alias, undefined);
  const columns = all.filter(({ name, pseudo }) => !(pseudo && /^ROW(PARTITION|OFFSET)$/.test(name)));
  const items = selectItems(planning, query, columns);
  const scope = columnsScope(planning, columns);
  const rows = projection(planning, items, scope);
  const where = query.where === undefined ? undefined : predicate(planning, query.where, scope, 'WHERE');
  return {
    columns: rows.columns.map((column, i) => ({ ...column, key: isKey(source, items[i]) })),
    source,
    keys: query.where === undefined ? undefined : askedKeys(planning, source, query.where),
    limit: query.limit,
    answer: (onError) => selectRow({ onError }, { where: where?.evaluate, columns: rows.expressions }),
  };
}

const isKey = (source: Source, item: SelectColumn | undefined): boolean =>
  item?.expression.kind === 'ColumnReference' &&
  source.keys.some(
    (key) => item.expression.kind === 'ColumnReference' && key.name === item.expression.name.text,
  );

/** The keys of a condition of the form `k1 = … AND k2 IN (…) AND …`. */
function askedKeys(planning: Planning, source: Source, where: Expression): readonly MapKey[] | undefined {
  const terms = conjunction(where);
  let rows: SqlValue[][] = [[]];
  for (const { name, type } of source.keys) {
    const asked = terms.map((term) => askedValues(term, name)).find((values) => values !== undefined);
    if (asked === undefined || rows.length * asked.length > MAX_KEYS) return undefined;
    const values: SqlValue[] = [];
    for (const literal of asked) {
      const fitted = coerce(planning.compile(literal, NO_COLUMNS), type);
      if (fitted === undefined) return undefined;
      values.push(fitted.evaluate(streamRecord(0, 0, 0, [], false)));
    }
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return [...new Set(rows.map(rowKey))].filter((key) => key !== null);
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
