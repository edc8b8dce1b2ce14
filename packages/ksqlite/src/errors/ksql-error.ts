import type { ErrorCode } from './error-codes.ts';
import type { SourcePosition } from './source-position.ts';

export interface KsqlErrorDetails {
  /** Where in the SQL text. */
  readonly at?: SourcePosition;
  /** What to do about it, as a sentence. */
  readonly hint?: string;
  /** The text the position points into, for the caret line. */
  readonly source?: string;
  readonly cause?: unknown;
}

/** Everything the engine refuses or fails at. `code` is stable; see `error-codes.ts`. */
export class KsqlError extends Error {
  override readonly name = 'KsqlError';
  readonly code: ErrorCode;
  readonly at: SourcePosition | undefined;
  readonly hint: string | undefined;
  readonly source: string | undefined;

  constructor(code: ErrorCode, message: string, details: KsqlErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.at = details.at;
    this.hint = details.hint;
    this.source = details.source;
  }
}

/** Whether the log or its disk failed, or was closed: nobody can work on then, whoever met it. */
export const isLogFailure = (error: unknown): boolean =>
  error instanceof KsqlError && error.code.startsWith('LOG_');
