import { type Json, NumberText } from '../../formats/json/json-tree.ts';
import { parseExactly } from '../../formats/json/reading/exact-json.ts';
import { openCursor } from '../../sql/parser/cursor/cursor.ts';
import { parseType } from '../../sql/parser/definitions/types.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { Row } from '../rest-client.ts';

/** A number may hold more digits than a double keeps. */
const LONG_NUMBER = /\d{16}/;

/**
 * Gives a reader of the rows of these column types. A row is a JSON array; what no number can hold comes as bigint
 * (integers) or as the digits (DECIMAL). Throws SyntaxError for a text that is not a JSON array.
 */
export function rowReader(columnTypes: readonly string[]): (line: string) => Row {
  const decimals = columnTypes.some((type) => type.includes('DECIMAL'));
  let types: readonly (SqlType | undefined)[] | undefined;
  return (line) => {
    const row: unknown = JSON.parse(line);
    if (!Array.isArray(row)) throw new SyntaxError('a row is an array');
    if (!decimals && !LONG_NUMBER.test(line)) return row;
    types ??= columnTypes.map(typeOf);
    const exact = parseExactly(line) as readonly Json[];
    return exact.map((cell, at) => cellOf(cell, types?.[at]));
  };
}

/** undefined for a type that is not known here: its numbers become what they can. */
function typeOf(text: string): SqlType | undefined {
  try {
    return parseType(openCursor(text, undefined));
  } catch {
    return undefined;
  }
}

function cellOf(cell: Json, type: SqlType | undefined): unknown {
  if (cell instanceof NumberText) return numberOf(cell.text, type);
  if (cell instanceof Map)
    return Object.fromEntries(
      [...(cell as ReadonlyMap<string, Json>)].map(([name, value]) => [
        name,
        cellOf(value, memberType(name, type)),
      ]),
    );
  if (Array.isArray(cell))
    return cell.map((item: Json) => cellOf(item, type?.kind === 'ARRAY' ? type.element : undefined));
  return cell;
}

function memberType(name: string, type: SqlType | undefined): SqlType | undefined {
  if (type?.kind === 'MAP') return type.value;
  return type?.kind === 'STRUCT' ? type.fields.find((field) => field.name === name)?.type : undefined;
}

function numberOf(digits: string, type: SqlType | undefined): number | bigint | string {
  if (type?.kind === 'DECIMAL') return digits;
  const value = Number(digits);
  const whole = /^-?\d+$/.test(digits);
  return whole && !Number.isSafeInteger(value) && type?.kind !== 'DOUBLE' ? BigInt(digits) : value;
}
