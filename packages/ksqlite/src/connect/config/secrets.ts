/**
 * Secrets in a connector's configuration: `${env:NAME}` is an environment variable, `${file:PATH:KEY}` the value of a key in a
 * properties file, as Kafka's EnvVarConfigProvider and FileConfigProvider have them. They are looked up whenever a task starts. What is
 * stored, answered and logged is the text as it was written.
 */
import { propertiesOf } from './properties-file.ts';

/** Where secrets come from. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @throws what the file system throws */
  readonly readFile: (path: string) => string;
}

export interface ResolvedConfig {
  readonly config: Readonly<Record<string, string>>;
  /** Puts the written text back wherever a secret stands in a text for people. */
  readonly redact: (text: string) => string;
}

/** Kafka's ConfigTransformer: provider, path, key. */
const PLACEHOLDER = /\$\{([^}:]*):(?:([^}]*?):)?([^}:]*)\}/g;
const WHOLE = /^\$\{(env:[^}:]+|file:[^}]+:[^}:]+)\}$/;

/** Whether a value is a secret from elsewhere, and nothing else. */
export const isPlaceholder = (value: string): boolean => WHOLE.test(value);

/**
 * @param config as it was written
 * @throws Error that names the key, and what is missing; never a value
 */
export function resolveSecrets(
  config: Readonly<Record<string, string>>,
  sources: SecretSources,
): ResolvedConfig {
  const found = new Map<string, string>();
  const resolved = Object.entries(config).map(([key, value]) => [
    key,
    value.replace(PLACEHOLDER, (written, provider: string, path: string | undefined, name: string) => {
      const secret = lookUp(key, written, { provider, path, name }, sources);
      if (secret !== '') found.set(secret, written);
      return secret;
    }),
  ]);
  // the longest first: one may be part of another
  const secrets = [...found].toSorted(([one], [other]) => other.length - one.length);
  return {
    config: Object.fromEntries(resolved),
    redact: (text) => secrets.reduce((told, [secret, written]) => told.replaceAll(secret, written), text),
  };
}

interface Reference {
  readonly provider: string;
  readonly path: string | undefined;
  readonly name: string;
}

function lookUp(
  key: string,
  written: string,
  { provider, path, name }: Reference,
  { env, readFile }: SecretSources,
): string {
  if (provider === 'env' && path === undefined) {
    const value = env[name];
    if (value === undefined) throw new Error(`${key}: the environment variable ${name} is not set`);
    return value;
  }
  if (provider === 'file' && path !== undefined) {
    const value = propertiesOf(readFileOf(key, path, readFile)).get(name);
    if (value === undefined) throw new Error(`${key}: the file ${path} does not have the key ${name}`);
    return value;
  }
  throw new Error(`${key}: ${written} is neither \${env:NAME} nor \${file:PATH:KEY}`);
}

function readFileOf(key: string, path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch (error) {
    throw new Error(`${key}: the file ${path} can't be read: ${(error as Error).message}`);
  }
}
