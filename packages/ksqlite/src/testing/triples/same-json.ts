/**
 * Whether a value that came is the one that a file expects.
 *
 * Source of the rule: ExpectedRecordComparator of ksqlDB's functional tests: fields in any order, their names in capitals or as they are
 * expected; numbers are compared with their digits (1.0 is not 1.00), those of binary formats to the sixth decimal place; an integer that
 * came is compared with the integer part of what is expected.
 */
import { entriesOf, isObject, type Json, NumberText } from '../../formats/json/json-tree.ts';

/** @param isExact numbers are compared digit by digit */
export function sameJson(actual: Json | undefined, expected: Json, isExact = true): boolean {
  if (expected === null) return actual === null || actual === undefined;
  if (expected instanceof NumberText)
    return actual instanceof NumberText && sameNumber(actual.text, expected.text, isExact);
  if (actual === null || actual === undefined) return false;
  if (typeof expected === 'string') {
    if (!(actual instanceof NumberText)) return actual === expected;
    return !isInteger(actual.text) && sameDecimal(decimalOf(actual.text), decimalOf(expected));
  }
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, i) => sameJson(actual[i], item, isExact))
    );
  if (!isObject(expected)) return actual === expected;
  if (!isObject(actual)) return false;
  const fields = new Map(entriesOf(actual));
  const wanted = [...entriesOf(expected)];
  return (
    fields.size === wanted.length &&
    wanted.every(([name, value]) => sameJson(fieldOf(fields, name), value, isExact))
  );
}

/** A field by its name, or by its name in capitals. */
export const fieldOf = (fields: ReadonlyMap<string, Json>, name: string): Json | undefined =>
  fields.get(name) ?? fields.get(name.toUpperCase());

const isInteger = (text: string): boolean => /^-?\d+$/.test(text);

/** Doubles of binary formats may differ by less. */
const TOLERANCE = 0.000_001;

function sameNumber(actual: string, expected: string, isExact: boolean): boolean {
  if (isInteger(actual))
    return BigInt(actual) === (isInteger(expected) ? BigInt(expected) : BigInt(Math.trunc(Number(expected))));
  if (!isExact) return Math.abs(Number(actual) - Number(expected)) < TOLERANCE;
  // a DOUBLE in other digits: 1e21 and 1.0E21
  if (/[eE]/.test(actual + expected)) return Number(actual) === Number(expected);
  const [one, other] = [decimalOf(actual), decimalOf(expected)];
  return !isInteger(expected) && sameDecimal(one, other);
}

/** As java.math.BigDecimal has it. */
interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

function decimalOf(text: string): Decimal | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '' && fraction === '') return undefined;
  return {
    unscaled: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`),
    scale: fraction.length,
  };
}

const sameDecimal = (one: Decimal | undefined, other: Decimal | undefined): boolean =>
  one !== undefined && other !== undefined && one.unscaled === other.unscaled && one.scale === other.scale;
