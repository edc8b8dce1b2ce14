import { SchemaRegistryError } from '../schema-registry.ts';

/** The setting of a ksqlDB server that names its Schema Registry. */
export const REGISTRY_URL = 'ksql.schema.registry.url';
/** `user:password`, for a registry that wants to know who asks. */
export const REGISTRY_USER = 'ksql.schema.registry.basic.auth.user.info';

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
 * @throws SchemaRegistryError for a text that is not an http(s) address
 */
export function registryAddress(text: string, userInfo: string | undefined): RegistryAddress {
  const [written = ''] = text.split(',').map((part) => part.trim());
  const shownText = JSON.stringify(written.replace(/[^/@]*@/, ''));
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written))
    throw new SchemaRegistryError(
      500,
      50000,
      `${shownText} is not the address of a Schema Registry: it begins with http:// or https://, as http://127.0.0.1:8081`,
    );
  const url = new URL(written);
  const prefix = url.pathname.replace(/\/+$/, '');
  const ofUrl =
    url.username === ''
      ? undefined
      : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const user = ofUrl ?? userInfo;
  return {
    origin: url.origin,
    prefix,
    shown: url.origin + prefix,
    authorization: user === undefined ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}
