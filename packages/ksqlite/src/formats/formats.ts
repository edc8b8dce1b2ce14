import { AVRO_FORMAT } from './avro/avro-format.ts';
import type { Format } from './codec.ts';
import { DELIMITED_FORMAT } from './delimited/delimited-format.ts';
import { JSON_FORMAT } from './json/json-format.ts';
import { JSON_SR_FORMAT } from './json-schema/json-schema-format.ts';
import { KAFKA_FORMAT } from './kafka/kafka-format.ts';
import { NONE_FORMAT } from './none/none-format.ts';

const FORMATS: ReadonlyMap<string, Format> = new Map(
  [JSON_FORMAT, KAFKA_FORMAT, DELIMITED_FORMAT, NONE_FORMAT, JSON_SR_FORMAT, AVRO_FORMAT].map((format) => [
    format.name,
    format,
  ]),
);

/** Those that there are, JSON first. */
export const formatNames = (): readonly string[] => [...FORMATS.keys()];

/** The format of this name, in any case. */
export const format = (name: string): Format | undefined => FORMATS.get(name.toUpperCase());
