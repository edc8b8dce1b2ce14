/**
 * `JOIN b ON a.x = b.x AND a.y = b.y`, which ksqlDB does not have. The sides of an inner join are keyed by one of the equalities, and the
 * others are a condition on what is joined: as if they were written in WHERE.
 */
import type { Expression } from '../../sql/ast/expression.ts';
import type { Join, Query, Relation } from '../../sql/ast/query.ts';
import { type PlanContext, planError } from '../plan-context.ts';

/**
 * The query with one condition for each join.
 *
 * @throws KsqlError SQL_UNSUPPORTED where that would be another query: an outer join keeps what has no match by all of its conditions
 */
export function withOneEquality(context: PlanContext, query: Query): Query {
  if (!context.properties.extensions && !context.stored) return query;
  const further: Expression[] = [];
  const from = onlyFirst(context, query.from, further);
  if (further.length === 0) return query;
  const where = [...further, ...(query.where === undefined ? [] : [query.where])].reduce(and);
  return { ...query, from, where };
}

const and = (left: Expression, right: Expression): Expression => ({
  kind: 'Binary',
  operator: 'AND',
  left,
  right,
  span: left.span,
});

/** @param further gets the conditions that are left out @param keepsUnmatched a later join does */
function onlyFirst(
  context: PlanContext,
  relation: Relation,
  further: Expression[],
  keepsUnmatched = false,
): Relation {
  if (relation.kind !== 'Join') return relation;
  const { type, on } = relation;
  const isKeeping = keepsUnmatched || type === 'RIGHT' || type === 'OUTER';
  const own: Expression[] = [];
  const left = onlyFirst(context, relation.left, own, isKeeping);
  const equalities = conjuncts(on);
  // what is not an equality is refused as in ksqlDB
  const isSeveral = equalities.length > 1 && equalities.every(isEquality);
  if (isSeveral && (type !== 'INNER' || keepsUnmatched))
    throw planError(
      context,
      'SQL_UNSUPPORTED',
      on.span,
      'several equalities in ON where rows without a match are kept',
      "join on one expression that holds all values: CAST(a.x AS VARCHAR) + '|' + a.y = CAST(b.x AS VARCHAR) + '|' + b.y",
    );
  const key = isSeveral ? keyOf(context, relation, equalities) : on;
  if (isSeveral) own.push(...equalities.filter((each) => each !== key));
  further.push(...own);
  return { ...relation, left, on: key };
}

const isEquality = (condition: Expression): boolean =>
  condition.kind === 'Binary' && condition.operator === '=';

function conjuncts(condition: Expression): readonly Expression[] {
  if (condition.kind !== 'Binary' || condition.operator !== 'AND') return [condition];
  return [...conjuncts(condition.left), ...conjuncts(condition.right)];
}

/** The equality that names the key of what is joined, or else the first: a table has no other. */
function keyOf({ metastore }: PlanContext, { right }: Join, equalities: readonly Expression[]): Expression {
  const keys = metastore.get(right.name.text)?.keys ?? [];
  const alias = (right.alias ?? right.name).text;
  const isKey = (side: Expression): boolean =>
    side.kind === 'ColumnReference' &&
    keys.length === 1 &&
    keys[0]?.name === side.name.text &&
    (side.source === undefined || side.source.text === alias);
  const named = equalities.find((each) => each.kind === 'Binary' && (isKey(each.left) || isKey(each.right)));
  return named ?? (equalities[0] as Expression);
}
