/**
 * The defaults that a schema has, as the bytes that a value is written as: who wants the value reads them (`AvroData.defaultValueFromAvro`).
 */
import type { AvroField, AvroType } from '../schema/avro-type.ts';
import { flatUnion } from '../schema/connect-kind.ts';
import { AvroOutput } from './avro-output.ts';

/** Defaults come from outside, and may be within a recursive type. */
const DEEPEST = 100;

/** What Kafka Connect gives in place of null (`connect.default`); undefined: null, or no value of the type. */
export function connectDefault(type: AvroType): Buffer | undefined {
  const value = type.kind === 'union' ? undefined : type.annotations.connectDefault;
  return value === undefined || value === null ? undefined : defaultBytes(type, value);
}

/**
 * What is written for a field that no column fills, as ksqlDB does it: the field's default, or Connect's; null where it may be null
 * (the default of a union with null is lost on the way through Connect); undefined: the field needs a column.
 */
export function missingField({ type, default: value }: AvroField): Buffer | undefined {
  const flat = type.kind === 'union' ? flatUnion(type) : undefined;
  if (flat === undefined || flat.nullAt < 0) {
    return value === undefined ? connectDefault(type) : defaultBytes(type, value);
  }
  const bytes = connectDefault(flat.type);
  return bytes === undefined ? Buffer.of(2 * flat.nullAt) : Buffer.concat([Buffer.of(2 * flat.at), bytes]);
}

function defaultBytes(type: AvroType, value: unknown): Buffer | undefined {
  const output = new AvroOutput();
  return write(output, type, value, 0) ? output.written() : undefined;
}

/** False: it is not a value of the type. */
function write(output: AvroOutput, type: AvroType, value: unknown, depth: number): boolean {
  if (depth > DEEPEST) return false;
  switch (type.kind) {
    case 'null':
      return value === null;
    case 'union': {
      const [first] = type.branches;
      output.long(0);
      return first !== undefined && write(output, first, value, depth + 1);
    }
    case 'array':
      return (
        Array.isArray(value) &&
        writeItems(output, value, (item) => write(output, type.items, item, depth + 1))
      );
    case 'map':
      return (
        isObject(value) &&
        writeItems(output, Object.entries(value), ([key, item]) => {
          output.string(key);
          return write(output, type.values, item, depth + 1);
        })
      );
    case 'record':
      return (
        isObject(value) &&
        type.fields.every((field) => {
          const member = Object.hasOwn(value, field.name) ? value[field.name] : field.default;
          return write(output, field.type, member, depth + 1);
        })
      );
    default:
      return writeScalar(output, type, value);
  }
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function writeItems<T>(output: AvroOutput, items: readonly T[], writeItem: (item: T) => boolean): boolean {
  if (items.length > 0) output.long(items.length);
  const ok = items.every(writeItem);
  output.long(0);
  return ok;
}

type Scalar = Exclude<AvroType, { readonly kind: 'null' | 'union' | 'array' | 'map' | 'record' }>;

function writeScalar(output: AvroOutput, type: AvroType, value: unknown): boolean {
  const scalar = type as Scalar;
  if (typeof value === 'boolean') {
    output.byte(value ? 1 : 0);
    return scalar.kind === 'boolean';
  }
  return typeof value === 'number'
    ? writeNumber(output, scalar, value)
    : typeof value === 'string' && writeText(output, scalar, value);
}

function writeNumber(output: AvroOutput, { kind }: Scalar, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (kind === 'double') output.double(value);
  else if (kind === 'float') output.float(value);
  else if (kind === 'long') output.long(BigInt.asIntN(64, BigInt(Math.trunc(value))));
  else if (kind === 'int') output.long(value | 0);
  else return false;
  return true;
}

/** Bytes are a text with a char for each byte. */
function writeText(output: AvroOutput, type: Scalar, value: string): boolean {
  switch (type.kind) {
    case 'string':
      output.string(value);
      return true;
    case 'bytes':
      output.bytes(Buffer.from(value, 'latin1'));
      return true;
    case 'fixed':
      output.raw(Buffer.from(value, 'latin1'));
      return value.length === type.size;
    case 'enum':
      output.long(type.symbols.indexOf(value));
      return type.symbols.includes(value);
    default:
      return false;
  }
}
