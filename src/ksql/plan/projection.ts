import type { Compiled, Scope } from '../expressions/compiled.ts';
import type { Column } from '../formats/codec.ts';
import type { Rec } from '../runtime/rec.ts';
import type { SqlValue } from '../types/sql-value.ts';
import { type Planning, refusal } from './planning.ts';
import type { SelectColumn } from './select-items.ts';
import type { TaskContext } from './task-plan.ts';

/** A SELECT list, compiled: its columns and how a row is made of a record. */
export interface Projection {
  readonly columns: readonly Column[];
  /** Evaluates into a new row; a column whose expression fails is logged and NULL, as in ksqlDB. */
  readonly row: (context: Pick<TaskContext, 'onError'>) => (record: Rec) => SqlValue[];
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
  return {
    columns: compiled.map(({ name, type }) => ({ name, type })),
    row: (context) => {
      const count = compiled.length;
      const evaluators = compiled.map(({ evaluate }) => evaluate);
      return (record) => {
        const row = new Array<SqlValue>(count);
        for (let i = 0; i < count; i++) {
          try {
            row[i] = (evaluators[i] as (record: Rec) => SqlValue)(record);
          } catch (error) {
            context.onError(error, compiled[i]?.name ?? '');
            row[i] = null;
          }
        }
        return row;
      };
    },
  };
}
