import type { Big } from 'big.js';
import { dateText, timestampText, timeText } from '../../functions/values/time/time-text.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Value } from './value.ts';

type ToJavaScript = (value: SqlValue) => Value;

/**
 * What values of this type become for callers; undefined: they are given as they are. See `Value`.
 *
 * @param isCopied arrays and bytes are copies, for callers that may write to them
 */
export function toJavaScript(type: SqlType, isCopied = false): ToJavaScript | undefined {
  switch (type.kind) {
    case 'BYTES':
      return isCopied ? present((value) => Buffer.from(value as Buffer)) : undefined;
    case 'DECIMAL':
      return present((value) => (value as Big).toFixed(type.scale));
    case 'TIMESTAMP':
      return present((value) => timestampText(value as number));
    case 'DATE':
      return present((value) => dateText(value as number));
    case 'TIME':
      return present((value) => timeText(value as number));
    case 'ARRAY': {
      const element = toJavaScript(type.element, isCopied);
      if (element === undefined && !isCopied) return undefined;
      return present((value) => (value as readonly SqlValue[]).map(element ?? asItIs));
    }
    case 'MAP': {
      const entry = toJavaScript(type.value, isCopied) ?? asItIs;
      // defines its properties: the key `__proto__` is a key like others
      return present((value) =>
        Object.fromEntries(
          [...(value as ReadonlyMap<string, SqlValue>)].map(([key, item]) => [key, entry(item)]),
        ),
      );
    }
    case 'STRUCT': {
      const fields = type.fields.map(({ name, type: of }) => ({
        name,
        convert: toJavaScript(of, isCopied) ?? asItIs,
      }));
      return present((value) => {
        const values = value as readonly SqlValue[];
        return Object.fromEntries(fields.map(({ name, convert }, i) => [name, convert(values[i] ?? null)]));
      });
    }
    default:
      return undefined;
  }
}

/** What rows of these types become; a row that needs no change is given as it is. */
export function rowToJavaScript(types: readonly SqlType[]): (row: readonly SqlValue[]) => readonly Value[] {
  const converts = types.map((type) => toJavaScript(type));
  if (converts.every((convert) => convert === undefined)) return (row) => row as readonly Value[];
  return (row) => converts.map((convert, i) => (convert ?? asItIs)(row[i] ?? null));
}

/** Makes objects of rows by these names; of two columns of one name the later one is seen. */
export function rowToObject(names: readonly string[]): (row: readonly Value[]) => Record<string, Value> {
  return (row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null]));
}

const asItIs: ToJavaScript = (value) => value as Value;

const present =
  (convert: ToJavaScript): ToJavaScript =>
  (value) =>
    value === null ? null : convert(value);
