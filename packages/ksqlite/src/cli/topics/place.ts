import type { Command as Parser } from 'commander';
import { z } from 'zod';
import { CommandError } from '../../errors/command-error.ts';
import type { ChooseTopics, ChosenTopics } from '../../topics/chosen-topics.ts';
import { readValue, VALUES, type Value } from '../support/options/value.ts';
import type { Env } from '../support/run-main.ts';

/** Where topics are: in a data folder, in a server that runs, or on Kafka. */
export type Place =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'kafka'; readonly connect: Extract<ChosenTopics, { runtime: 'kafka' }>['connect'] };

/** The options that say so, as texts. */
export interface GivenPlace {
  readonly data?: string;
  readonly server?: string;
  readonly bootstrap?: string;
}

const DEFAULT_FOLDER = 'data';

/**
 * `--data`, `--server` and `--bootstrap`; without them KAFKA_BOOTSTRAP, and without that the folder data.
 *
 * @throws CommandError USAGE
 */
export function placeOf(given: GivenPlace, env: Env, choose: ChooseTopics): Place {
  const { data, server, bootstrap } = given;
  const [, second] = Object.entries({ data, server, bootstrap }).filter(([, value]) => value !== undefined);
  if (second !== undefined)
    throw new CommandError(
      'USAGE',
      `--${second[0]}: topics are in one place: name a data folder, a server or brokers`,
    );
  const folder = readValue('--data', VALUES.path, data);
  if (folder !== undefined) return { kind: 'folder', folder };
  const url = readValue('--server', SERVER, server);
  if (url !== undefined) return { kind: 'server', url };
  const chosen = choose(bootstrap === undefined ? env : { ...env, KAFKA_BOOTSTRAP: bootstrap });
  if (chosen.runtime === 'embedded') return { kind: 'folder', folder: DEFAULT_FOLDER };
  return { kind: 'kafka', connect: chosen.connect };
}

const SERVER: Value<string> = {
  schema: z.string().regex(/^https?:\/\/./),
  wants: 'the address of a server, such as http://127.0.0.1:8088',
};

export const addPlaceOptions = (parser: Parser): Parser =>
  parser
    .option('--data <DIR>', `the data folder (default ${DEFAULT_FOLDER}, where no broker is named)`)
    .option('--server <URL>', 'a ksqlite dev, run or server that runs, such as http://127.0.0.1:8088')
    .option('--bootstrap <HOST:PORT>', 'the brokers, with commas between them (default: KAFKA_BOOTSTRAP)');

/** A part of what `--help` prints. */
export const PLACE_ENVIRONMENT = `                                (not set: the data folder is used)
  SCHEMA_REGISTRY_URL           schemas of AVRO, PROTOBUF and JSON_SR; a data folder has them itself
  KSQLDB_TOKEN                  what the server of --server wants to know, if anything
`;
