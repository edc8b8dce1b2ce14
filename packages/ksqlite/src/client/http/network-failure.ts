import { RestError } from '../rest-error.ts';

/** Why a request got no answer. */
export interface NetworkFailure {
  /** `unsent`: no byte of the request can have been acted upon. `alien`, `tls`: asking again does not help. */
  readonly kind: 'unsent' | 'lost' | 'alien' | 'tls';
  readonly reason: string;
}

const UNSENT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer to connecting',
};
const LOST: Readonly<Record<string, string>> = {
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
};

/** Sorts what undici, TLS and the socket throw. */
export function classifyFailure(error: unknown): NetworkFailure {
  const { code, reason } = described(error);
  if (UNSENT[code] !== undefined) return { kind: 'unsent', reason: UNSENT[code] };
  if (code.startsWith('HPE_')) return { kind: 'alien', reason: `not HTTP: ${reason}` };
  if (/CERT|^ERR_TLS|^ERR_SSL|^EPROTO$|^UNABLE_TO/.test(code)) return { kind: 'tls', reason };
  return { kind: 'lost', reason: LOST[code] ?? (reason || code) };
}

function described(error: unknown): { readonly code: string; readonly reason: string } {
  // By shape: an error of another realm is not an instance of Error.
  const { code = '', message = '', cause, errors } = (error ?? {}) as Thrown;
  // Both addresses of `localhost` refused: an AggregateError without a message.
  const inner = errors?.[0] ?? (code === '' ? cause : undefined);
  return inner === undefined ? { code, reason: message || String(error) } : described(inner);
}

interface Thrown {
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** The error a caller gets for it. `sent` says what a lost connection leaves open. */
export function errorOfFailure(
  failure: NetworkFailure,
  url: string,
  sent: 'statement' | 'question',
  cause: unknown,
): RestError {
  switch (failure.kind) {
    case 'unsent':
      return new RestError('KSQLDB_AWAY', `no ksqlDB at ${url}: ${failure.reason}`, { cause });
    case 'tls':
      return new RestError('KSQLDB_URL', `no secure connection to ${url}: ${failure.reason}`, { cause });
    case 'alien':
      return new RestError('KSQLDB_ALIEN', `what answers at ${url} is not a ksqlDB: ${failure.reason}`, {
        cause,
      });
    case 'lost':
      return sent === 'question'
        ? new RestError('KSQLDB_AWAY', `the connection to ksqlDB at ${url} was lost: ${failure.reason}`, {
            cause,
          })
        : new RestError(
            'KSQLDB_UNCERTAIN',
            `the connection to ksqlDB at ${url} was lost before its answer: ${failure.reason}. The statement may have been carried out`,
            { cause },
          );
  }
}
