/** Loaded when a statement first names one of them: see formats.ts. */
import { AVRO_FORMAT } from './avro/avro-format.ts';
import type { Format } from './codec.ts';
import { JSON_SR_FORMAT } from './json-schema/json-schema-format.ts';
import { PROTOBUF_FORMAT } from './protobuf/protobuf-format.ts';
import { PROTOBUF_NOSR_FORMAT } from './protobuf/protobuf-nosr-format.ts';

/** The formats of SCHEMA_FORMAT_NAMES. */
export const SCHEMA_FORMATS: ReadonlyMap<string, Format> = new Map(
  [JSON_SR_FORMAT, AVRO_FORMAT, PROTOBUF_FORMAT, PROTOBUF_NOSR_FORMAT].map((format) => [format.name, format]),
);
