import { Big } from 'big.js';
import type { DecimalType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { DeserializationError } from '../../codec.ts';
import { parseBase64 } from '../../text/base64.ts';
import { ensureFit, parseDecimal, unsignedZero } from '../../text/decimal-fit.ts';
import { parseDouble, parseInteger, parseLong } from '../../text/java-number.ts';
import { type Json, kindOf, NEEDS_EXACT, NumberText } from '../json-tree.ts';
import { wholeOfText } from './number-text.ts';

export type Read = (value: Json) => SqlValue;

/** Messages never hold the value itself: ksqlDB keeps data out of its processing log. */
export const cantConvert = (value: Json, type: string, path: string): DeserializationError =>
  new DeserializationError(
    `Can't convert type. sourceType: ${kindOf(value)}, requiredType: ${type}, path: ${path}`,
  );

const cantCoerce = (type: string, path: string): DeserializationError =>
  new DeserializationError(`Can't coerce string to type. targetType: ${type}, path: ${path}`);

/** `JsonSerdeUtils.toBoolean`: no text, no number. */
export const readBoolean =
  (path: string): Read =>
  (value) => {
    if (typeof value === 'boolean' || value === null) return value;
    throw cantConvert(value, 'BOOLEAN', path);
  };

/** `JsonSerdeUtils.toInteger`: the fraction is cut off, what leaves 32 bits wraps around; text must be whole. */
export const readInteger =
  (path: string): Read =>
  (value) => {
    if (typeof value === 'number') {
      if (Number.isSafeInteger(Math.trunc(value))) return value | 0;
      throw NEEDS_EXACT;
    }
    if (value === null) return null;
    if (value instanceof NumberText) return Number(BigInt.asIntN(32, BigInt(wholeOfText(value.text))));
    if (typeof value !== 'string') throw cantConvert(value, 'INTEGER', path);
    const parsed = parseInteger(value);
    if (parsed === undefined) throw cantCoerce('INTEGER', path);
    return parsed;
  };

/** `JsonSerdeUtils.toLong`: the fraction is cut off, what leaves 64 bits wraps around; text must be whole. */
export const readWhole =
  (type: string, path: string) =>
  (value: Json): number | bigint | null => {
    if (typeof value === 'number') {
      // `+ 0` turns -0 into 0.
      const cut = Math.trunc(value) + 0;
      if (Number.isSafeInteger(cut)) return cut;
      throw NEEDS_EXACT;
    }
    if (value === null) return null;
    if (value instanceof NumberText) return wholeOfText(value.text);
    if (typeof value !== 'string') throw cantConvert(value, type, path);
    const parsed = parseLong(value);
    if (parsed === undefined) throw cantCoerce(type, path);
    return parsed;
  };

/** `JsonSerdeUtils.toDate` and `toTime`: whole numbers, which must be safe here. */
export const readMoment = (type: string, path: string, most: number, least: number): Read => {
  const read = readWhole(type, path);
  return (value) => {
    const moment = read(value);
    if (moment === null) return null;
    if (typeof moment === 'number' && moment >= least && moment <= most) return moment;
    throw new DeserializationError(`${type} out of range, path: ${path}`);
  };
};

/** `JsonSerdeUtils.toTimestamp`: any whole number of 64 bits, as the nearest double (differs: far-times). */
export const readTimestamp = (path: string): Read => {
  const read = readWhole('TIMESTAMP', path);
  return (value) => {
    const ms = read(value);
    return typeof ms === 'bigint' ? Number(ms) : ms;
  };
};

/** `JsonSerdeUtils.toDouble`. Jackson reads numbers as BigDecimal, which has no -0. */
export const readDouble =
  (path: string): Read =>
  (value) => {
    if (typeof value === 'number') return value + 0;
    if (value === null) return null;
    if (value instanceof NumberText) return Number(value.text) + 0;
    if (typeof value !== 'string') throw cantConvert(value, 'DOUBLE', path);
    const parsed = parseDouble(value);
    if (parsed === undefined) throw cantCoerce('DOUBLE', path);
    return parsed;
  };

/** `KsqlJsonDeserializer.enforceValidBytes` for DECIMAL: from a number or from text, never rounded. */
export const readDecimal =
  (type: DecimalType, path: string): Read =>
  (value) => {
    if (value === null) return null;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw NEEDS_EXACT;
      return ensureFit(unsignedZero(new Big(value)), type, path);
    }
    const text = value instanceof NumberText ? value.text : value;
    if (typeof text !== 'string') throw cantConvert(value, `DECIMAL(${type.precision}, ${type.scale})`, path);
    const parsed = parseDecimal(text);
    if (parsed === undefined) throw cantCoerce('DECIMAL', path);
    return ensureFit(parsed, type, path);
  };

/** `KsqlJsonDeserializer.enforceValidBytes` for BYTES: Base64. */
export const readBytes =
  (path: string): Read =>
  (value) => {
    if (value === null) return null;
    if (typeof value !== 'string') throw cantConvert(value, 'BYTES', path);
    const bytes = parseBase64(value);
    if (bytes === undefined) {
      throw new DeserializationError(`Value is not a valid Base64 encoded string, path: ${path}`);
    }
    return bytes;
  };
