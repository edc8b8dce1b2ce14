import { type JsonNode, JsonNumber } from '../json/json-node.ts';
import type { AvroSchema, Props } from './avro-schema.ts';

const ON_TYPE: Readonly<Record<string, readonly string[]>> = {
  date: ['int'],
  'time-millis': ['int'],
  'time-micros': ['long'],
  'timestamp-millis': ['long'],
  'timestamp-micros': ['long'],
  'local-timestamp-millis': ['long'],
  'local-timestamp-micros': ['long'],
  uuid: ['string'],
  decimal: ['bytes', 'fixed'],
  'big-decimal': ['bytes'],
};

/** The name of a schema's logical type, where Avro 1.11 knows it and it fits the type; undefined: Avro ignores it. */
export function logicalTypeOf(schema: AvroSchema & { readonly props: Props }): string | undefined {
  const name = schema.props.get('logicalType');
  if (typeof name !== 'string' || ON_TYPE[name]?.includes(schema.type) !== true) return undefined;
  if (name !== 'decimal') return name;
  const precision = wholeNumber(schema.props.get('precision'));
  const scale = schema.props.has('scale') ? wholeNumber(schema.props.get('scale')) : 0;
  if (precision === undefined || scale === undefined) return undefined;
  if (precision <= 0 || scale < 0 || scale > precision) return undefined;
  if (schema.type === 'fixed' && precision > digitsOf(schema.size)) return undefined;
  return name;
}

const wholeNumber = (node: JsonNode | undefined): number | undefined =>
  node instanceof JsonNumber && node.isWhole ? node.value : undefined;

/** How many digits the two's complement of so many bytes can hold. */
const digitsOf = (size: number): number => Math.floor(Math.log10(2) * (8 * size - 1));
