import { type Request, text } from '../http/exchange.ts';

/**
 * Whether a request is for the page or a file of it. ksqlDB answers `GET /` with a way to `/info`, and clients still get
 * that: a browser says that it takes HTML.
 */
export function isPageFile(request: Request, [first, second]: readonly string[]): boolean {
  if (request.method !== 'GET') return false;
  if (first === undefined) return (text(request.headers.accept) ?? '').includes('text/html');
  return first === 'page' && second !== 'api';
}
