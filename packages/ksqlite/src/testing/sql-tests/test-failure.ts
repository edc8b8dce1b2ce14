import { KsqlError } from '../../errors/ksql-error.ts';
import { messageOf } from '../../errors/message-of.ts';
import { formatPosition, type SourcePosition } from '../../errors/source-position.ts';
import { formatError } from '../../sql/messages/format-error.ts';
import { positionOf } from '../../sql/source-text.ts';
import { AssertionFailure } from '../difference/assertion-failure.ts';
import type { Difference } from '../difference/difference.ts';

/** Why a test failed. */
export interface TestFailure {
  /** For a person, of one or more lines. */
  readonly message: string;
  readonly file: string;
  /** Of the statement that failed, from 1 on. */
  readonly line: number;
  /** Of a refusal: its stable code. */
  readonly code?: string;
  readonly difference?: Difference;
}

/** Where in a test something failed. */
export interface FailurePlace {
  readonly file: string;
  /** Where `text` begins in the file. */
  readonly line: number;
  /** The test's. */
  readonly text: string;
  /** Where the statement begins in `text`. */
  readonly start: number;
}

export function testFailure(error: unknown, { file, line, text, start }: FailurePlace): TestFailure {
  const at = positionOf(text, { start, end: start }, file);
  const statement = { line: line + at.line - 1, column: at.column };
  const found = { file, line: statement.line };
  if (error instanceof AssertionFailure) {
    const { message, difference } = error;
    return { ...found, message, ...(difference === undefined ? {} : { difference }) };
  }
  if (!(error instanceof KsqlError)) return { ...found, message: messageOf(error) };
  // the statement was executed as a text of its own: its places count from where it begins; those of scripts are theirs
  const own = error.at?.file === file ? placedIn(error, error.at, statement) : error;
  return {
    ...found,
    ...(own.at?.file === file ? { line: own.at.line } : {}),
    message: formatError(own),
    code: error.code,
  };
}

function placedIn(
  { code, message, hint, source, cause }: KsqlError,
  at: SourcePosition,
  { line, column }: { readonly line: number; readonly column: number },
): KsqlError {
  return new KsqlError(code, message, {
    at: { ...at, line: line + at.line - 1, column: at.line === 1 ? column + at.column - 1 : at.column },
    ...(hint === undefined ? {} : { hint }),
    ...(source === undefined ? {} : { source }),
    cause,
  });
}

/** `file:line`, as terminals and editors open it. */
export const placeText = ({ file, line }: Pick<TestFailure, 'file' | 'line'>): string =>
  formatPosition({ file, line, column: 1, offset: 0, length: 0 }).replace(/:1$/, '');
