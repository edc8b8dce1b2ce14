import type { SqlValue } from '../../../types/sql-value.ts';
import { entriesOf, isObject, type Json, type JsonObject } from '../json-tree.ts';
import { sourcesOf } from './field-names.ts';
import { cantConvert, type Read } from './read-scalar.ts';

export interface FieldReader {
  readonly name: string;
  readonly read: Read;
}

/** A spelling that names no field. */
const NONE = -1;
/** A spelling that names one field exactly and another one after upper-casing. */
const SEVERAL = -2;
/** Records come from outside: their spellings must not fill the memory. */
const MOST_SPELLINGS = 1000;

/**
 * Reads an object's fields into a positional array: a column of a row, or a field of a STRUCT each. As in
 * `KsqlJsonDeserializer.enforceFieldTypesForStruct`, a field is looked up by its exact name first, then among the
 * upper-cased names, of which the last counts. Absent fields are null, others are ignored.
 */
export function fieldsReader(
  fields: readonly FieldReader[],
  type: string,
  path: string,
): (value: Json) => SqlValue[] {
  const names = fields.map((field) => field.name);
  const reads = fields.map((field) => field.read);
  const indexes = new Map(fields.map((field, index) => [field.name, index]));
  const spellings = new Map<string, number>();

  const learn = (spelling: string): number => {
    const exact = indexes.get(spelling);
    const loose = indexes.get(spelling.toUpperCase());
    const index =
      exact === undefined || loose === undefined || exact === loose ? (exact ?? loose ?? NONE) : SEVERAL;
    if (spellings.size < MOST_SPELLINGS) spellings.set(spelling, index);
    return index;
  };

  /** By the book, for objects in which two names compete for a field. */
  const readSlowly = (object: JsonObject): SqlValue[] => {
    const values = new Map(entriesOf(object));
    return sourcesOf(names, values.keys()).map((source, index) => {
      const value = source === undefined ? undefined : values.get(source);
      return (reads[index] as Read)(value ?? null);
    });
  };

  return (value) => {
    if (!isObject(value)) throw cantConvert(value, type, path);
    if (value instanceof Map) return readSlowly(value);
    const object = value as { readonly [name: string]: Json };
    // First the values as they are found, then as they must be: a value that loses to another must not be read.
    const found: (Json | undefined)[] = new Array(reads.length).fill(undefined);
    for (const name in object) {
      const index = spellings.get(name) ?? learn(name);
      if (index === NONE) continue;
      if (index === SEVERAL || found[index] !== undefined) return readSlowly(object);
      found[index] = object[name];
    }
    return reads.map((read, index) => read(found[index] ?? null));
  };
}
