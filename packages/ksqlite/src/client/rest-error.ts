import { CommandError, type CommandErrorCode } from '../errors/command-error.ts';
import type { Entity } from './answers/answers.ts';

export type RestErrorCode = Extract<CommandErrorCode, `KSQLDB_${string}`>;

export interface RestErrorDetails {
  /** Of the HTTP answer. */
  readonly status?: number;
  /** The server's `error_code`. */
  readonly errorCode?: number;
  /** The statement that was refused, as the server writes it. */
  readonly statementText?: string;
  /** What the statements before it came to. */
  readonly entities?: readonly Entity[];
  readonly cause?: unknown;
}

/** Everything a request to ksqlDB can end with. A refused statement's message is the server's own. */
export class RestError extends CommandError {
  override readonly code: RestErrorCode;
  readonly status: number | undefined;
  readonly errorCode: number | undefined;
  readonly statementText: string | undefined;
  readonly entities: readonly Entity[];

  constructor(code: RestErrorCode, message: string, details: RestErrorDetails = {}) {
    super(code, message, { cause: details.cause });
    this.code = code;
    this.status = details.status;
    this.errorCode = details.errorCode;
    this.statementText = details.statementText;
    this.entities = details.entities ?? [];
  }
}
