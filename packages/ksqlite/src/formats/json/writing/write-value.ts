import type { Big } from 'big.js';
import { javaDouble } from '../../../functions/values/java/java-double.ts';
import type { SqlType, StructType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { decimalJson } from '../../text/decimal-text.ts';
import { timeLong } from '../../text/time-long.ts';
import { survivalInJson } from '../json-survival.ts';
import { isPlain, quote } from './quote.ts';
import { knownText, textKeeper } from './struct-text.ts';

export type Write = (value: SqlValue) => string;

export interface FieldWriter {
  readonly name: string;
  readonly write: Write;
}

/** How to write a value of the type as ksqlDB does through Connect's JsonConverter. The type is walked once, here. */
export function writer(type: SqlType): Write {
  switch (type.kind) {
    case 'STRING':
      return (value) => (value === null ? 'null' : quote(value as string));
    case 'DOUBLE':
      return (value) => (value === null ? 'null' : doubleText(value as number));
    case 'DECIMAL':
      return (value) => (value === null ? 'null' : decimalJson(value as Big, type.scale));
    case 'BYTES':
      return (value) => (value === null ? 'null' : `"${(value as Buffer).toString('base64')}"`);
    case 'TIMESTAMP':
      return (value) => `${value === null ? null : timeLong(value as number)}`;
    case 'ARRAY':
      return arrayWriter(writer(type.element));
    case 'MAP':
      return mapWriter(writer(type.value));
    case 'STRUCT':
      return keptText(type, structWriter(type));
    default:
      // null, true, whole numbers and bigints: their text is their JSON.
      return (value) => `${value as null | boolean | number | bigint}`;
  }
}

/** Of a struct in a struct no text is kept, it is part of the outer one's; one that is known is used. */
function structWriter(type: StructType): (row: readonly SqlValue[], first: number) => string {
  return fieldsWriter(
    type.fields.map(({ name, type }) => {
      if (type.kind !== 'STRUCT') return { name, write: writer(type) };
      const write = structWriter(type);
      const known = knownText(type);
      return {
        name,
        write: (value) => {
          if (value === null) return 'null';
          const struct = value as readonly SqlValue[];
          return known(struct) ?? write(struct, 0);
        },
      };
    }),
  );
}

/** A struct that is read back as it is keeps its text: see `struct-text.ts`. */
function keptText(type: StructType, write: (row: readonly SqlValue[], first: number) => string): Write {
  const known = knownText(type);
  const keep = textKeeper(type);
  const survives = survivalInJson(type);
  return (value) => {
    if (value === null) return 'null';
    const struct = value as readonly SqlValue[];
    const kept = known(struct);
    if (kept !== undefined) return kept;
    const text = write(struct, 0);
    // V8 flattens the rope here, once, instead of in every text that it becomes part of
    text.charCodeAt(0);
    if (survives === undefined || survives(struct)) keep(struct, text);
    return text;
  };
}

/** An object of the fields in order, nulls included; `row[first]` is the first field's. */
export function fieldsWriter(
  fields: readonly FieldWriter[],
): (row: readonly SqlValue[], first: number) => string {
  const writes = fields.map((field) => field.write);
  const prefixes = fields.map(({ name }, i) => fieldPrefix(name, i));
  const textPrefixes = prefixes.map((prefix) => `${prefix}"`);
  if (writes.length === 0) return () => '{}';
  // Appending piece by piece makes a rope that V8 flattens faster than a tree of joined pairs.
  return (row, first) => {
    let text = '';
    for (let i = 0; i < writes.length; i++) {
      const value = row[first + i] as SqlValue;
      if (typeof value === 'string' && isPlain(value)) {
        text += textPrefixes[i];
        text += value;
        text += '"';
      } else {
        text += prefixes[i];
        text += (writes[i] as Write)(value);
      }
    }
    return `${text}}`;
  };
}

/** What stands before an object's value of that index. */
export const fieldPrefix = (name: string, index: number): string =>
  `${index === 0 ? '{' : ','}${quote(name)}:`;

/** Jackson writes `Double.toString`; NaN and the infinities as text (`QUOTE_NON_NUMERIC_NUMBERS`). */
const doubleText = (value: number): string => (Number.isFinite(value) ? javaDouble(value) : `"${value}"`);

function arrayWriter(write: Write): Write {
  return (value) => {
    if (value === null) return 'null';
    let text = '';
    for (const item of value as readonly SqlValue[]) text += (text === '' ? '[' : ',') + write(item);
    return text === '' ? '[]' : `${text}]`;
  };
}

function mapWriter(write: Write): Write {
  return (value) => {
    if (value === null) return 'null';
    let text = '';
    for (const [key, item] of value as ReadonlyMap<string, SqlValue>) {
      text += `${text === '' ? '{' : ','}${quote(key)}:${write(item)}`;
    }
    return text === '' ? '{}' : `${text}}`;
  };
}
