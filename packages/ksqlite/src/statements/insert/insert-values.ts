import { knownSource, type PlanContext, planError } from '../../analysis/plan-context.ts';
import { coerce } from '../../expressions/casts/coerce.ts';
import type { Compiled, Scope } from '../../expressions/compiled.ts';
import { valueOfConstant } from '../../expressions/constants/constant.ts';
import { EvaluationError } from '../../expressions/errors/evaluation-error.ts';
import { FunctionError } from '../../functions/function-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { type Source, writtenColumns } from '../../metastore/source.ts';
import { sinkWriter } from '../../runtime/sink-writer.ts';
import type { Expression } from '../../sql/ast/expression.ts';
import type { InsertValues } from '../../sql/ast/statement.ts';
import { BIGINT, formatType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { InsertHandler } from '../statement-handler.ts';
import { refuseRow } from './insert-row.ts';

export const insertValuesHandler: InsertHandler<InsertValues> = {
  role: 'insert',
  execute: ({ plan, log, now }, statement) => insertValues(plan, log, statement, now),
};

/** INSERT INTO … VALUES: one record, at ROWTIME when that is among the columns. Throws KsqlError. */
export function insertValues(
  planning: PlanContext,
  log: TopicLog,
  statement: InsertValues,
  now: number,
): void {
  const target = knownSource(planning, statement.target);
  if (target.readOnly)
    throw planError(
      planning,
      'SQL_INVALID',
      statement.target.span,
      `Cannot insert values into read-only ${target.kind.toLowerCase()}: ${target.name}`,
    );
  if (target.window !== undefined)
    throw planError(
      planning,
      'SQL_INVALID',
      statement.target.span,
      'Cannot insert values into windowed stream/table!',
    );
  refuseHeaderColumns(planning, statement, target);
  const columns = writtenColumns(target);
  const names =
    statement.columns.length > 0 ? statement.columns.map((name) => name.text) : columns.map((c) => c.name);
  if (names.length !== statement.values.length)
    throw planError(
      planning,
      'SQL_INVALID',
      statement.span,
      `Expected a value for each of ${names.length} columns, got ${statement.values.length} values.`,
    );
  const row: SqlValue[] = columns.map(() => null);
  let ts = now;
  names.forEach((name, i) => {
    const expression = statement.values[i];
    if (expression === undefined) return;
    const at = columns.findIndex((column) => column.name === name);
    const wanted = name === 'ROWTIME' ? BIGINT : columns[at]?.type;
    if (wanted === undefined)
      throw planError(
        planning,
        'SQL_UNKNOWN_COLUMN',
        statement.columns[i]?.span ?? expression.span,
        `Column name ${name} does not exist.`,
      );
    const compiled = planning.compile(expression, NO_COLUMNS(planning));
    const fitted = coerce(compiled, wanted);
    if (fitted === undefined)
      throw planError(
        planning,
        'SQL_TYPE',
        expression.span,
        `Failed to insert values into '${target.name}'. Expected type ${formatType(wanted)} for field \`${name}\` but got ${compiled.type === undefined ? 'NULL' : formatType(compiled.type)}`,
      );
    const value = evaluated(planning, target.name, expression, fitted);
    if (name === 'ROWTIME') ts = Number(value);
    else row[at] = value;
  });
  if (target.kind === 'TABLE' && row.slice(0, target.keys.length).includes(null))
    throw planError(
      planning,
      'SQL_INVALID',
      statement.span,
      `Value for primary key column(s) ${target.keys.map((k) => k.name).join(', ')} can not be null.`,
    );
  sinkWriter(log, target, refuseRow)(row, false, ts, 0, undefined);
}

/** Throws KsqlError where the columns that are named, or else all of them, are header columns. */
function refuseHeaderColumns(
  planning: PlanContext,
  { columns, target: { span } }: InsertValues,
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

/** The value to insert. Throws KsqlError when the expression fails, with its reason. */
function evaluated(
  planning: PlanContext,
  target: string,
  { span }: Expression,
  compiled: Compiled,
): SqlValue {
  try {
    return valueOfConstant(compiled);
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof FunctionError)) throw error;
    throw planError(
      planning,
      'SQL_INVALID',
      span,
      `Failed to insert values into '${target}'. ${error.message}`,
    );
  }
}

const NO_COLUMNS = (planning: PlanContext): Scope => ({
  column: (reference) => {
    throw planError(
      planning,
      'SQL_INVALID',
      reference.span,
      `VALUES can not name a column: ${reference.name.text}`,
      "text stands in single quotes: '…'",
    );
  },
});
