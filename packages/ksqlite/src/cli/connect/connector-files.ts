import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Config, propertiesOf } from '../../connect/index.ts';
import { CommandError } from '../../errors/command-error.ts';

/** A connector that a file configures. */
export interface FileConnector {
  readonly file: string;
  readonly name: string;
  readonly config: Config;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const flat = z.record(z.string(), scalar);
/** What Kafka Connect's REST API takes, or its keys alone. */
const jsonConfig = z.union([z.strictObject({ name: z.string().optional(), config: flat }), flat]);

/**
 * The connectors of files as Kafka Connect's standalone worker takes them: Java properties, or with `.json` an object of keys, or
 * `{"name":…,"config":{…}}`. `name` is the connector's.
 *
 * @throws CommandError INPUT_UNREADABLE, USAGE: a file that is not of the form, without a name, or with one that another file has
 */
export function readConnectorFiles(files: readonly string[]): readonly FileConnector[] {
  const connectors = new Map<string, FileConnector>();
  for (const file of files) {
    const config = configOf(file, textOf(file));
    const { name } = config;
    if (name === undefined || name === '')
      throw new CommandError('USAGE', `${file}: has no key name; it is the name of the connector`);
    const other = connectors.get(name);
    if (other !== undefined)
      throw new CommandError('USAGE', `${file}: ${other.file} has a connector ${name} already`);
    connectors.set(name, { file, name, config });
  }
  return [...connectors.values()];
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandError('INPUT_UNREADABLE', `${file}: can't be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function configOf(file: string, text: string): Config {
  if (!file.endsWith('.json')) return Object.fromEntries(propertiesOf(text));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CommandError('USAGE', `${file}: is not JSON: ${(cause as Error).message}`, { cause });
  }
  const read = jsonConfig.safeParse(json).data;
  if (read === undefined)
    throw new CommandError('USAGE', `${file}: wants an object of keys and texts, or {"name":…,"config":{…}}`);
  if (typeof read.config !== 'object') return read as Config;
  const { name, config } = read;
  return typeof name === 'string' ? { ...config, name } : config;
}
