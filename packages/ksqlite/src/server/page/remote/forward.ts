import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { type Request, type Response, text } from '../../http/exchange.ts';
import { type RemoteServer, reach, refuseUnknown } from './remote-server.ts';

const HEADERS = ['accept', 'content-type'] as const;

/**
 * Hands a request to the server as it is, and its answer back as it comes: rows of a push query, too. Nothing else of the browser
 * goes along: no cookies, no origin.
 *
 * @throws ApiError 502 where there is no answer
 */
export async function forward(
  request: Request,
  response: Response,
  remote: RemoteServer,
  { path, body }: { readonly path: string; readonly body: string },
): Promise<void> {
  const { url, authorization } = remote;
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  for (const name of HEADERS) {
    const value = text(request.headers[name]);
    if (value !== undefined) headers[name] = value;
  }
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const { method = 'GET' } = request;
  const answer = await reach(`${url}/${path}`, {
    method,
    headers,
    signal: gone.signal,
    redirect: 'manual',
    ...(method === 'GET' ? {} : { body }),
  });
  refuseUnknown(remote, answer.status);
  const type = answer.headers.get('content-type');
  response.writeHead(answer.status, type === null ? {} : { 'content-type': type });
  if ('flushHeaders' in response) response.flushHeaders();
  if (answer.body === null) response.end();
  // a reader that leaves ends the query at the server
  else
    await pipeline(Readable.fromWeb(answer.body as ReadableStream), response).catch(() => response.destroy());
}
