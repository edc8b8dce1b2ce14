import { Big } from 'big.js';
import { javaTrim } from '../../functions/values/java/java-trim.ts';
import { type Whole, wholeFromBigInt } from '../../functions/values/numbers/whole.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { fitted } from '../arithmetic/fitted-decimal.ts';
import { EvaluationError } from '../errors/evaluation-error.ts';
import { timeParser } from './time-values.ts';

/**
 * The cast from STRING; undefined where there is none. Blanks around the text do not count. A text that is not a value
 * of the type throws EvaluationError, but for BOOLEAN: there everything that is not true is FALSE.
 */
export function parseText(to: SqlType): ((value: SqlValue) => SqlValue) | undefined {
  const parse = parser(to);
  return parse && ((value) => parse(javaTrim(value as string)));
}

function parser(to: SqlType): ((text: string) => SqlValue) | undefined {
  switch (to.kind) {
    case 'BOOLEAN':
      return parseTrue;
    case 'INTEGER':
      return parseInteger;
    case 'BIGINT':
      return parseBigint;
    case 'DOUBLE':
      return parseDouble;
    case 'DECIMAL':
      return (text) => fitted(parseDecimal(text), to);
    case 'BYTES':
      return parseBase64;
    default:
      return timeParser(to);
  }
}

const isStartOf = (text: string, word: string): boolean => text !== '' && word.startsWith(text.toLowerCase());

/** `true`, `yes` and their beginnings, in any case. */
export const parseTrue = (text: string): boolean => isStartOf(text, 'true') || isStartOf(text, 'yes');

const parseFalse = (text: string): boolean => isStartOf(text, 'false') || isStartOf(text, 'no');

/** Whether a text is the word `true` or `false`; blanks around it do not count. */
export const isBoolean = (text: string): boolean => parseTrue(javaTrim(text)) || parseFalse(javaTrim(text));

/** As `parseTrue`, but what is neither true nor `false` or `no` throws EvaluationError. */
export function parseBoolean(text: string): boolean {
  if (!isBoolean(text)) throw notA('a BOOLEAN', text);
  return parseTrue(text);
}

const WHOLE = /^[+-]?\d+$/;

export function parseInteger(text: string): number {
  const value = WHOLE.test(text) ? Number(text) : Number.NaN;
  // Beyond 32 bits, `| 0` is another number.
  if ((value | 0) !== value) throw notA('an INTEGER', text);
  return value + 0;
}

export function parseBigint(text: string): Whole {
  if (WHOLE.test(text)) {
    const value = BigInt(text.replace('+', ''));
    if (BigInt.asIntN(64, value) === value) return wholeFromBigInt(value);
  }
  throw notA('a BIGINT', text);
}

const DOUBLE = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/;

/** Java reads a trailing d or f too; NaN and the infinities are refused, by name and by size. */
export function parseDouble(text: string): number {
  const value = DOUBLE.test(text) ? Number(text.replace(/[dDfF]$/, '')) : Number.NaN;
  if (!Number.isFinite(value)) throw notA('a DOUBLE', text);
  return value;
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export function parseDecimal(text: string): Big {
  if (!DECIMAL.test(text)) throw notA('a DECIMAL', text);
  return new Big(text.replace(/^\+/, ''));
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

export function parseBase64(text: string): Buffer {
  if (!BASE64.test(text)) throw notA('base64 for BYTES', text);
  return Buffer.from(text, 'base64');
}

const notA = (what: string, text: string): EvaluationError => new EvaluationError(`'${text}' is not ${what}`);
