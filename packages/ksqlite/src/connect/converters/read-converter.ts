import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { flag } from '../config/flag.ts';
import { errorsOfIssues } from '../config/issues.ts';
import type { Converter } from './converter.ts';
import { jsonConverter } from './json/json-converter.ts';
import { sqlConverter } from './sql-converter.ts';
import { BYTE_CONVERTER, STRING_CONVERTER } from './text-converters.ts';

export type ConverterSide = 'key' | 'value';

const JSON_CONFIG = z
  .strictObject({
    'schemas.enable': flag.default(true),
    'schemas.cache.size': z.coerce.number().int().min(0).optional(),
    'decimal.format': z.enum(['BASE64']).default('BASE64'),
    'replace.null.with.default': flag.default(true),
  })
  .transform((config) =>
    jsonConverter({
      schemas: config['schemas.enable'],
      replaceNull: config['replace.null.with.default'],
    }),
  );

/** By the classes of Kafka Connect. */
const convertersOf = (side: ConverterSide): Readonly<Record<string, z.ZodType<Converter>>> => ({
  'org.apache.kafka.connect.json.JsonConverter': JSON_CONFIG,
  'org.apache.kafka.connect.storage.StringConverter': z
    .strictObject({ encoding: z.enum(['UTF-8', 'UTF8']).optional() })
    .transform(() => STRING_CONVERTER),
  'org.apache.kafka.connect.converters.ByteArrayConverter': z
    .strictObject({})
    .transform(() => BYTE_CONVERTER),
  'ksqlite.SqlConverter': z.strictObject({}).transform(() => sqlConverter(side)),
});

/** Of a converter that writes what a Schema Registry knows: the engine does that. */
const wayOut = (wanted: string): string =>
  /^io\.confluent\.connect\.(avro|protobuf|json)\./.test(wanted)
    ? "; for records with a schema in the registry use JsonConverter, and CREATE STREAM … WITH (VALUE_FORMAT='AVRO') AS SELECT … from that topic, or into the one that a sink reads"
    : '';

/** Where a connector names none: JSON without schemas. */
const DEFAULT_CONVERTER = jsonConverter({ schemas: false, replaceNull: true });

/** The converter that `key.converter` or `value.converter` says, with its own keys. */
export function readConverter(
  side: ConverterSide,
  config: Config,
): { readonly converter: Converter } | { readonly errors: readonly string[] } {
  const name = `${side}.converter`;
  const prefix = `${name}.`;
  const own = Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  );
  const wanted = config[name];
  if (wanted === undefined) {
    const keys = Object.keys(own);
    if (keys.length === 0) return { converter: DEFAULT_CONVERTER };
    return { errors: keys.map((key) => `${prefix}${key} - is of a converter, and there is no ${name}`) };
  }
  const converters = convertersOf(side);
  const schema = converters[wanted];
  if (schema === undefined)
    return {
      errors: [
        `${name} - there is no converter ${wanted} here; there are ${Object.keys(converters).join(', ')}${wayOut(wanted)}`,
      ],
    };
  const read = schema.safeParse(own);
  return read.success ? { converter: read.data } : { errors: errorsOfIssues(read.error.issues, prefix) };
}
