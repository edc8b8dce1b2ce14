/**
 * How a value of a simple Avro type becomes one of a SQL type (`ConnectDataTranslator`): whole numbers widen, and all numbers, truth
 * values and texts are text where text is wanted.
 */
import type { Big } from 'big.js';
import { javaDouble } from '../../../functions/values/java/java-double.ts';
import { javaFloat } from '../../../functions/values/java/java-float.ts';
import type { DecimalType, SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { DeserializationError } from '../../codec.ts';
import { ensureFit, unsignedZero } from '../../text/decimal-fit.ts';
import type { AvroEnum, AvroType } from '../schema/avro-type.ts';
import { connectKind, decimalParameters, logicalOf } from '../schema/connect-kind.ts';
import { readDecimal } from './avro-decimal.ts';
import type { AvroInput } from './avro-input.ts';
import { checkTime } from './skip-value.ts';

export type Read = (input: AvroInput) => SqlValue;

/** `type` is simple, and its Connect type is one that the SQL type takes. `path` is for messages. */
export function scalarReader(type: AvroType, wanted: SqlType, path: string): Read {
  if (wanted.kind === 'STRING') return textReader(type);
  if (wanted.kind === 'DECIMAL') return decimalReader(type, wanted, path);
  if (wanted.kind === 'BYTES') return bytesReader(type, path);
  if (wanted.kind === 'TIME') return timeReader(type);
  if (wanted.kind === 'TIMESTAMP') return timestampReader(wholeReader(type));
  switch (type.kind) {
    case 'boolean':
      return (input) => input.boolean();
    case 'float':
      return (input) => input.float();
    case 'double':
      return (input) => input.double();
    default:
      return wholeReader(type);
  }
}

function wholeReader(type: AvroType): (input: AvroInput) => number | bigint {
  return type.kind === 'long' ? (input) => input.long() : intReader(type);
}

function intReader(type: AvroType): (input: AvroInput) => number {
  if (logicalOf(type) === 'Time') return (input) => checkTime(input.int());
  switch (connectKind(type)) {
    case 'int8':
      return (input) => (input.int() << 24) >> 24;
    case 'int16':
      return (input) => (input.int() << 16) >> 16;
    default:
      return (input) => input.int();
  }
}

/** ksqlDB reads any number as a TIME, and ends the query where it writes it (differs: avro-values). */
function timeReader(type: AvroType): Read {
  const read = intReader(type);
  return (input) => checkTime(read(input));
}

/** The nearest double (differs: far-times). */
function timestampReader(read: (input: AvroInput) => number | bigint): Read {
  return (input) => Number(read(input));
}

function textReader(type: AvroType): Read {
  switch (type.kind) {
    case 'enum':
      return enumReader(type);
    case 'string':
      return (input) => input.string();
    case 'boolean':
      return (input) => String(input.boolean());
    case 'float':
      return (input) => javaFloat(input.float());
    case 'double':
      return (input) => javaDouble(input.double());
    default: {
      const read = wholeReader(type);
      return (input) => String(read(input));
    }
  }
}

function enumReader({ symbols }: AvroEnum): Read {
  return (input) => symbols[input.index(symbols.length)] as string;
}

function bytesReader(type: AvroType, path: string): Read {
  const read = bufferReader(type);
  if (logicalOf(type) !== 'Decimal') return read;
  return () => {
    throw wrongObject('', 'java.math.BigDecimal', path);
  };
}

function bufferReader(type: AvroType): (input: AvroInput) => Buffer {
  return type.kind === 'fixed' ? (input) => input.fixed(type.size) : (input) => input.bytes();
}

function decimalReader(type: AvroType, wanted: DecimalType, path: string): Read {
  if (logicalOf(type) !== 'Decimal')
    return () => {
      throw wrongObject(' "org.apache.kafka.connect.data.Decimal"', 'java.nio.HeapByteBuffer', path);
    };
  const read = bufferReader(type);
  const { scale } = decimalParameters(type);
  return (input) => fitting(readDecimal(read(input), scale), wanted, path);
}

export const fitting = (value: Big, wanted: DecimalType, path: string): Big =>
  ensureFit(unsignedZero(value), wanted, path);

const wrongObject = (schema: string, given: string, path: string): DeserializationError =>
  new DeserializationError(
    `Invalid Java object for schema${schema} with type BYTES: class ${given} for field: "${path.slice(path.lastIndexOf('>') + 1)}"`,
  );
