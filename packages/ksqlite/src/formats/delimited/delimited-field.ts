import type { Big } from 'big.js';
import { javaDouble } from '../../functions/values/java/java-double.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { DeserializationError } from '../codec.ts';
import { parseBase64 } from '../text/base64.ts';
import { ensureFit, parseDecimal } from '../text/decimal-fit.ts';
import { decimalText } from '../text/decimal-text.ts';
import { parseDouble, parseInteger, parseLong } from '../text/java-number.ts';
import { timeLong } from '../text/time-long.ts';
import { wellFormed } from '../text/well-formed.ts';

/** Text of a field, never empty: an empty field is null. */
type Parse = (text: string) => SqlValue;

const DAY_MS = 24 * 60 * 60 * 1000;

/** `KsqlDelimitedDeserializer.PARSERS`. Undefined for the types it has none for. */
export function fieldParser(type: SqlType, column: string): Parse | undefined {
  switch (type.kind) {
    case 'BOOLEAN':
      // `Boolean.parseBoolean`: whatever is not true is false.
      return (text) => text.toLowerCase() === 'true';
    case 'INTEGER':
    case 'DATE':
      return orFail(parseInteger, type.kind, column);
    case 'BIGINT':
      return orFail(parseLong, type.kind, column);
    case 'TIME':
      return orFail((text) => within(parseLong(text), 0, DAY_MS), type.kind, column);
    case 'TIMESTAMP':
      return orFail(parseTime, type.kind, column);
    case 'DOUBLE':
      return orFail(parseDouble, type.kind, column);
    case 'BYTES':
      return orFail(parseBase64, type.kind, column);
    case 'DECIMAL': {
      const parse = orFail(parseDecimal, type.kind, column);
      return (text) => ensureFit(parse(text) as Big, type, column);
    }
    case 'STRING':
      return (text) => text;
    default:
      return undefined;
  }
}

/** `KsqlDelimitedSerializer.FieldIterator`; other types as they print. */
export function fieldText(type: SqlType, value: SqlValue): string | null {
  if (value === null) return null;
  if (type.kind === 'DECIMAL') return decimalText(value as Big, type.scale);
  if (type.kind === 'BYTES') return (value as Buffer).toString('base64');
  if (type.kind === 'STRING') return wellFormed(value as string);
  if (type.kind === 'TIMESTAMP') return String(timeLong(value as number));
  return type.kind === 'DOUBLE' ? javaDouble(value as number) : String(value);
}

function orFail(parse: (text: string) => SqlValue | undefined, kind: string, column: string): Parse {
  return (text) => {
    const value = parse(text);
    if (value === undefined) throw new DeserializationError(`Not a value of type ${kind}, column: ${column}`);
    return value;
  };
}

/** The nearest double (differs: far-times). */
function parseTime(text: string): number | undefined {
  const ms = parseLong(text);
  return typeof ms === 'bigint' ? Number(ms) : ms;
}

const within = (value: number | bigint | undefined, least: number, most: number): number | undefined =>
  typeof value === 'number' && value >= least && value <= most ? value : undefined;
