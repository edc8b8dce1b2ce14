import { systemClock } from '../../clock/clock.ts';
import { KsqlError } from '../../errors/ksql-error.ts';
import { SchemaRegistryError } from '../schema-registry.ts';
import { registryAddress } from './registry-address.ts';
import { type Properties, REGISTRY_URL, REGISTRY_USER } from './registry-properties.ts';
import { registryTls } from './registry-tls.ts';
import type { RegistryState } from './registry-watch.ts';
import { RemoteRegistry } from './remote-registry.ts';

/**
 * The Schema Registry that the settings of a server name; undefined: none, the embedded one is meant.
 *
 * @param onState told that it does not answer, and then that it does again
 * @throws KsqlError SCHEMA_REGISTRY for what is not an address, and for certificates that can't be read
 */
export function remoteRegistryOf(
  properties: Properties,
  onState?: (state: RegistryState) => void,
): RemoteRegistry | undefined {
  if (!properties[REGISTRY_URL]?.trim()) return undefined;
  try {
    return connectRegistry(properties, (property) => property, onState);
  } catch (error) {
    if (!(error instanceof SchemaRegistryError)) throw error;
    throw new KsqlError('SCHEMA_REGISTRY', error.message);
  }
}

/**
 * Nothing is asked of it yet.
 *
 * @param nameOf how a setting is called in messages
 * @throws SchemaRegistryError as `remoteRegistryOf`
 */
export function connectRegistry(
  properties: Properties,
  nameOf: (property: string) => string,
  onState?: (state: RegistryState) => void,
): RemoteRegistry {
  const tls = registryTls(properties, nameOf);
  return new RemoteRegistry(addressOf(properties, nameOf), {
    clock: systemClock,
    ...(tls === undefined ? {} : { tls }),
    ...(onState === undefined ? {} : { onState }),
  });
}

function addressOf(properties: Properties, nameOf: (property: string) => string) {
  try {
    return registryAddress(properties[REGISTRY_URL]?.trim() ?? '', properties[REGISTRY_USER]);
  } catch (error) {
    if (!(error instanceof SchemaRegistryError)) throw error;
    throw new SchemaRegistryError(error.status, error.code, `${nameOf(REGISTRY_URL)}: ${error.message}`);
  }
}
