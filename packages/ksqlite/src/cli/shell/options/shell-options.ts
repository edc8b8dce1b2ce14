import { z } from 'zod';
import { type Credentials, credentialsFrom } from '../../../client/http/credentials.ts';
import { CommandError } from '../../../errors/command-error.ts';
import { definition } from '../../support/options/definition.ts';
import { readValue, type Value } from '../../support/options/value.ts';
import { OUTPUT_FORMATS, type OutputFormat } from '../output/output.ts';
import { type Given, givenOptions, type Work } from './given-options.ts';

export interface ShellOptions {
  readonly url: string;
  readonly credentials: Credentials | undefined;
  /** Empty: what is typed, or comes from stdin. */
  readonly work: readonly Work[];
  readonly output: OutputFormat;
  readonly variables: ReadonlyMap<string, string>;
  readonly queryTimeoutMs: number | undefined;
  readonly waitMs: number | undefined;
}

/**
 * The command line and the environment, checked.
 *
 * @throws CommandError USAGE; KSQLDB_URL for credentials that are incomplete
 */
export function shellOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ShellOptions {
  const { options, url } = givenOptions(argv);
  return {
    url: url ?? (env.KSQLDB_URL || 'http://127.0.0.1:8088'),
    credentials: credentialsFrom(env),
    work: options.work,
    output: outputOption(options),
    variables: new Map((options.define ?? []).map(definition)),
    queryTimeoutMs: readValue('--query-timeout', MILLISECONDS, options.queryTimeout),
    waitMs: readValue('--wait', MILLISECONDS, options.wait),
  };
}

/** `--json` is the older way to say it. */
function outputOption({ json, output }: Pick<Given, 'json' | 'output'>): OutputFormat {
  const format = readValue('--output', FORMAT, output);
  if (json === true && format !== undefined && format !== 'json')
    throw new CommandError('USAGE', `--json: is --output json; leave one of them out`);
  return format ?? (json === true ? 'json' : 'table');
}

const FORMAT: Value<OutputFormat> = { schema: z.enum(OUTPUT_FORMATS), wants: 'table, json or csv' };

const MILLISECONDS: Value<number> = {
  schema: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  wants: 'a number of milliseconds',
};
