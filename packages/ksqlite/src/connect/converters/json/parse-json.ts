import { entriesOf, type Json, NumberText } from '../../../formats/json/json-tree.ts';
import { hasLongNumber } from '../../../formats/json/long-number.ts';
import { parseExactly } from '../../../formats/json/reading/exact-json.ts';
import type { DataValue } from '../../data.ts';

/**
 * JSON as data: a whole number that no double holds exactly is a bigint.
 *
 * @throws Error without the text: it may be long
 */
export function parseJson(text: string): DataValue {
  try {
    const parsed = JSON.parse(text) as DataValue;
    return hasLongNumber(text) ? dataIn(parseExactly(text)) : parsed;
  } catch (error) {
    throw new Error(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function dataIn(json: Json): DataValue {
  if (json === null || typeof json !== 'object') return json;
  if (json instanceof NumberText) return numberIn(json.text);
  if (isList(json)) return json.map(dataIn);
  return Object.fromEntries([...entriesOf(json)].map(([name, value]) => [name, dataIn(value)]));
}

function numberIn(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) || !/^-?\d+$/.test(text) ? number : BigInt(text);
}

const isList = (json: object): json is readonly Json[] => Array.isArray(json);
