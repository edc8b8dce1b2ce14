import { AVRO_FORMAT } from './avro/avro-format.ts';
import type { Format } from './codec.ts';
import { DELIMITED_FORMAT } from './delimited/delimited-format.ts';
import { JSON_FORMAT } from './json/json-format.ts';
import { JSON_SR_FORMAT } from './json-schema/json-schema-format.ts';
import { KAFKA_FORMAT } from './kafka/kafka-format.ts';
import { NONE_FORMAT } from './none/none-format.ts';
import { PROTOBUF_FORMAT } from './protobuf/protobuf-format.ts';
import { PROTOBUF_NOSR_FORMAT } from './protobuf/protobuf-nosr-format.ts';

const ALL: readonly Format[] = [
  JSON_FORMAT,
  KAFKA_FORMAT,
  DELIMITED_FORMAT,
  NONE_FORMAT,
  JSON_SR_FORMAT,
  AVRO_FORMAT,
  PROTOBUF_FORMAT,
  PROTOBUF_NOSR_FORMAT,
];

const FORMATS: ReadonlyMap<string, Format> = new Map(ALL.map((format) => [format.name, format]));

/** Those that there are, JSON first. */
export const formatNames = (): readonly string[] => [...FORMATS.keys()];

/** The format of this name, in any case. */
export const format = (name: string): Format | undefined => FORMATS.get(name.toUpperCase());
