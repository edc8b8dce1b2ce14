import { hasLongNumber } from '../../../formats/json/long-number.ts';
import type { DataValue } from '../../data.ts';

/**
 * JSON as data: a whole number that no double holds exactly is a bigint.
 *
 * @throws Error without the text: it may be long
 */
export function parseJson(text: string): DataValue {
  try {
    return hasLongNumber(text) ? parseExactly(text) : (JSON.parse(text) as DataValue);
  } catch (error) {
    throw new Error(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** In front of the digits of a long number, which are made a text: no JSON text has it unescaped. */
const MARK = '\u0000';
const STRING_OR_LONG = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

function parseExactly(text: string): DataValue {
  const marked = text.replace(STRING_OR_LONG, (token) =>
    token.startsWith('"') ? token : `"\\u0000${token}"`,
  );
  return JSON.parse(marked, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) && /^-?\d{16,}$/.test(value.slice(1))
      ? exact(value.slice(1))
      : value,
  ) as DataValue;
}

function exact(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
