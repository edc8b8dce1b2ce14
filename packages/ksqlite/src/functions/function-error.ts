/**
 * Thrown by a function at run time for a record it cannot answer for (a step of zero, a text that is no date).
 * The engine logs the message and goes on with NULL, as ksqlDB does, so no code and no position are needed.
 */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
}
