import { SchemaRegistryError } from '../schema-registry.ts';

export interface RegistryAddress {
  readonly origin: string;
  /** Before every path: empty, or `/registry` behind a proxy. */
  readonly prefix: string;
  /** Fit for messages: no user, no password. */
  readonly shown: string;
  /** The value of the `authorization` header; undefined: none. */
  readonly authorization: string | undefined;
}

/**
 * @param text the first address of a list, as ksqlDB takes it: `http://127.0.0.1:8081`, `https://user:password@registry/path`
 * @param userInfo `user:password`; what the address says counts more
 * @throws SchemaRegistryError for a text that is not an http(s) address; the message has no user and no password
 */
export function registryAddress(text: string, userInfo: string | undefined): RegistryAddress {
  const [written = ''] = addressesOf(text);
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written))
    throw new SchemaRegistryError(
      500,
      50000,
      `${JSON.stringify(withoutUser(written))} is not the address of a Schema Registry: it begins with http:// or https://, as http://127.0.0.1:8081`,
    );
  const url = new URL(written);
  const prefix = url.pathname.replace(/\/+$/, '');
  const ofUrl = url.username === '' ? undefined : `${decoded(url.username)}:${decoded(url.password)}`;
  const user = ofUrl ?? userInfo;
  return {
    origin: url.origin,
    prefix,
    shown: url.origin + prefix,
    authorization: user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

/** A comma may stand in a password: only one in front of another address separates two. */
const addressesOf = (text: string): readonly string[] =>
  text.split(/,\s*(?=https?:\/\/|$)/i).map((part) => part.trim());

/** Whatever it is, and whatever characters the password has: all up to the last @ goes. */
const withoutUser = (text: string): string => text.replace(/^([a-z]+:\/\/)?.*@/is, '$1');

/** A list of addresses, fit for messages. */
export const shownAddresses = (text: string): string => addressesOf(text).map(withoutUser).join(',');

/** A % that begins no character is one. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
