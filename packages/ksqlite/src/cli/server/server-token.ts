import { CommandError } from '../../errors/command-error.ts';
import type { Env } from '../support/run-main.ts';

/** What a header of a request carries as it is: printable ASCII, blanks inside alone. */
const FITS = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** The token that clients must know, of KSQLDB_TOKEN; undefined: there is none. Throws CommandError USAGE. */
export const serverToken = (env: Env): string | undefined => tokenOf('KSQLDB_TOKEN', env);

/**
 * The token of a variable; undefined: there is none.
 *
 * @throws CommandError USAGE for one that no client could send
 */
export function tokenOf(name: string, env: Env): string | undefined {
  const token = env[name];
  if (token === undefined || token === '') return undefined;
  if (FITS.test(token)) return token;
  throw new CommandError(
    'USAGE',
    `${name}: clients send it in a header of HTTP, so it wants ASCII letters, digits and signs, and no blank or line feed at its ends`,
  );
}
