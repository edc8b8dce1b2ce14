import type { ApiError } from './api-error.ts';
import type { Response } from './exchange.ts';

export const JSON_TYPE = 'application/json';

/** A whole answer; `type` undefined: no content type, as ksqlDB's streaming endpoints answer errors. */
export function respond(
  response: Response,
  status: number,
  body: string,
  type: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.writableEnded || response.destroyed) return;
  response.writeHead(status, {
    ...(type === undefined ? {} : { 'content-type': type }),
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  });
  response.end(body);
}

export const respondJson = (response: Response, body: unknown): void =>
  respond(response, 200, JSON.stringify(body), JSON_TYPE);

export const respondError = (
  response: Response,
  error: ApiError,
  type: string | undefined,
  headers: Readonly<Record<string, string>> = {},
): void => respond(response, error.status, JSON.stringify(error.toBody()), type, headers);
