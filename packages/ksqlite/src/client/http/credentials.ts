import { RestError } from '../rest-error.ts';

export type Credentials =
  | { readonly username: string; readonly password: string }
  | { readonly token: string };

/**
 * `KSQLDB_TOKEN`, or `KSQLDB_USERNAME` and `KSQLDB_PASSWORD`; undefined when none is set.
 *
 * @throws RestError KSQLDB_URL: both kinds at once, or a half of one
 */
export function credentialsFrom(env: Readonly<Record<string, string | undefined>>): Credentials | undefined {
  const token = env.KSQLDB_TOKEN || undefined;
  const username = env.KSQLDB_USERNAME || undefined;
  const password = env.KSQLDB_PASSWORD || undefined;
  if (token !== undefined) {
    if (username !== undefined)
      throw new RestError('KSQLDB_URL', 'both KSQLDB_TOKEN and KSQLDB_USERNAME are set: set one');
    return { token };
  }
  if ((username === undefined) !== (password === undefined))
    throw new RestError(
      'KSQLDB_URL',
      `${username === undefined ? 'KSQLDB_PASSWORD' : 'KSQLDB_USERNAME'} is set without ${username === undefined ? 'KSQLDB_USERNAME' : 'KSQLDB_PASSWORD'}`,
    );
  return username === undefined || password === undefined ? undefined : { username, password };
}

/** The value of the `authorization` header. */
export const authorization = (credentials: Credentials): string =>
  'token' in credentials
    ? `Bearer ${credentials.token}`
    : `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
