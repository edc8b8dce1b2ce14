import { createHash, timingSafeEqual } from 'node:crypto';
import { API_CODES, ApiError } from './api-error.ts';
import { hostOf, type Request, text } from './exchange.ts';

/** Lets a request in or throws ApiError. */
export type Authorize = (request: Request) => void;

/**
 * With a token: who knows it comes in, as `Authorization: Bearer TOKEN` or as the password of basic authentication.
 * Without one only this machine can connect; then a web page must not come in through its user's browser, neither
 * with a name of its own that resolves to the loopback, nor from another site.
 */
export const authorizer = (token: string | undefined): Authorize =>
  token === undefined ? localOnly : withToken(token);

function withToken(token: string): Authorize {
  const wanted = digest(token);
  return (request) => {
    const given = secretOf(text(request.headers.authorization));
    // digests are of one length and compared in constant time
    if (given === undefined || !timingSafeEqual(digest(given), wanted))
      throw new ApiError(API_CODES.unauthorized, 'Unauthorized');
  };
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

function secretOf(authorization: string | undefined): string | undefined {
  // a token may be several words
  const [, scheme, value] = /^(\S+)\s+(\S.*)$/.exec((authorization ?? '').trim()) ?? [];
  if (scheme === undefined || value === undefined) return undefined;
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : pair.slice(colon + 1);
}

const localOnly: Authorize = (request) => {
  const host = hostOf(request);
  if (host !== undefined && !isLoopback(hostName(host)))
    throw new ApiError(API_CODES.misdirected, 'This server answers to 127.0.0.1 and localhost only.');
  const origin = text(request.headers.origin);
  const site = text(request.headers['sec-fetch-site']);
  if (site === 'cross-site' || (origin !== undefined && !isLoopback(originName(origin))))
    throw new ApiError(API_CODES.forbidden, 'Requests from other sites are not taken.');
};

/** Without port and brackets. */
const hostName = (host: string): string => host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');

function originName(origin: string): string {
  try {
    return hostName(new URL(origin).host);
  } catch {
    return '';
  }
}

/** Whether a host's name or address is this machine's own. */
export const isLoopback = (name: string): boolean =>
  name.toLowerCase() === 'localhost' || name === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
