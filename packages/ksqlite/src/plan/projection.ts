import type { Compiled, Scope } from '../expressions/compiled.ts';
import type { Column } from '../formats/codec.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { type Planning, refusal } from './planning.ts';
import type { SelectColumn } from './select-items.ts';
import type { TaskContext } from './task-plan.ts';

/** A SELECT list, compiled: its columns and how a row is made of a record. */
export interface Projection {
  readonly columns: readonly Column[];
  /** Evaluates into a new row; a column whose expression fails is logged and NULL, as in ksqlDB. */
  readonly row: (context: Pick<TaskContext, 'onError'>) => (record: StreamRecord) => SqlValue[];
  /** As `row`, into a given row, from a given place on. */
  readonly fill: (
    context: Pick<TaskContext, 'onError'>,
  ) => (record: StreamRecord, row: SqlValue[], from: number) => void;
}

/** A projection of one column that needs no expression. */
export const singleColumn = (
  columns: readonly Column[],
  read: (record: StreamRecord) => SqlValue,
): Projection => ({
  columns,
  row: () => (record) => [read(record)],
  fill: () => (record, row, from) => {
    row[from] = read(record);
  },
});

/** One row of two projections, one behind the other. */
export function wholeRow(
  context: Pick<TaskContext, 'onError'>,
  keys: Projection,
  values: Projection,
): (record: StreamRecord) => SqlValue[] {
  const fillKeys = keys.fill(context);
  const fillValues = values.fill(context);
  const keyCount = keys.columns.length;
  const count = keyCount + values.columns.length;
  return (record) => {
    const row = new Array<SqlValue>(count);
    fillKeys(record, row, 0);
    fillValues(record, row, keyCount);
    return row;
  };
}

export function projection(planning: Planning, items: readonly SelectColumn[], scope: Scope): Projection {
  const compiled = items.map((item) => {
    const expression: Compiled = planning.compile(item.expression, scope);
    if (expression.type === undefined)
      throw refusal(
        planning,
        'SQL_INVALID',
        item.span,
        `The type of column ${item.name} is not known: it is NULL.`,
        'CAST(NULL AS …) gives it one',
      );
    return { name: item.name, type: expression.type, evaluate: expression.evaluate };
  });
  const count = compiled.length;
  const fill: Projection['fill'] = (context) => {
    const evaluators = compiled.map(({ evaluate }) => evaluate);
    return (record, row, from) => {
      for (let i = 0; i < count; i++) {
        try {
          row[from + i] = (evaluators[i] as (record: StreamRecord) => SqlValue)(record);
        } catch (error) {
          context.onError(error, compiled[i]?.name ?? '');
          row[from + i] = null;
        }
      }
    };
  };
  return {
    columns: compiled.map(({ name, type }) => ({ name, type })),
    fill,
    row: (context) => {
      const fillRow = fill(context);
      return (record) => {
        const row = new Array<SqlValue>(count);
        fillRow(record, row, 0);
        return row;
      };
    },
  };
}
