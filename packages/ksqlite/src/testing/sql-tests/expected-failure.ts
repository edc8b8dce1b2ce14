import { KsqlError } from '../../errors/ksql-error.ts';
import { messageOf } from '../../errors/message-of.ts';
import { AssertionFailure } from '../difference/assertion-failure.ts';

/** What `--@expected.error` and `--@expected.message` say. */
export interface ExpectedFailure {
  readonly error: string | undefined;
  readonly message: string | undefined;
}

/**
 * Why the error is not the one that a test expects; undefined: it is.
 *
 * Source of the rule: SqlTestExecutor.handleExpectedException, which wants both directives; here each may stand alone
 * (differs: test-assertions).
 */
export function mismatch({ error, message }: ExpectedFailure, thrown: unknown): string | undefined {
  const got = messageOf(thrown);
  if (message !== undefined && !wordings(got).some((text) => text.includes(message)))
    return `Expected exception with message ${JSON.stringify(message)} but got: ${got}`;
  if (error !== undefined && !isOfClass(error, thrown))
    return `Expected exception with class ${error} but got: ${classOf(thrown)}: ${got}`;
  return undefined;
}

/** What ksqlDB's engine says of what fails before a statement is executed begins with other words. */
const wordings = (message: string): readonly string[] => [
  message,
  `Exception while preparing statement: ${message}`,
];

const ASSERTION_CLASSES: readonly string[] = ['java.lang.AssertionError', 'java.lang.Error'];
const REFUSAL_CLASSES: readonly string[] = ['java.lang.Exception', 'java.lang.RuntimeException'];

/** A Java class, as ksqlDB's test files name it, or a code of errors here. */
function isOfClass(name: string, thrown: unknown): boolean {
  if (name === 'java.lang.Throwable') return true;
  if (thrown instanceof AssertionFailure) return ASSERTION_CLASSES.includes(name);
  if (!(thrown instanceof KsqlError)) return false;
  return REFUSAL_CLASSES.includes(name) || name.startsWith('io.confluent.ksql.') || name === thrown.code;
}

function classOf(thrown: unknown): string {
  if (thrown instanceof AssertionFailure) return 'java.lang.AssertionError';
  return thrown instanceof KsqlError ? thrown.code : 'Error';
}
