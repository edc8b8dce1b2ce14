import { z } from 'zod';
import { CommandError } from '../../../errors/command-error.ts';
import type { ChooseTopics } from '../../../topics/chosen-topics.ts';
import {
  addCommonOptions,
  type CommonGiven,
  commonHelp,
  waitOption,
} from '../../support/options/common-options.ts';
import { newParser, parseGiven } from '../../support/options/parse-given.ts';
import { readValue, type Value } from '../../support/options/value.ts';
import type { Env, Output } from '../../support/run-main.ts';
import { addFormatOptions, formatOptions, type GivenFormats } from '../format-options.ts';
import { PARTITION } from '../partition-option.ts';
import { addPlaceOptions, type GivenPlace, PLACE_ENVIRONMENT, type Place, placeOf } from '../place.ts';
import type { FieldFormats } from '../records/field-format.ts';
import { type StartPoint, startPoint } from './start-point.ts';

export interface ConsumeOptions {
  readonly topic: string;
  readonly place: Place;
  readonly formats: FieldFormats;
  readonly from: StartPoint;
  readonly follow: boolean;
  /** Records at most; undefined: all. */
  readonly count: number | undefined;
  /** Records with this key alone. */
  readonly key: string | undefined;
  readonly partition: number | undefined;
  readonly waitMs: number;
}

type Given = CommonGiven &
  GivenPlace &
  GivenFormats & {
    readonly from?: string;
    readonly follow?: true;
    readonly count?: string;
    readonly key?: string;
    readonly partition?: string;
  };

/** @throws CommandError USAGE */
export function consumeOptions(argv: readonly string[], env: Env, choose: ChooseTopics): ConsumeOptions {
  const { options, args } = parseGiven<Given>(parser(), argv);
  const [topic = ''] = args;
  const follow = options.follow === true;
  const from = readValue('--from', startPoint, options.from) ?? { kind: 'earliest' as const };
  if (from.kind === 'latest' && !follow)
    throw new CommandError('USAGE', '--from latest: there is nothing behind the end yet; add --follow');
  return {
    topic,
    place: placeOf(options, env, choose),
    formats: formatOptions(options),
    from,
    follow,
    count: readValue('--count', COUNT, options.count),
    key: options.key,
    partition: readValue('--partition', PARTITION, options.partition),
    waitMs: waitOption(options),
  };
}

const COUNT: Value<number> = {
  schema: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
  wants: 'how many records at most',
};

export const consumeHelp = (out: Output): string =>
  commonHelp(parser(), out, {
    environment: PLACE_ENVIRONMENT,
    examples: [
      ['ksqlite consume readings --from -5', 'the last five records of each partition'],
      [
        'ksqlite consume readings --follow --key attic',
        'what is there of one key and what comes, until Ctrl-C',
      ],
      [
        'ksqlite consume readings --bootstrap localhost:9092 --from 15m | jq .value.celsius',
        'of the last quarter of an hour, on Kafka',
      ],
      [
        'ksqlite consume readings | ksqlite produce --data copy --create 4 readings',
        'a copy, in another folder',
      ],
    ],
    done: 'Everything is written.',
    errors: ['TOPIC_UNKNOWN', 'DATA_DAMAGED', 'DISK', 'SCHEMA_REGISTRY'],
  });

function parser() {
  const parser = newParser(
    'ksqlite consume',
    'Writes committed records of a topic as JSON lines {partition, offset, timestamp, key, value, headers}; ksqlite produce takes them. What is no text, or not of the format, is Base64: keyBase64, valueBase64.',
    '[options] <topic>',
  ).argument('<topic>', 'the topic');
  addPlaceOptions(parser)
    .option(
      '--from <WHERE>',
      'earliest (default), latest, an offset, -N (the last N), a time, or so long ago: 15m',
    )
    .option('--follow', 'continue with what comes, until Ctrl-C')
    .option('--count <N>', 'end after so many records')
    .option('--key <KEY>', 'records with this key alone')
    .option('--partition <N>', 'records of this partition alone');
  addFormatOptions(parser);
  addCommonOptions(parser, ['wait']);
  return parser;
}
