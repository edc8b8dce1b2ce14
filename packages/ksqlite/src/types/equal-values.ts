import type { Big } from 'big.js';
import type { SqlType } from './sql-type.ts';
import type { SqlValue } from './sql-value.ts';

type Equal = (a: SqlValue, b: SqlValue) => boolean;

/**
 * Whether two values of a type are the same value, in the sense of the JVM's `equals`: NULL equals NULL, NaN equals
 * NaN, and 0 is not -0. (SQL's `=` is another thing: there NULL equals nothing.)
 */
export function equalValues(type: SqlType): Equal {
  if (type.kind === 'DOUBLE') return Object.is;
  const equal = ofPresent(type);
  return (a, b) => a === b || (a !== null && b !== null && equal(a, b));
}

function ofPresent(type: SqlType): Equal {
  switch (type.kind) {
    case 'DECIMAL':
      return (a, b) => (a as Big).eq(b as Big);
    case 'BYTES':
      return (a, b) => (a as Buffer).equals(b as Buffer);
    case 'ARRAY': {
      const element = equalValues(type.element);
      return (a, b) => equalItems(a as readonly SqlValue[], b as readonly SqlValue[], () => element);
    }
    case 'STRUCT': {
      const fields = type.fields.map((field) => equalValues(field.type));
      return (a, b) => equalItems(a as readonly SqlValue[], b as readonly SqlValue[], (i) => fields[i]);
    }
    case 'MAP':
      return equalMaps(equalValues(type.value));
    default:
      return (a, b) => a === b;
  }
}

function equalItems(
  a: readonly SqlValue[],
  b: readonly SqlValue[],
  equalAt: (index: number) => Equal | undefined,
): boolean {
  return a.length === b.length && a.every((item, i) => equalAt(i)?.(item, b[i] ?? null) ?? false);
}

function equalMaps(equal: Equal): Equal {
  return (left, right) => {
    const a = left as ReadonlyMap<string, SqlValue>;
    const b = right as ReadonlyMap<string, SqlValue>;
    if (a.size !== b.size) return false;
    for (const [key, value] of a) {
      const other = b.get(key);
      if (other === undefined || !equal(value, other)) return false;
    }
    return true;
  };
}
