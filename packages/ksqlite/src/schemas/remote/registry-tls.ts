import { SchemaRegistryError } from '../schema-registry.ts';
import {
  type Properties,
  REGISTRY_KEY_PASSWORD,
  REGISTRY_KEYSTORE,
  REGISTRY_TRUSTSTORE,
  readSetting,
} from './registry-properties.ts';

/** What a connection shows and what it trusts; options of Node's `tls.createSecureContext`. Holds secrets: never to be logged. */
export interface RegistryTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

/**
 * The certificates that the settings name; undefined: none, so Node's own authorities are trusted. Files are PEM, as with Kafka's
 * `ssl.truststore.type=PEM`: Java's own files (JKS) and PKCS #12 can't be read.
 *
 * @param nameOf how a setting is called in messages
 * @throws SchemaRegistryError for a file that can't be read or holds no such thing
 */
export function registryTls(
  properties: Properties,
  nameOf: (property: string) => string,
): RegistryTls | undefined {
  const pem = (property: string, ...blocks: readonly string[]): string | undefined => {
    const path = properties[property];
    if (path === undefined) return undefined;
    const text = readSetting(nameOf(property), path);
    for (const block of blocks)
      if (!new RegExp(`-----BEGIN [A-Z ]*${block}-----`).test(text))
        throw new SchemaRegistryError(
          500,
          50000,
          `${nameOf(property)}: ${path} has no ${block} in it: it wants a PEM file, with lines such as -----BEGIN ${block}-----`,
        );
    return text;
  };
  const ca = pem(REGISTRY_TRUSTSTORE, 'CERTIFICATE');
  const own = pem(REGISTRY_KEYSTORE, 'CERTIFICATE', 'PRIVATE KEY');
  const passphrase = properties[REGISTRY_KEY_PASSWORD];
  if (ca === undefined && own === undefined) return undefined;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(own === undefined ? {} : { cert: own, key: own }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}
