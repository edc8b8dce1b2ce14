import { CommandError } from '../errors/command-error.ts';
import {
  type Properties,
  REGISTRY_KEY_PASSWORD,
  REGISTRY_KEYSTORE,
  REGISTRY_TRUSTSTORE,
  REGISTRY_URL,
  REGISTRY_USER,
  registryProperties,
  variableOf,
} from '../schemas/remote/registry-properties.ts';
import { connectRegistry } from '../schemas/remote/remote-registry-of.ts';
import { type SchemaRegistry, SchemaRegistryError } from '../schemas/schema-registry.ts';

/** A Schema Registry of another process. */
export interface ConnectedRegistry extends SchemaRegistry {
  close(): Promise<void>;
}

/** Paths of PEM files, for `https://`. */
export interface RegistryCertificates {
  /** The certificates that the registry's must come from, in the place of those that Node knows. */
  readonly truststore?: string;
  /** A private key and its certificates, for a registry that wants to see one. */
  readonly keystore?: string;
  /** Of the private key, where it is encrypted. */
  readonly keyPassword?: string;
}

/**
 * A Schema Registry over HTTP; nothing is asked of it yet.
 *
 * @param url `http://127.0.0.1:8081`; user and password may be in it
 * @param userInfo `user:password`, where they are not
 * @throws CommandError USAGE for what is not an address, and for certificates that can't be read
 */
export function connectSchemaRegistry(
  url: string,
  userInfo?: string,
  { truststore, keystore, keyPassword }: RegistryCertificates = {},
): ConnectedRegistry {
  return asUsage(() =>
    connected({
      [REGISTRY_URL]: url,
      ...(userInfo === undefined ? {} : { [REGISTRY_USER]: userInfo }),
      ...(truststore === undefined ? {} : { [REGISTRY_TRUSTSTORE]: truststore }),
      ...(keystore === undefined ? {} : { [REGISTRY_KEYSTORE]: keystore }),
      ...(keyPassword === undefined ? {} : { [REGISTRY_KEY_PASSWORD]: keyPassword }),
    }),
  );
}

/**
 * The registry that SCHEMA_REGISTRY_URL names, with SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO (or …_FILE), SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION,
 * SCHEMA_REGISTRY_SSL_KEYSTORE_LOCATION and SCHEMA_REGISTRY_SSL_KEY_PASSWORD; undefined: it is not set.
 *
 * @throws CommandError USAGE for what is not an address, and for files that can't be read
 */
export function registryOfEnv(
  env: Readonly<Record<string, string | undefined>>,
): ConnectedRegistry | undefined {
  return asUsage(() => {
    const properties = registryProperties(env);
    return properties && connected(properties);
  });
}

const connected = (properties: Properties): ConnectedRegistry => connectRegistry(properties, variableOf);

function asUsage<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SchemaRegistryError)) throw error;
    throw new CommandError('USAGE', error.message);
  }
}
