import { decimalOf, widestDecimal } from '../../functions/values/numbers/decimal-type.ts';
import { array, map, type SqlType, type StructType, sameType, struct } from '../../types/sql-type.ts';

/**
 * The type that holds both, when values of `from` pass for values of `to` without a CAST; undefined when they do
 * not (ksqlDB's DefaultSqlValueCoercer, strict). Numbers pass for wider ones; a STRING for a date, time, timestamp
 * or BYTES; ARRAYs, MAPs and STRUCTs by their parts, and a STRUCT may lack fields of the other.
 *
 * `lax` is for literals: they also pass between STRING and BOOLEAN or numbers, and a date, time or timestamp for a
 * STRING.
 */
export function coercible(from: SqlType, to: SqlType, lax: boolean): SqlType | undefined {
  if (sameType(from, to)) return to;
  if (isTextual(from, to, lax)) return to;
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') {
    const element = coercible(from.element, to.element, lax);
    return element && array(element);
  }
  if (from.kind === 'MAP' && to.kind === 'MAP') {
    const key = coercible(from.key, to.key, lax);
    const value = coercible(from.value, to.value, lax);
    return key && value && map(key, value);
  }
  if (from.kind === 'STRUCT' && to.kind === 'STRUCT') return coercibleStruct(from, to, lax);
  return widerNumber(from, to);
}

const NUMBERS = ['INTEGER', 'BIGINT', 'DECIMAL', 'DOUBLE'];

function widerNumber(from: SqlType, to: SqlType): SqlType | undefined {
  const narrow = NUMBERS.indexOf(from.kind);
  if (narrow < 0 || narrow > NUMBERS.indexOf(to.kind)) return undefined;
  return to.kind === 'DECIMAL' && decimalOf(from) !== undefined ? widestDecimal([from, to]) : to;
}

const READ_FROM_TEXT: ReadonlySet<string> = new Set(['DATE', 'TIME', 'TIMESTAMP', 'BYTES']);
const LITERALLY_TEXT: ReadonlySet<string> = new Set(['BOOLEAN', ...NUMBERS]);
const WRITTEN_AS_TEXT: ReadonlySet<string> = new Set([...LITERALLY_TEXT, 'DATE', 'TIME', 'TIMESTAMP']);

function isTextual(from: SqlType, to: SqlType, lax: boolean): boolean {
  if (from.kind === 'STRING') return READ_FROM_TEXT.has(to.kind) || (lax && LITERALLY_TEXT.has(to.kind));
  return lax && to.kind === 'STRING' && WRITTEN_AS_TEXT.has(from.kind);
}

/** All fields of both; those of the first come first. */
function coercibleStruct(from: StructType, to: StructType, lax: boolean): SqlType | undefined {
  const fields = from.fields.map((field) => {
    const other = to.fields.find(({ name }) => name === field.name);
    return {
      name: field.name,
      type: other === undefined ? field.type : coercible(field.type, other.type, lax),
    };
  });
  const added = to.fields.filter(({ name }) => !from.fields.some((field) => field.name === name));
  const known = fields.flatMap(({ name, type }) => (type === undefined ? [] : { name, type }));
  return known.length === fields.length ? struct([...known, ...added]) : undefined;
}
