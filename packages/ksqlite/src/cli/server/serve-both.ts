import { CommandError } from '../../errors/command-error.ts';
import type { KsqlServer, KsqlServerOptions } from '../../server/ksql-server.ts';
import type { ServedRegistry } from './registry-options.ts';
import { serve } from './serve.ts';

/**
 * The API and the Schema Registry's. A port of the Schema Registry that nobody asked for may be taken: then it is not served, and
 * that is said.
 *
 * @throws CommandError LISTEN
 */
export async function serveBoth(
  options: KsqlServerOptions,
  registry: ServedRegistry | undefined,
  warn: (message: string) => void,
): Promise<KsqlServer> {
  if (registry === undefined) return serve(options);
  const { asked, ...address } = registry;
  try {
    return await serve({ ...options, registry: address });
  } catch (error) {
    if (asked || !(error instanceof CommandError)) throw error;
    const server = await serve(options);
    warn(`${error.message}: the Schema Registry is not served (--registry names another port)`);
    return server;
  }
}
