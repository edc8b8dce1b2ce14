import type { InList } from '../../sql/ast/expression.ts';
import { equalValues } from '../../types/equal-values.ts';
import { BOOLEAN, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { unify } from '../casts/unify.ts';
import type { Compiled } from '../compiled.ts';
import type { Compiler } from '../compiler.ts';
import { constant, isConstant } from '../constants/constant.ts';
import { throwing } from '../errors/failures.ts';
import { negated } from '../logic.ts';

type Evaluate = Compiled['evaluate'];

/**
 * `x [NOT] IN (…)`. NULL is in no list, and NULLs in the list match nothing, so `NOT IN` is TRUE for a NULL `x`
 * (ksqlDB's InListEvaluator). Throws KsqlError SQL_TYPE when value and items have no common type.
 */
export function compileInList(compiler: Compiler, expression: InList): Compiled {
  const items = expression.items.filter(({ kind }) => kind !== 'NullLiteral');
  const unified = unify(compiler, [expression.operand, ...items]);
  const found = unified === undefined ? constant(BOOLEAN, false) : isIn(compiler, expression, unified);
  return expression.negated ? negated(found) : found;
}

function isIn(
  compiler: Compiler,
  { operand, items: expressions }: InList,
  { type, items }: { readonly type: SqlType; readonly items: readonly Compiled[] },
): Compiled {
  const [value = constant(type, null), ...candidates] = items;
  const evaluate = candidates.every((item) => isConstant(item) && isPrimitive(type))
    ? inSet(value, new Set(candidates.map((item) => item.constant ?? null)))
    : inList(
        value,
        candidates.map((item, i) => throwing(compiler, item, expressions[i]?.span ?? operand.span)),
        equalValues(type),
      );
  return { type: BOOLEAN, evaluate, failsAsNull: true };
}

const PRIMITIVE: ReadonlySet<SqlType['kind']> = new Set([
  'BOOLEAN',
  'INTEGER',
  'BIGINT',
  'STRING',
  'DATE',
  'TIME',
  'TIMESTAMP',
]);
/** Types whose values JavaScript's Set tells apart as SQL does. */
const isPrimitive = (type: SqlType): boolean => PRIMITIVE.has(type.kind);

function inSet({ evaluate, failsAsNull }: Compiled, candidates: ReadonlySet<SqlValue>): Evaluate {
  const whenNull = failsAsNull === true ? null : false;
  return (record) => {
    const value = evaluate(record);
    return value === null ? whenNull : candidates.has(value);
  };
}

function inList(
  { evaluate, failsAsNull }: Compiled,
  candidates: readonly Evaluate[],
  equal: (a: SqlValue, b: SqlValue) => boolean,
): Evaluate {
  const whenNull = failsAsNull === true ? null : false;
  return (record) => {
    const value = evaluate(record);
    let found = false;
    // all of them, whatever is found: one that fails fails the whole, as where they are a method's arguments
    for (const candidate of candidates) {
      const other = candidate(record);
      if (value !== null && other !== null && equal(value, other)) found = true;
    }
    return value === null ? whenNull : found;
  };
}
