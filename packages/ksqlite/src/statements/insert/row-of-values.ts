/**
 * The row that the VALUES of a statement make: of INSERT INTO … VALUES, which writes it, and of a test's ASSERT VALUES, which compares it.
 *
 * Source of the rule: ksqlDB's GenericRecordFactory.
 */
import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import { RESERVED_NAMES } from '../../analysis/select/reserved-names.ts';
import type { ErrorCode } from '../../errors/error-codes.ts';
import type { KsqlError } from '../../errors/ksql-error.ts';
import { coerce } from '../../expressions/casts/coerce.ts';
import type { Compiled, Scope } from '../../expressions/compiled.ts';
import { valueOfConstant } from '../../expressions/constants/constant.ts';
import { EvaluationError } from '../../expressions/errors/evaluation-error.ts';
import type { Column } from '../../formats/codec.ts';
import { FunctionError } from '../../functions/function-error.ts';
import { type Source, writtenColumns } from '../../metastore/source.ts';
import type { Expression } from '../../sql/ast/expression.ts';
import type { Identifier, Span } from '../../sql/ast/span.ts';
import type { InsertValues } from '../../sql/ast/statement.ts';
import { nameHint } from '../../sql/messages/name-hint.ts';
import { quoteName } from '../../sql/printer/names.ts';
import { BIGINT, formatType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

/** The columns that are named, or none for all of them, and a value for each. */
export type ValuesClause = Pick<InsertValues, 'target' | 'columns' | 'values' | 'span'>;

export interface ValuesRow {
  /** A value for each of the columns that can be written, NULL where none is given. */
  readonly row: readonly SqlValue[];
  /** ROWTIME, ms since the epoch. */
  readonly timestamp: number;
}

/**
 * @param options `now`: the time of a row without ROWTIME, ms since the epoch; `failing`: how messages begin
 * @throws KsqlError
 */
export function rowOfValues(
  planning: PlanContext,
  target: Source,
  statement: ValuesClause,
  { now, failing }: { readonly now: number; readonly failing: string },
): ValuesRow {
  refuseHeaderColumns(planning, statement, target);
  const columns = writtenColumns(target);
  const names =
    statement.columns.length > 0 ? statement.columns.map((name) => name.text) : columns.map((c) => c.name);
  const fail = (code: ErrorCode, span: Span, message: string, hint?: string): KsqlError =>
    planError(planning, code, span, `${failing} ${message}`, hint);
  if (names.length !== statement.values.length)
    throw fail(
      'SQL_INVALID',
      statement.span,
      `Expected a value for each of ${names.length} columns, got ${statement.values.length} values.`,
      `the columns are ${names.join(', ')}`,
    );
  const row: SqlValue[] = columns.map(() => null);
  let ts = now;
  names.forEach((name, i) => {
    const expression = statement.values[i];
    if (expression === undefined) return;
    const at = columns.findIndex((column) => column.name === name);
    const wanted = name === 'ROWTIME' ? BIGINT : columns[at]?.type;
    if (wanted === undefined)
      throw noColumn(statement.columns[i] ?? { text: name, span: expression.span }, columns, fail);
    const compiled = planning.compile(expression, noColumns(fail));
    const fitted = coerce(compiled, wanted);
    if (fitted === undefined)
      throw fail(
        'SQL_TYPE',
        expression.span,
        `Expected type ${formatType(wanted)} for field \`${name}\` but got ${compiled.type === undefined ? 'NULL' : formatType(compiled.type)}`,
      );
    const value = evaluated(expression, fitted, fail);
    if (name === 'ROWTIME') ts = Number(value);
    else row[at] = value;
  });
  if (target.kind === 'TABLE' && row.slice(0, target.keys.length).includes(null))
    throw fail(
      'SQL_INVALID',
      statement.span,
      `Value for primary key column(s) ${target.keys.map((k) => k.name).join(', ')} is required for tables`,
    );
  return { row, timestamp: ts };
}

/** Throws KsqlError where the columns that are named, or else all of them, are header columns. */
function refuseHeaderColumns(
  planning: PlanContext,
  { columns, target: { span } }: ValuesClause,
  { headers }: Source,
): void {
  const refused =
    columns.length === 0
      ? headers.map(({ name }) => ({ text: name, span }))
      : columns.filter(({ text }) => headers.some(({ name }) => name === text));
  const [first] = refused;
  if (first === undefined) return;
  throw planError(
    planning,
    'SQL_INVALID',
    first.span,
    `Cannot insert into HEADER columns: ${refused.map(({ text }) => text).join(', ')}`,
    'name the other columns: INSERT INTO s (a, b) VALUES …',
  );
}

/** A failure while the record is made, in ksqlDB's words. */
type Fail = (code: ErrorCode, span: Span, message: string, hint?: string) => KsqlError;

function noColumn(
  { text, span }: Pick<Identifier, 'text' | 'span'>,
  columns: readonly Column[],
  fail: Fail,
): KsqlError {
  if (RESERVED_NAMES.includes(text))
    return fail(
      'SQL_INVALID',
      span,
      `Inserting into column \`${text}\` is not allowed.`,
      'leave it out: it comes with the record, it is not one of its columns',
    );
  const known = columns.map(({ name }) => name);
  return fail(
    'SQL_UNKNOWN_COLUMN',
    span,
    `Column name ${quoteName(text)} does not exist.`,
    nameHint(text, known),
  );
}

/** The value to insert. Throws KsqlError when the expression fails, with its reason. */
function evaluated({ span }: Expression, compiled: Compiled, fail: Fail): SqlValue {
  try {
    const value = valueOfConstant(compiled);
    if (value === null && compiled.failsAsNull === true)
      throw fail(
        'SQL_INVALID',
        span,
        'A part of the expression is NULL',
        'leave the column out, or write NULL',
      );
    return value;
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof FunctionError)) throw error;
    throw fail('SQL_INVALID', span, error.message);
  }
}

const noColumns = (fail: Fail): Scope => ({
  column: ({ name, span }) => {
    throw fail(
      'SQL_INVALID',
      span,
      `VALUES can not name a column: ${name.text}`,
      "text stands in single quotes: '…'",
    );
  },
});
