import { equalValues } from '../../types/equal-values.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { type ValueKey, valueKey } from './value-key.ts';

type Values = readonly SqlValue[];

/** A shorter list is looked through. */
const SHORT = 32;

/**
 * Puts a value behind a list of distinct ones; gives the same list where it has it. A long list has an index of its values, which
 * goes to the list that is made of it: the next value is looked up, and not compared with all.
 */
export function distinctValues(type: SqlType): (values: Values, value: SqlValue) => Values {
  const equal = equalValues(type);
  const keyOf = valueKey(type);
  const indexes = new WeakMap<Values, Set<ValueKey>>();
  return (values, value) => {
    if (values.length < SHORT)
      return values.some((other) => equal(other, value)) ? values : [...values, value];
    const index = indexes.get(values) ?? new Set(values.map(keyOf));
    const key = keyOf(value);
    if (index.has(key)) {
      indexes.set(values, index);
      return values;
    }
    const longer = [...values, value];
    index.add(key);
    indexes.delete(values);
    indexes.set(longer, index);
    return longer;
  };
}
