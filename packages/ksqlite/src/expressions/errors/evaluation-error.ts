/**
 * Thrown by an expression that has no value for a record. Made once per place in a statement, not per record: a
 * stack trace would cost more than the record does.
 */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}
