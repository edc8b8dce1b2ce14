import type { StreamRecord } from '../runtime/stream-record.ts';

/**
 * Told of a failure on a record.
 *
 * @param where the clause, the column or the function
 */
export type OnError = (error: unknown, where: string, record: StreamRecord | undefined) => void;

/** Why a record was left out, where nothing failed: it has no key to join on, to group by or to be a row of; or it is late. */
export type DropReason = 'null-key' | 'late';

/**
 * Told of a record that was left out.
 *
 * @param message what is said of it; default: what the reason says
 */
export type OnDropped = (reason: DropReason, record: StreamRecord | undefined, message?: string) => void;

/**
 * What went through one operator of one task since it was started. Plain numbers that the operator counts up: a counter
 * costs an addition, and all operators share one hidden class.
 */
export class OperatorMetrics {
  /** Which one it is within its sub-topology: `filter`, `join-1`, `aggregate`. */
  readonly operator: string;
  /** Records (or changes of a table) that came in, of all inputs. */
  recordsIn = 0;
  /** Results that left. */
  recordsOut = 0;
  /** Expressions that failed as a whole: a column became NULL, or the record was left out. */
  errors = 0;
  /** Left out: no key to join on or to group by. */
  droppedNullKey = 0;
  /** Left out: a null value where a stream's record must have one. */
  droppedNullValue = 0;
  /** Left out: an expression, or an aggregate, failed. */
  droppedFailed = 0;
  /** Left out: came after its window had closed; of hopping windows one for each window. */
  late = 0;

  constructor(operator: string) {
    this.operator = operator;
  }

  /** Reports failures, and counts them. */
  counting(onError: OnError): OnError {
    return (error, where, record) => {
      this.errors++;
      onError(error, where, record);
    };
  }
}

/** The figures of one operator over all tasks. @param tasks the metrics of each task, in the order of its operators */
export function totalMetrics(tasks: readonly (readonly OperatorMetrics[])[]): readonly OperatorMetrics[] {
  const [first = []] = tasks;
  return first.map(({ operator }, i) => {
    const total = new OperatorMetrics(operator);
    for (const task of tasks) {
      const own = task[i];
      if (own === undefined) continue;
      total.recordsIn += own.recordsIn;
      total.recordsOut += own.recordsOut;
      total.errors += own.errors;
      total.droppedNullKey += own.droppedNullKey;
      total.droppedNullValue += own.droppedNullValue;
      total.droppedFailed += own.droppedFailed;
      total.late += own.late;
    }
    return total;
  });
}
