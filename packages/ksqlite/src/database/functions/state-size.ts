import { checkItems, checkLength } from '../../functions/values/limits.ts';
import type { SqlValue } from '../../types/sql-value.ts';

/** Refuses a state that is larger than any value may be, all that is in it counted. Throws FunctionError. */
export function checkSize(state: SqlValue): void {
  const counted = { items: 0, characters: 0 };
  count(state, counted);
  checkItems(counted.items);
  checkLength(counted.characters);
}

function count(value: SqlValue, counted: { items: number; characters: number }): void {
  if (typeof value === 'string' || Buffer.isBuffer(value)) counted.characters += value.length;
  else if (Array.isArray(value)) {
    counted.items += value.length;
    for (const item of value as readonly SqlValue[]) count(item, counted);
  } else if (value instanceof Map) {
    counted.items += value.size;
    for (const [key, item] of value as ReadonlyMap<string, SqlValue>) {
      counted.characters += key.length;
      count(item, counted);
    }
  }
}
