import type { Entity } from '../statements/entity.ts';

/** An error as ksqlDB's API tells it; the first three digits of `code` are the HTTP status. */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly code: number;
  /** Of the statement that failed; undefined: the request itself was wrong. */
  readonly statementText: string | undefined;
  /** What the statements before it came to. */
  readonly entities: readonly Entity[];
  /** ksqlDB answers it without a content type, whatever the endpoint. */
  readonly isBare: boolean;

  constructor(
    code: number,
    message: string,
    details: {
      readonly statementText?: string | undefined;
      readonly entities?: readonly Entity[];
      /** Of a defect: for the server's own log, never sent. */
      readonly cause?: unknown;
      readonly isBare?: boolean;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.statementText = details.statementText;
    this.entities = details.entities ?? [];
    this.isBare = details.isBare ?? false;
  }

  /** The same error, for an answer without a content type. */
  asBare(): ApiError {
    const { code, message, statementText, entities, cause } = this;
    return new ApiError(code, message, { statementText, entities, cause, isBare: true });
  }

  get status(): number {
    return Math.floor(this.code / 100);
  }

  toBody(): Record<string, unknown> {
    const head = { error_code: this.code, message: this.message };
    if (this.statementText === undefined) return { '@type': 'generic_error', ...head };
    return {
      '@type': 'statement_error',
      ...head,
      statementText: this.statementText,
      entities: this.entities,
    };
  }
}

/** ksqlDB's numbers (rest-model's `Errors`). */
export const API_CODES = {
  badRequest: 40000,
  badStatement: 40001,
  queryEndpoint: 40002,
  tooManyQueries: 40003,
  http2Only: 40004,
  unauthorized: 40100,
  forbidden: 40300,
  notFound: 40400,
  notAcceptable: 40600,
  timeout: 40800,
  conflict: 40900,
  tooLarge: 41300,
  assertionFailed: 41700,
  misdirected: 42100,
  internal: 50000,
  behind: 50301,
} as const;
