import { RestError } from '../rest-error.ts';

export interface ServerUrl {
  readonly origin: string;
  /** Before every path of the interface: empty, or `/ksqldb` behind a proxy. */
  readonly prefix: string;
  /** Fit for messages: no user, no password. */
  readonly shown: string;
  /** Of `http://user:password@host`. */
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
}

/** Throws RestError KSQLDB_URL for a text that is not an http(s) address. */
export function parseServerUrl(text: string): ServerUrl {
  const written = text.trim();
  // `localhost:8088` is a URL of the scheme `localhost`.
  if (!/^https?:\/\//i.test(written))
    throw new RestError(
      'KSQLDB_URL',
      `${JSON.stringify(withoutUser(written))} is not the address of a ksqlDB: it begins with http:// or https://, as http://127.0.0.1:8088`,
    );
  if (!URL.canParse(written))
    throw new RestError('KSQLDB_URL', `${JSON.stringify(withoutUser(written))} is not a valid URL`);
  const url = new URL(written);
  const prefix = url.pathname.replace(/\/+$/, '');
  return {
    origin: url.origin,
    prefix,
    shown: url.origin + prefix,
    credentials:
      url.username === ''
        ? undefined
        : { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
  };
}

const withoutUser = (text: string): string => text.replace(/[^/@]*@/, '');
