import { inHashOrder } from '../../functions/values/java/hash-map.ts';
import type { SqlType, StructType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';

type Convert = (value: SqlValue) => SqlValue;
/** How the parts of a value are converted; undefined where they cannot be. */
export type PartConversion = (from: SqlType, to: SqlType) => Convert | undefined;

/**
 * The conversion of an ARRAY, MAP or STRUCT part by part; undefined where a part has none. Fields of a STRUCT go by
 * name: those that only the source has are left out, those that only the target has are NULL.
 */
export function castNested(from: SqlType, to: SqlType, part: PartConversion): Convert | undefined {
  if (from.kind === 'ARRAY' && to.kind === 'ARRAY') {
    const element = part(from.element, to.element);
    return element && ((value) => (value as readonly SqlValue[]).map(element));
  }
  if (from.kind === 'MAP' && to.kind === 'MAP') {
    const key = part(from.key, to.key);
    const item = part(from.value, to.value);
    return (
      key &&
      item &&
      ((value) => {
        const entries = [...(value as ReadonlyMap<string, SqlValue>)];
        const cast = new Map(entries.map(([k, v]) => [key(k) as string, item(v)]));
        return inHashOrder(cast, entries.length);
      })
    );
  }
  return from.kind === 'STRUCT' && to.kind === 'STRUCT' ? castStruct(from, to, part) : undefined;
}

function castStruct(from: StructType, to: StructType, part: PartConversion): Convert | undefined {
  const fields: { readonly index: number; readonly convert: Convert }[] = [];
  for (const target of to.fields) {
    const index = from.fields.findIndex(({ name }) => name === target.name);
    const source = from.fields[index];
    const convert = source === undefined ? () => null : part(source.type, target.type);
    if (convert === undefined) return undefined;
    fields.push({ index, convert });
  }
  return (value) => {
    const values = value as readonly SqlValue[];
    return fields.map(({ index, convert }) => convert(values[index] ?? null));
  };
}
