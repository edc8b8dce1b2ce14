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
import type { LineKind } from '../records/line-record.ts';

/** How lines become records. */
export interface SendOptions {
  readonly topic: string;
  readonly formats: FieldFormats;
  readonly lines: LineKind;
  /** Of lines without one. */
  readonly key: string | undefined;
  /** `line`: the one that the line names, else by the key; `key`: by the key, whatever the line says. */
  readonly partition: 'line' | 'key' | number;
  /** Whether a line that can't be sent ends it. */
  readonly strict: boolean;
}

export interface ProduceOptions extends SendOptions {
  /** `-`: stdin */
  readonly files: readonly string[];
  readonly place: Place;
  /** Partitions of the topic, where it has to be made; undefined: it must be there. */
  readonly create: number | undefined;
  readonly json: boolean;
  readonly waitMs: number;
}

type Given = CommonGiven &
  GivenPlace &
  GivenFormats & {
    readonly create?: string;
    readonly key?: string;
    readonly partition?: string;
    readonly repartition?: true;
    readonly lines?: string;
    readonly strict?: true;
  };

/** @throws CommandError USAGE */
export function produceOptions(argv: readonly string[], env: Env, choose: ChooseTopics): ProduceOptions {
  const { options, args } = parseGiven<Given>(parser(), argv);
  const [topic = '', ...files] = args;
  const partition = readValue('--partition', PARTITION, options.partition);
  if (partition !== undefined && options.repartition)
    throw new CommandError('USAGE', '--repartition: goes by the key; leave --partition out');
  return {
    topic,
    files: files.length === 0 ? ['-'] : files,
    place: placeOf(options, env, choose),
    formats: formatOptions(options),
    lines: readValue('--lines', LINES, options.lines) ?? 'auto',
    key: options.key,
    partition: partition ?? (options.repartition ? 'key' : 'line'),
    strict: options.strict === true,
    create: readValue('--create', PARTITIONS, options.create),
    json: options.json === true,
    waitMs: waitOption(options),
  };
}

const LINES: Value<LineKind> = {
  schema: z.enum(['auto', 'record', 'value']),
  wants: 'auto, record or value',
};

const PARTITIONS: Value<number> = {
  schema: z
    .string()
    .regex(/^[1-9]\d{0,3}$/)
    .transform(Number),
  wants: 'how many partitions the topic gets, from 1 to 9999',
};

export const produceHelp = (out: Output): string =>
  commonHelp(parser(), out, {
    environment: PLACE_ENVIRONMENT,
    examples: [
      [`echo '{"key":"attic","value":{"celsius":31}}' | ksqlite produce readings`, 'one record, from a pipe'],
      ['ksqlite produce readings monday.jsonl tuesday.jsonl', 'the lines of files'],
      ['ksqlite produce readings --key attic', 'values that are typed, of one key; Ctrl-D ends it'],
      [
        'ksqlite consume old --bootstrap a:9092 | ksqlite produce new --bootstrap b:9092 --repartition',
        'from one Kafka to another that has other partitions',
      ],
    ],
    done: 'Every line was sent, and is durable.',
    errors: ['INPUT_UNREADABLE', 'DATA_IN_USE', 'TOPIC_UNKNOWN', 'DATA_DAMAGED', 'DISK', 'SCHEMA_REGISTRY'],
  });

function parser() {
  const parser = newParser(
    'ksqlite produce',
    'Sends lines to a topic: records {"key", "value", "timestamp", "partition", "headers"}, of which only the value must be there, as ksqlite consume writes them, or else values alone. A line that can’t be sent is told of and left out; the exit code is then 3.',
    '[options] <topic> [FILE…]',
  )
    .argument('<topic>', 'the topic')
    .argument('[files...]', 'JSON lines; -, or none: stdin');
  addPlaceOptions(parser)
    .option('--create <PARTITIONS>', 'make the topic, where there is none')
    .option('--key <KEY>', 'the key of lines that have none')
    .option('--partition <N>', 'where all of it goes (default: where the line says, else by the key)')
    .option('--repartition', 'by the key, whatever partition the lines say')
    .option(
      '--lines <KIND>',
      'record: each must be one; value: none is one (default auto: what it looks like)',
    )
    .option('--strict', 'end at the first line that can’t be sent');
  addFormatOptions(parser);
  addCommonOptions(parser, ['wait', 'json']);
  return parser;
}
