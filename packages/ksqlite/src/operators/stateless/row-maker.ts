import type { Evaluate } from '../../expressions/compiled.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { OnError } from '../operator-metrics.ts';

/** A column of a row to be made. */
export interface NamedExpression {
  /** For reports. */
  readonly name: string;
  readonly evaluate: Evaluate;
}

/**
 * Evaluates expressions of a record into `row`, from the place `from` on. One that fails is reported, and its column is
 * NULL, as in ksqlDB.
 */
export function fillRow(
  expressions: readonly NamedExpression[],
  onError: OnError,
): (record: StreamRecord, row: SqlValue[], from: number) => void {
  const count = expressions.length;
  const evaluators = expressions.map(({ evaluate }) => evaluate);
  return (record, row, from) => {
    for (let i = 0; i < count; i++) {
      try {
        row[from + i] = (evaluators[i] as Evaluate)(record);
      } catch (error) {
        onError(error, expressions[i]?.name ?? '', record);
        row[from + i] = null;
      }
    }
  };
}
