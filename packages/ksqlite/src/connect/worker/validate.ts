import type { Config } from '../config/config.ts';
import { readConfig } from '../config/read-config.ts';
import { isPlaceholder, resolveSecrets, type SecretSources } from '../config/secrets.ts';
import type { ConnectorPlugin } from '../plugins.ts';
import type { Connector } from '../port.ts';

/** What there is instead, for who asks for a class that is not there. */
export const pluginOf = (
  plugins: readonly ConnectorPlugin[],
  name: string,
): ConnectorPlugin | { readonly error: string } =>
  plugins.find((plugin) => plugin.class === name) ?? {
    error:
      `Failed to find any class that implements Connector and which name matches ${name}, available connectors are: ` +
      plugins.map((plugin) => plugin.class).join(', '),
  };

/**
 * What is wrong with a configuration, a line for each key and without a value; empty: it is good. Secrets are looked up for it.
 *
 * @param config as it was written
 */
export function validate(connector: Connector, config: Config, sources: SecretSources): readonly string[] {
  const open = (connector.secrets ?? []).filter((key) => {
    const value = config[key];
    return value !== undefined && !isPlaceholder(value);
  });
  if (open.length > 0)
    return open.map(
      (key) =>
        `${key} - it is a secret, which would be stored as it is: write \${env:NAME} or \${file:PATH:KEY}, where this process finds it`,
    );
  try {
    const result = readConfig(connector, resolveSecrets(config, sources).config);
    return 'errors' in result ? result.errors : [];
  } catch (error) {
    return [(error as Error).message];
  }
}
