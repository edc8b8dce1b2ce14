/**
 * The rows that a pull query's WHERE asks for: those of keys that it names, or all of them.
 *
 * A condition is taken apart into alternatives. When each names every key column in an equality, the rows are looked up by
 * their keys. Otherwise all rows have to be gone through (a table scan), or those of a range of keys, which is the same
 * here. `ksql.query.pull.table.scan.enabled=false` forbids that: then this refuses what ksqlDB refuses, in its words.
 *
 * Source: ksqlDB's QueryFilterNode and PullPhysicalPlanBuilder.
 */

import type { KsqlError } from '../../errors/ksql-error.ts';
import { coerce } from '../../expressions/casts/coerce.ts';
import type { Compiled } from '../../expressions/compiled.ts';
import { valueOfConstant } from '../../expressions/constants/constant.ts';
import { EvaluationError } from '../../expressions/errors/evaluation-error.ts';
import type { Column } from '../../formats/codec.ts';
import { FunctionError } from '../../functions/function-error.ts';
import type { Source } from '../../metastore/source.ts';
import type { Binary, ColumnReference, Expression } from '../../sql/ast/expression.ts';
import type { Span } from '../../sql/ast/span.ts';
import { formatExpression } from '../../sql/printer/format-expression.ts';
import { rowKey } from '../../state/codecs/map-key.ts';
import { formatType } from '../../types/sql-type.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { columnsIn } from './columns-in.ts';
import { type Conjunction, disjuncts } from './disjuncts.ts';

/** More alternatives than these in one WHERE are not looked up one by one. */
const MAX_DISJUNCTS = 1_000;

/**
 * @param where its types are settled
 * @returns the keys that are asked for, each once; undefined: all rows have to be gone through
 * @throws KsqlError SQL_INVALID: a key is NULL or does not fit its column, or all rows may not be gone through
 */
export function askedKeys(
  context: PlanContext,
  source: Source,
  where: Expression,
): readonly Row[] | undefined {
  const { tableScans, rangeScans } = context.properties;
  const alternatives = disjuncts(where, MAX_DISJUNCTS);
  if (alternatives === undefined) return scan(context, where);
  for (const terms of alternatives) {
    const error = refusal(context, source, terms, where.span);
    if (error === undefined) continue;
    if (!tableScans) throw error;
    return undefined;
  }
  const lookups = alternatives.map((terms) => lookupOf(context, source, terms));
  const keys = lookups.flatMap((lookup) => (lookup.key === undefined ? [] : [lookup.key]));
  if (keys.length === lookups.length) return [...new Map(keys.map((key) => [rowKey(key), key])).values()];
  const isRange = lookups.length === 1 && lookups[0]?.isRange === true;
  return isRange && rangeScans && source.window === undefined ? undefined : scan(context, where);
}

/** @throws KsqlError when all rows may not be gone through */
export function scan(context: PlanContext, { span }: { readonly span: Span }): undefined {
  if (context.properties.tableScans) return undefined;
  throw planError(
    context,
    'SQL_INVALID',
    span,
    'Query requires table scan to be enabled. Table scans can be enabled by setting ksql.query.pull.table.scan.enabled=true',
  );
}

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>=', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM'];

const isComparison = (node: Expression): node is Binary =>
  node.kind === 'Binary' && COMPARISONS.includes(node.operator);

/** A column compared with an expression; where both sides are columns, the right one. */
function sidesOf({ left, right }: Binary): { readonly column?: ColumnReference; readonly other: Expression } {
  if (right.kind === 'ColumnReference') return { column: right, other: left };
  return left.kind === 'ColumnReference' ? { column: left, other: right } : { other: right };
}

/** Why rows can't be found by their keys; undefined: they can. */
function refusal(
  context: PlanContext,
  { keys }: Source,
  terms: Conjunction,
  span: Span,
): KsqlError | undefined {
  const refused = (message: string): KsqlError =>
    planError(
      context,
      'SQL_INVALID',
      span,
      `${message}.`,
      'name every key column in an equality, or set ksql.query.pull.table.scan.enabled=true',
    );
  const seen = new Set<string>();
  for (const term of terms) {
    if (term.kind === 'Like' && !term.negated) {
      if (term.operand.kind !== 'ColumnReference') return refused('Like condition must be between strings');
      continue;
    }
    if (!isComparison(term))
      return refused(`Unsupported expression in WHERE clause: ${formatExpression(term)}`);
    const { column, other } = sidesOf(term);
    if (column === undefined) return refused('A comparison must directly reference a key column');
    if (columnsIn(other).length > 0)
      return refused('A comparison must be between a key column and a resolvable expression');
    const name = column.name.text;
    if (!keys.some((key) => key.name === name)) continue;
    if (/<>|DISTINCT/.test(term.operator))
      return refused(`Bound on key columns '[${keys.map(keyText).join(', ')}]' must currently be '='`);
    if (seen.has(name) && !context.properties.tableScans)
      return refused(
        'A comparison condition on the key column cannot be combined with other comparisons such as an IN predicate',
      );
    seen.add(name);
  }
  if (seen.size === 0)
    return refused(
      `WHERE clause missing key column for disjunct: ${terms.map(formatExpression).join(' AND ')}`,
    );
  if (seen.size === keys.length) return undefined;
  return refused(
    `Multi-column sources must specify every key in the WHERE clause. Specified: [${[...seen].map((name) => `\`${name}\``).join(', ')}] Expected: [${keys.map(keyText).join(', ')}]`,
  );
}

const keyText = ({ name, type }: Column): string => `\`${name}\` ${formatType(type)} KEY`;

interface KeyLookup {
  /** undefined: the terms name no one key */
  readonly key: Row | undefined;
  /** The terms are bounds of a key column that is kept in the order of its values. */
  readonly isRange: boolean;
}

/** @param terms each key column is compared in them */
function lookupOf(context: PlanContext, { keys }: Source, terms: Conjunction): KeyLookup {
  const key: SqlValue[] = [];
  let isRange = keys.length === 1;
  for (const column of keys) {
    const compared = terms.filter(isComparison).flatMap((term) => {
      const sides = sidesOf(term);
      if (sides.column?.name.text !== column.name) return [];
      return [{ operator: term.operator, value: keyValue(context, column, term, sides.other) }];
    });
    const equal = compared.find(({ operator }) => operator === '=');
    if (equal !== undefined) key.push(equal.value);
    else isRange &&= column.type.kind === 'STRING' || column.type.kind === 'BYTES';
  }
  return { key: key.length === keys.length ? key : undefined, isRange };
}

function keyValue(context: PlanContext, column: Column, term: Expression, given: Expression): SqlValue {
  const compiled = context.compile(given, NO_COLUMNS);
  const fitted = coerce(compiled, column.type);
  const value = fitted === undefined ? undefined : constantKey(context, fitted, given);
  if (value === null)
    throw planError(
      context,
      'SQL_INVALID',
      given.span,
      `Primary key columns can not be NULL: ${formatExpression(term)}`,
    );
  if (value !== undefined) return value;
  throw planError(
    context,
    'SQL_INVALID',
    given.span,
    `'${given.kind === 'StringLiteral' ? given.value : formatExpression(given)}' can not be converted to the type of the key column: ${column.name} ${formatType(column.type)} KEY`,
  );
}

/** Throws KsqlError SQL_INVALID when the expression fails, with its reason. */
function constantKey(context: PlanContext, compiled: Compiled, { span }: Expression): SqlValue {
  try {
    return valueOfConstant(compiled);
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof FunctionError)) throw error;
    throw planError(context, 'SQL_INVALID', span, `The key can not be computed: ${error.message}`);
  }
}

const NO_COLUMNS = {
  column: (): never => {
    throw new Error('the expression names no column');
  },
};
