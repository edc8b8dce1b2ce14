import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

/** HTTP/1.1 and HTTP/2 through node's common interface. */
export type Request = IncomingMessage | Http2ServerRequest;
export type Response = ServerResponse | Http2ServerResponse;

/** False when the reader is behind, as `Writable.write`; `written` is called when the text has left. */
export const writeText = (response: Response, text: string, written?: () => void): boolean =>
  'stream' in response ? response.write(text, 'utf8', written) : response.write(text, 'utf8', written);

/** An authorized request, with its address taken apart. */
export interface Exchange {
  readonly request: Request;
  readonly response: Response;
  /** Decoded path segments: `/status/stream/A/create` → `['status', 'stream', 'A', 'create']`. */
  readonly segments: readonly string[];
}

export const isHttp2 = (request: Request): boolean => request.httpVersionMajor === 2;

/** Of `Host` or `:authority`. */
export const hostOf = (request: Request): string | undefined =>
  text(request.headers[':authority']) ?? text(request.headers.host);

export const text = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
