/**
 * Thrown by a function at run time for a record it cannot answer for (a step of zero, a text that is not a date).
 * The engine logs the message and continues with NULL, as ksqlDB does, so no code and no position are needed.
 */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}

/**
 * A pattern (of a regular expression, of a date) that Java takes and this engine does not. A constant one is refused when
 * the statement is submitted; one that comes from a column fails by record.
 */
export class UnsupportedPatternError extends FunctionError {
  /** The way out. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
