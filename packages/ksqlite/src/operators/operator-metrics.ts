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
}
