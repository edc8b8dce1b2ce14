/** One reader a type of schema. Loaded when a registry first reads one: see parse-schema.ts. */
import { parsedAvro } from './avro/parsed-avro.ts';
import { parsedJsonSchema } from './json-schema/parsed-json-schema.ts';
import { parsedProtobuf } from './protobuf/parsed-protobuf.ts';

export const SCHEMA_PARSERS = {
  AVRO: parsedAvro,
  JSON: parsedJsonSchema,
  PROTOBUF: parsedProtobuf,
} as const;
