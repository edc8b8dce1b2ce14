/**
 * How far a request came that brought nothing: the API answered something else; it was connected and nothing (whole)
 * came back; nobody was there to connect to.
 */
export type Reach = 'answered' | 'silent' | 'unreachable';

export interface RequestFailureOptions {
  /** Default: `answered`. The circuit breaker goes by it. */
  readonly reach?: Reach;
  /** false: another attempt would end in the same, and none is made. Default: true. */
  readonly retry?: boolean;
  readonly cause?: unknown;
}

/**
 * What a request came to that brought nothing. `call` may return it or throw it, and `request` throws the last one when no
 * attempt is left.
 *
 * @example
 * ```ts
 * import { RequestFailure } from 'ksqlite/enrich';
 *
 * const failure = new RequestFailure('no-such-city', 'the API knows no city "Atlantis"', { retry: false });
 * console.log(failure.code, failure.reach); // no-such-city answered
 * ```
 */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  readonly ok = false;
  /** Why, in a word that stays the same: failures are counted by it. */
  readonly code: string;
  readonly reach: Reach;
  readonly retry: boolean;

  /**
   * @param code one of a few words of your own, such as `no-such-city`: never a text with an id in it. The library's own:
   *   `timeout`, `unreachable`, `connection`, `too-long`, `error`
   * @param message for a person: what happened, where
   */
  constructor(code: string, message: string, options: RequestFailureOptions = {}) {
    const { reach = 'answered', retry = true, cause } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.reach = reach;
    this.retry = retry;
  }
}

/** What one request came to. It fails as a value: an API that fails is the usual case here. */
export type Attempt<T> = { readonly ok: true; readonly value: T } | RequestFailure;

/**
 * What was thrown, as a failure. A network error is told by its code, of undici, of Node's `fetch` or of its sockets; anything
 * else is `error`, an answer that the caller could not use.
 *
 * @param signal of the request: once it has fired, whatever is thrown is `timeout`
 */
export function failureOf(error: unknown, signal: AbortSignal): RequestFailure {
  if (error instanceof RequestFailure) return error;
  if (signal.aborted)
    return new RequestFailure('timeout', 'no answer in time', { reach: 'silent', cause: error });
  const message = messageOf(error);
  const code = codeOf(error);
  if (NOBODY_THERE.has(code))
    return new RequestFailure('unreachable', `request failed: ${message}`, {
      reach: 'unreachable',
      cause: error,
    });
  if (CONNECTION_LOST.has(code) || code.startsWith('HPE_'))
    return new RequestFailure('connection', `request failed: ${message}`, { reach: 'silent', cause: error });
  return new RequestFailure('error', message, { cause: error });
}

/** What connecting fails with, before anything was sent. */
const NOBODY_THERE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What a connection that was there ends with. */
const CONNECTION_LOST: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
]);

// what errors are made of, and not `instanceof`: in Jest and in other contexts of node:vm they are of another Error
interface ErrorLike {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

const errorLike = (error: unknown): ErrorLike => (typeof error === 'object' && error !== null ? error : {});

/** The code of an error or, as with `fetch`, of what caused it; of several addresses that failed, the first one's. */
function codeOf(error: unknown): string {
  const { code, errors, cause } = errorLike(error);
  if (typeof code === 'string') return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  return cause === undefined || cause === null ? '' : codeOf(cause);
}

/** What an error says, and what caused it. */
export function messageOf(error: unknown): string {
  const { message, cause } = errorLike(error);
  if (typeof message !== 'string') return String(error);
  const because = errorLike(cause).message;
  return typeof because === 'string' && because !== '' ? `${message}: ${because}` : message;
}
