import { systemClock } from '../../clock/clock.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import { SchemaRegistryError } from '../schema-registry.ts';
import { REGISTRY_URL, REGISTRY_USER, registryAddress } from './registry-address.ts';
import { RemoteRegistry } from './remote-registry.ts';

/**
 * The Schema Registry that the settings of a server name; undefined: none, the embedded one is meant.
 *
 * @throws KsqlError SCHEMA_REGISTRY for what is not an address
 */
export function remoteRegistryOf(properties: Readonly<Record<string, string>>): RemoteRegistry | undefined {
  const url = properties[REGISTRY_URL]?.trim();
  if (url === undefined || url === '') return undefined;
  try {
    return new RemoteRegistry(registryAddress(url, properties[REGISTRY_USER]), { clock: systemClock });
  } catch (error) {
    if (!(error instanceof SchemaRegistryError)) throw error;
    throw new KsqlError('SCHEMA_REGISTRY', `${REGISTRY_URL}: ${error.message}`);
  }
}
