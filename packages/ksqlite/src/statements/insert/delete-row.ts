/**
 * `DELETE FROM table WHERE key = value`: writes a record without a value, which is how a table's topic says that a row is gone. It is the
 * counterpart of INSERT INTO … VALUES, and is taken by the same tables. ksqlDB has none.
 */
import { type PlanContext, planError, unknownSource } from '../../analysis/plan-context.ts';
import { refuseExtension } from '../../analysis/refuse-extension.ts';
import { coerce } from '../../expressions/casts/coerce.ts';
import { valueOfConstant } from '../../expressions/constants/constant.ts';
import { EvaluationError } from '../../expressions/errors/evaluation-error.ts';
import { FunctionError } from '../../functions/function-error.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { type Source, writtenColumns } from '../../metastore/source.ts';
import { sinkWriter } from '../../runtime/sink-writer.ts';
import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import type { DeleteRow } from '../../sql/ast/statement.ts';
import { formatType, type SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { InsertHandler } from '../statement-handler.ts';
import { refuseRow } from './insert-row.ts';

export const deleteRowHandler: InsertHandler<DeleteRow> = {
  role: 'insert',
  execute: ({ plan, log, now }, statement) => deleteRow(plan, log, statement, now),
};

/** Writes the tombstone. @param now its timestamp, ms since the epoch @throws KsqlError */
function deleteRow(planning: PlanContext, log: TopicLog, statement: DeleteRow, now: number): void {
  refuseExtension(
    planning,
    statement.span,
    'DELETE',
    "write a record with the key and no value to the table's topic",
  );
  const table = tableOf(planning, statement);
  const row: SqlValue[] = writtenColumns(table).map(() => null);
  const given = new Set<number>();
  for (const [column, value] of equalities(planning, statement.where)) {
    const at = keyAt(planning, table, column);
    if (given.has(at))
      throw planError(planning, 'SQL_INVALID', column.span, `DELETE names ${column.name.text} twice.`);
    given.add(at);
    row[at] = keyValue(planning, value, table.keys[at]?.type as SqlType);
  }
  const missing = table.keys.filter((_, at) => !given.has(at)).map(({ name }) => name);
  if (missing.length > 0)
    throw planError(
      planning,
      'SQL_INVALID',
      statement.where.span,
      `DELETE takes the whole key: ${missing.join(', ')} is missing.`,
      `WHERE ${table.keys.map(({ name }) => `${name} = …`).join(' AND ')}`,
    );
  sinkWriter(log, table, refuseRow)(row, true, now, 0, undefined);
}

/** Throws KsqlError where nothing can be deleted. */
function tableOf(planning: PlanContext, { target }: DeleteRow): Source {
  const table = planning.metastore.get(target.text);
  if (table === undefined) throw unknownSource(planning, target, `${target.text} does not exist.`);
  const refuse = (message: string, hint: string): never => {
    throw planError(planning, 'SQL_INVALID', target.span, message, hint);
  };
  if (table.kind === 'STREAM')
    refuse(
      `${table.name} is a stream: its records stay.`,
      'RETENTION_MS of CREATE STREAM says how long they are kept',
    );
  if (table.readOnly)
    refuse(`Cannot delete from read-only table: ${table.name}`, 'delete where the topic is written');
  if (table.window !== undefined)
    refuse(`Cannot delete from windowed table: ${table.name}`, 'rows of windows go after their RETENTION');
  return table;
}

/** The parts of `a = 1 AND b = 2`, with the column of each. Throws KsqlError for any other condition. */
function equalities(
  planning: PlanContext,
  where: Expression,
): readonly (readonly [ColumnReference, Expression])[] {
  if (where.kind === 'Binary' && where.operator === 'AND')
    return [...equalities(planning, where.left), ...equalities(planning, where.right)];
  if (where.kind === 'Binary' && where.operator === '=') {
    if (where.left.kind === 'ColumnReference') return [[where.left, where.right]];
    if (where.right.kind === 'ColumnReference') return [[where.right, where.left]];
  }
  throw planError(
    planning,
    'SQL_UNSUPPORTED',
    where.span,
    'DELETE of other rows than one',
    'WHERE key = value, with AND where the key has several columns; of many rows write one DELETE for each',
  );
}

function keyAt(
  planning: PlanContext,
  { name, keys }: Source,
  { source, name: column, span }: ColumnReference,
): number {
  const isOther = source !== undefined && source.text !== name;
  const at = isOther ? -1 : keys.findIndex((key) => key.name === column.text);
  if (at >= 0) return at;
  throw planError(
    planning,
    'SQL_INVALID',
    span,
    `${column.text} is not a key column of ${name}.`,
    `the key is ${keys.map((key) => key.name).join(', ')}`,
  );
}

function keyValue(planning: PlanContext, expression: Expression, type: SqlType): SqlValue {
  const fail = (message: string, hint?: string): Error =>
    planError(planning, 'SQL_INVALID', expression.span, message, hint);
  const compiled = planning.compile(expression, {
    column: ({ name }) => {
      throw fail(
        `DELETE compares a key with a value, not with a column: ${name.text}`,
        "text stands in single quotes: '…'",
      );
    },
  });
  const fitted = coerce(compiled, type);
  if (fitted === undefined)
    throw planError(
      planning,
      'SQL_TYPE',
      expression.span,
      `Expected type ${formatType(type)} but got ${compiled.type === undefined ? 'NULL' : formatType(compiled.type)}`,
    );
  try {
    const value = valueOfConstant(fitted);
    if (value === null) throw fail('No row has a key that is NULL.');
    return value;
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof FunctionError)) throw error;
    throw fail(error.message);
  }
}
