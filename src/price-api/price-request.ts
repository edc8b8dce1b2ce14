export type PriceRequest =
  | { readonly kind: 'price'; readonly id: string }
  | { readonly kind: 'healthcheck' }
  | { readonly kind: 'metrics' }
  | { readonly kind: 'refused'; readonly status: number; readonly message: string };

const refused = (status: number, message: string): PriceRequest => ({ kind: 'refused', status, message });

/** What a request asks for. Not by `new URL`: that would resolve an id of two dots away. */
export function readPriceRequest(method: string | undefined, target: string | undefined): PriceRequest {
  if (method !== 'GET') return refused(405, 'only GET');
  const [path = ''] = (target ?? '').split('?');
  if (path === '/healthcheck') return { kind: 'healthcheck' };
  if (path === '/metrics') return { kind: 'metrics' };
  const [, encoded] = /^\/price\/([^/]+)$/.exec(path) ?? [];
  if (encoded === undefined) return refused(404, 'GET /price/{id}, GET /healthcheck or GET /metrics');
  try {
    return { kind: 'price', id: decodeURIComponent(encoded) };
  } catch {
    return refused(400, 'the id is not URL-encoded UTF-8');
  }
}
