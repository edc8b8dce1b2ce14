import type { ChooseTopics } from '../../../topics/chosen-topics.ts';
import {
  addCommonOptions,
  type CommonGiven,
  commonHelp,
  waitOption,
} from '../../support/options/common-options.ts';
import { newParser, parseGiven } from '../../support/options/parse-given.ts';
import type { Env, Output } from '../../support/run-main.ts';
import { addPlaceOptions, type GivenPlace, PLACE_ENVIRONMENT, type Place, placeOf } from '../place.ts';

export interface TopicsOptions {
  readonly place: Place;
  /** Those to show; empty: all that are not internal. */
  readonly names: readonly string[];
  /** Internal ones, too. */
  readonly all: boolean;
  readonly json: boolean;
  readonly waitMs: number;
}

type Given = CommonGiven & GivenPlace & { readonly all?: true };

/** @throws CommandError USAGE */
export function topicsOptions(argv: readonly string[], env: Env, choose: ChooseTopics): TopicsOptions {
  const { options, args } = parseGiven<Given>(parser(), argv);
  return {
    place: placeOf(options, env, choose),
    names: args,
    all: options.all === true,
    json: options.json === true,
    waitMs: waitOption(options),
  };
}

export const topicsHelp = (out: Output): string =>
  commonHelp(parser(), out, {
    environment: PLACE_ENVIRONMENT,
    examples: [
      ['ksqlite topics', 'of the database in the folder data, also while another process has it open'],
      ['ksqlite topics --bootstrap localhost:9092 --json | jq -r .name', 'the names of those on Kafka'],
    ],
    done: 'The list is written.',
    errors: ['TOPIC_UNKNOWN', 'DATA_DAMAGED', 'DISK'],
  });

function parser() {
  const parser = newParser(
    'ksqlite topics',
    'Lists topics: partitions, records that are kept, and the time of the newest. On Kafka the ends of transactions count as records.',
    '[options] [topic…]',
  ).argument('[topics...]', 'these alone');
  addPlaceOptions(parser).option('--all', 'internal topics, too: those whose names begin with "_"');
  addCommonOptions(parser, ['wait', 'json']);
  return parser;
}
