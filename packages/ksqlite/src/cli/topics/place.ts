import type { Command as Parser } from 'commander';
import { CommandError } from '../../errors/command-error.ts';
import type { ChooseTopics, ChosenTopics } from '../../topics/chosen-topics.ts';
import { readValue, VALUES } from '../support/options/value.ts';
import type { Env } from '../support/run-main.ts';

/** Where topics are: in a data folder, or on Kafka. */
export type Place =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'kafka'; readonly connect: Extract<ChosenTopics, { runtime: 'kafka' }>['connect'] };

/** The options that say so, as texts. */
export interface GivenPlace {
  readonly data?: string;
  readonly bootstrap?: string;
}

const DEFAULT_FOLDER = 'data';

/**
 * `--data` and `--bootstrap`; without them KAFKA_BOOTSTRAP, and without that the folder data.
 *
 * @throws CommandError USAGE
 */
export function placeOf(given: GivenPlace, env: Env, choose: ChooseTopics): Place {
  const { bootstrap } = given;
  const folder = readValue('--data', VALUES.path, given.data);
  if (folder !== undefined) {
    if (bootstrap !== undefined)
      throw new CommandError(
        'USAGE',
        '--bootstrap: topics are in a data folder or on Kafka: leave it or --data out',
      );
    return { kind: 'folder', folder };
  }
  const chosen = choose(bootstrap === undefined ? env : { ...env, KAFKA_BOOTSTRAP: bootstrap });
  if (chosen.runtime === 'embedded') return { kind: 'folder', folder: DEFAULT_FOLDER };
  return { kind: 'kafka', connect: chosen.connect };
}

export const addPlaceOptions = (parser: Parser): Parser =>
  parser
    .option('--data <DIR>', `the data folder (default ${DEFAULT_FOLDER}, where no broker is named)`)
    .option('--bootstrap <HOST:PORT>', 'the brokers, with commas between them (default: KAFKA_BOOTSTRAP)');

/** A part of what `--help` prints. */
export const PLACE_ENVIRONMENT = `                                (not set: the data folder is used)
  SCHEMA_REGISTRY_URL           schemas of AVRO, PROTOBUF and JSON_SR; a data folder has them itself
`;
