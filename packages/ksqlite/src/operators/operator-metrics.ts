/**
 * Told of a failure on a record.
 *
 * @param where the clause, the column or the function
 */
export type OnError = (error: unknown, where: string) => void;

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
  /** Failures that were reported: a column became NULL, or the record was left out. */
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
    return (error, where) => {
      this.errors++;
      onError(error, where);
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
