/**
 * The formats by name. Those with schemas are a third of the engine's code, and most databases never name one: they are loaded by
 * the first statement that does. What must stay true: `format` is asked for one of them behind `loadSchemaFormats` alone.
 */
import { LazyModule } from '../lazy-module.ts';
import type { Format } from './codec.ts';
import { DELIMITED_FORMAT } from './delimited/delimited-format.ts';
import { JSON_FORMAT } from './json/json-format.ts';
import { KAFKA_FORMAT } from './kafka/kafka-format.ts';
import { NONE_FORMAT } from './none/none-format.ts';

const FORMATS: ReadonlyMap<string, Format> = new Map(
  [JSON_FORMAT, KAFKA_FORMAT, DELIMITED_FORMAT, NONE_FORMAT].map((format) => [format.name, format]),
);

const SCHEMA_FORMAT_NAMES: readonly string[] = ['JSON_SR', 'AVRO', 'PROTOBUF', 'PROTOBUF_NOSR'];

const schemaFormats = new LazyModule(async () => (await import('./schema-formats.ts')).SCHEMA_FORMATS);

/** undefined: the formats with schemas are there. Else they are when this resolves. */
export const loadSchemaFormats = (): Promise<void> | undefined => schemaFormats.load();

/** For those who can't wait, and import them. */
export const useSchemaFormats = (formats: ReadonlyMap<string, Format>): void => schemaFormats.use(formats);

/** Whether the format of this name, in any case, is one of those that are loaded when they are named. */
export const namesSchemaFormat = (name: unknown): boolean =>
  typeof name === 'string' && SCHEMA_FORMAT_NAMES.includes(name.toUpperCase());

/** Those that there are, JSON first. */
export const formatNames = (): readonly string[] => [...FORMATS.keys(), ...SCHEMA_FORMAT_NAMES];

/** The format of this name, in any case. */
export function format(name: string): Format | undefined {
  const known = FORMATS.get(name.toUpperCase());
  if (known !== undefined || !namesSchemaFormat(name)) return known;
  return schemaFormats.loaded.get(name.toUpperCase());
}
