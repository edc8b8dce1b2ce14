import { CommandError } from 'ksqlite/cli';
import { LINE_ERRORS } from '../../contracts/line-errors.ts';

export interface PriceUrl {
  /** scheme, host and port */
  readonly origin: string;
  readonly pathOf: (id: string) => string;
}

/**
 * Reads the address of a price API. Throws a CommandError PRICE_API when it is not an http(s) URL, or has a user, a query
 * or a fragment. `pathOf` throws on an id that has no URL form (half a surrogate pair).
 */
export function parsePriceUrl(text: string): PriceUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const wrong = (why: string) =>
    new CommandError(LINE_ERRORS.PRICE_API, `The price API's address ${why}: ${text}`);
  if (url === undefined) throw wrong('is not a URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw wrong('is not http or https');
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw wrong('must be scheme, host, port and path only');
  const base = url.pathname.replace(/\/+$/, '');
  return { origin: url.origin, pathOf: (id) => `${base}/price/${encodeURIComponent(id)}` };
}
