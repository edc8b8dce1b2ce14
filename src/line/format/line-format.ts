import { CommandError, type Env } from 'ksqlite/cli';

/** What the records of the line's topics can be in. The SQL is the same: `${format}` in ksql/ stands for the name. */
export const LINE_FORMATS = ['json', 'avro', 'protobuf', 'json_sr'] as const;
export type LineFormat = (typeof LINE_FORMATS)[number];

/** As in VALUE_FORMAT. */
export const sqlNameOf = (format: LineFormat): string => format.toUpperCase();

export interface GivenFormat {
  readonly format?: string;
}

/** For a parser's `option`. */
export const FORMAT_OPTION = [
  '--format <FORMAT>',
  'what the records are in: json, avro, protobuf, json_sr (default json, or LINE_FORMAT)',
] as const;

/**
 * The option, or else LINE_FORMAT, or else JSON.
 *
 * @throws CommandError USAGE
 */
export function formatOption({ format }: GivenFormat, env: Env): LineFormat {
  const [name, text] =
    format === undefined ? ['LINE_FORMAT', env.LINE_FORMAT || 'json'] : ['--format', format];
  const known = LINE_FORMATS.find((one) => one === text.toLowerCase());
  if (known !== undefined) return known;
  throw new CommandError('USAGE', `${name}: got ${JSON.stringify(text)}, wants ${LINE_FORMATS.join(', ')}`);
}
