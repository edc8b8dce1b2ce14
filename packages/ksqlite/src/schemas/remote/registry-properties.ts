/**
 * The settings of a Schema Registry in another process: a ksqlDB server's properties, and the environment variables that stand for
 * them, each the property's name in capitals.
 */
import { readFileSync } from 'node:fs';
import { SchemaRegistryError } from '../schema-registry.ts';

type Environment = Readonly<Record<string, string | undefined>>;
export type Properties = Readonly<Record<string, string>>;

/** The setting of a ksqlDB server that names its Schema Registry. */
export const REGISTRY_URL = 'ksql.schema.registry.url';
/** `user:password`, for a registry that wants to know who asks. */
export const REGISTRY_USER = 'ksql.schema.registry.basic.auth.user.info';
/** A PEM file of the certificates that the registry's must come from, in the place of those that Node knows. */
export const REGISTRY_TRUSTSTORE = 'ksql.schema.registry.ssl.truststore.location';
/** A PEM file of a private key and its certificates, for a registry that wants to see one. */
export const REGISTRY_KEYSTORE = 'ksql.schema.registry.ssl.keystore.location';
/** Of the private key, where it is encrypted. */
export const REGISTRY_KEY_PASSWORD = 'ksql.schema.registry.ssl.key.password';

const USER_FILE = 'SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO_FILE';

/** `SCHEMA_REGISTRY_URL` for `ksql.schema.registry.url`. */
export const variableOf = (property: string): string =>
  property
    .replace(/^ksql\./, '')
    .replaceAll('.', '_')
    .toUpperCase();

/**
 * What the environment says as properties; undefined: SCHEMA_REGISTRY_URL is not set. Variables that are set to nothing count as not
 * set. SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO_FILE names a file that holds `user:password`.
 *
 * @throws SchemaRegistryError the file can't be read, or user and password are given twice
 */
export function registryProperties(env: Environment): Properties | undefined {
  const given: Record<string, string> = {};
  for (const property of [
    REGISTRY_URL,
    REGISTRY_USER,
    REGISTRY_TRUSTSTORE,
    REGISTRY_KEYSTORE,
    REGISTRY_KEY_PASSWORD,
  ]) {
    const value = env[variableOf(property)];
    if (value) given[property] = value;
  }
  if (given[REGISTRY_URL] === undefined) return undefined;
  const file = env[USER_FILE];
  if (!file) return given;
  if (given[REGISTRY_USER] !== undefined)
    throw new SchemaRegistryError(
      500,
      50000,
      `both ${variableOf(REGISTRY_USER)} and ${USER_FILE} are set: set one`,
    );
  return { ...given, [REGISTRY_USER]: readSetting(USER_FILE, file).trim() };
}

/**
 * The text of a file that a setting names.
 *
 * @param setting for the message
 * @throws SchemaRegistryError
 */
export function readSetting(setting: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException;
    throw new SchemaRegistryError(500, 50000, `${setting}: ${path} can’t be read (${code})`);
  }
}
