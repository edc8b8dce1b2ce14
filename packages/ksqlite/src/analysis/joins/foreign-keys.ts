/**
 * Joins of tables on a foreign key: which they are, and what ksqlDB refuses about them. All joins of a statement are gone
 * through, the first one first, as ksqlDB goes through its tree of joins.
 *
 * Source: verifyJoin and verifyForeignKeyJoin of ksqlDB's LogicalPlanner.
 */
import type { Expression } from '../../sql/ast/expression.ts';
import type { Join } from '../../sql/ast/query.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import type { SourceInput } from '../analysed-query.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { checkTypes, keyTypeOver } from './check-joins.ts';
import { type JoinCriteria, joinCriteria } from './join-criteria.ts';
import { isKeyOf } from './join-keys.ts';
import { checkWindows } from './join-windows.ts';

/**
 * The foreign key that the first two tables are joined on: an expression over the first one; undefined: all joins are on
 * primary keys. Throws KsqlError.
 */
export function foreignKeyOf(
  context: PlanContext,
  inputs: readonly SourceInput[],
  joins: readonly Join[],
): Expression | undefined {
  let foreignKey: Expression | undefined;
  joins.forEach((join, level) => {
    const right = inputs[level + 1] as SourceInput;
    // a table and a stream: refused with the other mistakes
    if (right.kind === 'STREAM') return;
    const criteria = joinCriteria(context, join, inputs, level + 1);
    const left = inputs[criteria.leftInput] as SourceInput;
    if (!isKeyOf(right, criteria.own)) throw notTheKeyError(context, right, criteria);
    if (!isKeyOf(left, criteria.left)) {
      checkForeignKey(context, join, { left, right, criteria, isFirst: level === 0 });
      foreignKey = criteria.left;
    } else if (foreignKey !== undefined && criteria.leftInput === 1)
      throw planError(
        context,
        'SQL_UNSUPPORTED',
        criteria.left.span,
        `a join on the key of ${left.alias}, which was joined on a foreign key`,
        'make a table of the first join, and join that: CREATE TABLE … AS SELECT …',
      );
  });
  return foreignKey;
}

const got = ({ written: [a, b] }: JoinCriteria): string =>
  `Got ${formatExpression(a)} = ${formatExpression(b)}.`;

const notTheKeyError = (context: PlanContext, right: SourceInput, criteria: JoinCriteria): Error =>
  planError(
    context,
    'SQL_INVALID',
    criteria.own.span,
    `Invalid join condition: table-table joins require to join on the primary key of the right input table. ${got(criteria)}`,
    right.source.keys.length === 1
      ? `join on ${right.alias}.${right.source.keys[0]?.name}, or put ${right.alias} first`
      : 'a table with several key columns can only be the left one',
  );

interface Sides {
  readonly left: SourceInput;
  readonly right: SourceInput;
  readonly criteria: JoinCriteria;
  readonly isFirst: boolean;
}

function checkForeignKey(context: PlanContext, join: Join, { left, right, criteria, isFirst }: Sides): void {
  if (join.type === 'OUTER')
    throw planError(
      context,
      'SQL_INVALID',
      join.span,
      'Invalid join type: full-outer join not supported for foreign-key table-table join. ' +
        `Got ${left.source.name} [FULL] OUTER JOIN ${right.source.name}.`,
      'use JOIN or LEFT JOIN',
    );
  if (!isFirst)
    throw planError(
      context,
      'SQL_INVALID',
      criteria.left.span,
      `Invalid join condition: foreign-key table-table joins are not supported as part of n-way joins. ${got(criteria)}`,
      'put it first, or make a table of what comes before: CREATE TABLE … AS SELECT …',
    );
  const types = [
    keyTypeOver(context, left, criteria.left),
    keyTypeOver(context, right, criteria.own),
  ] as const;
  const isFlipped = criteria.own === criteria.written[0];
  checkTypes(context, join, criteria.written, isFlipped ? [types[1], types[0]] : types);
  checkWindows(context, join, left, right);
  if (left.window !== undefined || right.window !== undefined)
    throw planError(
      context,
      'SQL_INVALID',
      join.on.span,
      'Foreign-key table-table joins are not supported on windowed tables.',
      'read the topic of the windowed table as a stream, and make a table of that',
    );
  if (join.type === 'RIGHT')
    throw planError(
      context,
      'SQL_INVALID',
      join.span,
      'RIGHT OUTER JOIN on a foreign key is not supported',
      'use JOIN or LEFT JOIN',
    );
}
