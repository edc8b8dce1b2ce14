import { z } from 'zod';
import { type Credentials, credentialsFrom } from '../../../client/http/credentials.ts';
import { definition } from '../../support/options/definition.ts';
import { readValue, type Value } from '../../support/options/value.ts';
import { givenOptions, type Work } from './given-options.ts';

export interface ShellOptions {
  readonly url: string;
  readonly credentials: Credentials | undefined;
  /** Empty: what is typed, or comes from stdin. */
  readonly work: readonly Work[];
  readonly json: boolean;
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
    json: options.json === true,
    variables: new Map((options.define ?? []).map(definition)),
    queryTimeoutMs: readValue('--query-timeout', MILLISECONDS, options.queryTimeout),
    waitMs: readValue('--wait', MILLISECONDS, options.wait),
  };
}

const MILLISECONDS: Value<number> = {
  schema: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
  wants: 'a number of milliseconds',
};
