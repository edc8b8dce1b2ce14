import { systemClock } from '../clock/clock.ts';
import { CommandError } from '../errors/command-error.ts';
import { registryAddress } from '../schemas/remote/registry-address.ts';
import { RemoteRegistry } from '../schemas/remote/remote-registry.ts';
import { type SchemaRegistry, SchemaRegistryError } from '../schemas/schema-registry.ts';

/** A Schema Registry of another process. */
export interface ConnectedRegistry extends SchemaRegistry {
  close(): Promise<void>;
}

/**
 * A Schema Registry over HTTP; nothing is asked of it yet.
 *
 * @param url `http://127.0.0.1:8081`; user and password may be in it
 * @param userInfo `user:password`, where they are not
 * @throws CommandError USAGE for what is not an address
 */
export function connectSchemaRegistry(url: string, userInfo?: string): ConnectedRegistry {
  try {
    return new RemoteRegistry(registryAddress(url, userInfo), { clock: systemClock });
  } catch (error) {
    if (!(error instanceof SchemaRegistryError)) throw error;
    throw new CommandError('USAGE', `SCHEMA_REGISTRY_URL: ${error.message}`);
  }
}

/**
 * The registry that SCHEMA_REGISTRY_URL and SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO name; undefined: it is not set.
 *
 * @throws CommandError USAGE for what is not an address
 */
export function registryOfEnv(
  env: Readonly<Record<string, string | undefined>>,
): ConnectedRegistry | undefined {
  const { SCHEMA_REGISTRY_URL: url, SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO: user } = env;
  return url ? connectSchemaRegistry(url, user || undefined) : undefined;
}
