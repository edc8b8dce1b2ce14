import { API_CODES, ApiError } from '../http/api-error.ts';

/**
 * The name that a client has written, of a stream, a column or a field, as statements read it: upper case, unless it
 * stands in backticks or double quotes, which are doubled inside.
 *
 * @throws ApiError for quotes that do not match
 */
export function nameOf(written: string): string {
  const quote = /^[`"]/.exec(written)?.[0];
  if (quote === undefined) return written.toUpperCase();
  const inner = written.slice(1, -1);
  const isClosed = written.length > 1 && written.endsWith(quote);
  if (!isClosed || inner.replaceAll(quote + quote, '').includes(quote))
    throw new ApiError(API_CODES.badRequest, `Invalid name: ${written}. Its quotes do not match.`);
  return inner.replaceAll(quote + quote, quote);
}
