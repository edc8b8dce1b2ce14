/**
 * Requests to the server that served the page. The token is asked for once and kept for this tab; what is asked or sent
 * never is in an address but for names of topics and queries.
 */
import { signal } from '@preact/signals';

const TOKEN = 'ksqlite-token';

/** The server wants a token, or another one. */
export const needsToken = signal(false);

/** The one that it was given was not it. */
export const wasRefused = signal(false);

export function giveToken(token: string): void {
  sessionStorage.setItem(TOKEN, token);
  needsToken.value = false;
}

/** What the server refused, in its words. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface RequestOptions {
  readonly body?: unknown;
  /** Default: GET, or POST with a body. */
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** Throws ServerError for an answer that is not a success, TypeError where no answer came. */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const { body, accept = 'application/json', signal: aborted } = options;
  const { method = body === undefined ? 'GET' : 'POST' } = options;
  const token = sessionStorage.getItem(TOKEN);
  const response = await fetch(path, {
    method,
    headers: {
      accept,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(aborted === undefined ? {} : { signal: aborted }),
    // a browser would ask for a name and a password otherwise
    credentials: 'omit',
    cache: 'no-store',
  });
  if (response.ok) return response;
  // one that was asked with an earlier token says nothing of this one
  if (response.status === 401 && token === sessionStorage.getItem(TOKEN)) {
    wasRefused.value = token !== null;
    needsToken.value = true;
  }
  throw new ServerError(response.status, await messageOf(response));
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string' && message !== '') return message;
  } catch {
    // not JSON
  }
  return `The server answered ${response.status}.`;
}

/** JSON of the server that this page was built with: it is taken to be of its form. */
export const json = async <T>(path: string, options?: RequestOptions): Promise<T> =>
  (await (await request(path, options)).json()) as T;

export const errorText = (error: unknown): string => {
  if (error instanceof TypeError) return 'The server can’t be reached.';
  return error instanceof Error ? error.message : String(error);
};
