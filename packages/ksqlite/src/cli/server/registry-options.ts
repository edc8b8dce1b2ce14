import { CommandError } from '../../errors/command-error.ts';
import { registryProperties, variableOf } from '../../schemas/remote/registry-properties.ts';
import { connectRegistry } from '../../schemas/remote/remote-registry-of.ts';
import { isLoopback } from '../../server/http/authorizer.ts';
import { readValue } from '../support/options/value.ts';
import type { Env } from '../support/run-main.ts';
import { type ListenAddress, listenAddress } from './listen-address.ts';

/** Where the embedded Schema Registry is served, and whether somebody asked for that. */
export type ServedRegistry = ListenAddress & { readonly asked: boolean };

export interface RegistryOptions {
  /** undefined: nowhere */
  readonly served: ServedRegistry | undefined;
  /** Properties that name a Schema Registry of another process; undefined: there is none. */
  readonly remote: Readonly<Record<string, string>> | undefined;
}

/**
 * @param given of `--registry`: `off`, or where it listens
 * @param env SCHEMA_REGISTRY_URL and its like (`registryProperties`): a Schema Registry in the embedded one's place
 * @throws CommandError USAGE
 */
export function registryOptions(given: string | undefined, env: Env): RegistryOptions {
  const remote = remoteRegistry(env);
  if (remote === undefined) return { served: servedRegistry(given), remote };
  if (given !== undefined)
    throw new CommandError(
      'USAGE',
      '--registry serves the embedded Schema Registry: unset SCHEMA_REGISTRY_URL',
    );
  return { served: undefined, remote };
}

/** Throws CommandError USAGE for an address that other machines reach, without a token. */
export function needToken(option: string, { host }: ListenAddress, token: string | undefined): void {
  if (token === undefined && !isLoopback(host))
    throw new CommandError(
      'USAGE',
      `${option}: ${host} can be reached from other machines: set KSQLDB_TOKEN, which clients must then know`,
    );
}

const DEFAULT_REGISTRY: ListenAddress = { host: '127.0.0.1', port: 8081 };

function servedRegistry(given: string | undefined): ServedRegistry | undefined {
  if (given === 'off') return undefined;
  const asked = readValue('--registry', listenAddress, given);
  return { ...(asked ?? DEFAULT_REGISTRY), asked: asked !== undefined };
}

function remoteRegistry(env: Env): Readonly<Record<string, string>> | undefined {
  try {
    const properties = registryProperties(env);
    // what it would be refused for at opening, with the names that it has here
    if (properties !== undefined) void connectRegistry(properties, variableOf).close();
    return properties;
  } catch (error) {
    throw new CommandError('USAGE', (error as Error).message);
  }
}
