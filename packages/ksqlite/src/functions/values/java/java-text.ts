import type { Big } from 'big.js';
import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { javaDouble } from './java-double.ts';

/** How Java's `toString` writes a value of a primitive type; undefined for types that have no such text. */
export function javaText(type: SqlType): ((value: SqlValue) => string) | undefined {
  switch (type.kind) {
    case 'STRING':
    case 'BOOLEAN':
    case 'INTEGER':
    case 'BIGINT':
      return String;
    case 'DOUBLE':
      return (value) => (value === null ? 'null' : javaDouble(value as number));
    case 'DECIMAL':
      return (value) => (value === null ? 'null' : (value as Big).toFixed(type.scale));
    default:
      return undefined;
  }
}
