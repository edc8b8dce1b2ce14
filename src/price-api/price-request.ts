import type { PriceApiErrorCode } from './price-api-errors.ts';

export type PriceRequest =
  | { readonly kind: 'price'; readonly id: string }
  | { readonly kind: 'healthcheck' }
  | { readonly kind: 'metrics' }
  | { readonly kind: 'refused'; readonly code: PriceApiErrorCode; readonly message: string };

const refused = (code: PriceApiErrorCode, message: string): PriceRequest => ({
  kind: 'refused',
  code,
  message,
});

/** What a request asks for. Not by `new URL`: that would resolve an id of two dots away. */
export function readPriceRequest(method: string | undefined, target: string | undefined): PriceRequest {
  if (method !== 'GET') return refused('METHOD_NOT_ALLOWED', 'only GET');
  const [path = ''] = (target ?? '').split('?');
  if (path === '/healthcheck') return { kind: 'healthcheck' };
  if (path === '/metrics') return { kind: 'metrics' };
  const [, encoded] = /^\/price\/([^/]+)$/.exec(path) ?? [];
  if (encoded === undefined) return refused('NOT_FOUND', 'GET /price/{id}, GET /healthcheck or GET /metrics');
  try {
    return { kind: 'price', id: decodeURIComponent(encoded) };
  } catch {
    return refused('ID_ENCODING', 'the id is not URL-encoded UTF-8');
  }
}
