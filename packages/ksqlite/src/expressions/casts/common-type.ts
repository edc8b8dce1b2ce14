import type { SqlType } from '../../types/sql-type.ts';
import { coercible } from './coercible.ts';

/**
 * The type that all types pass for without a CAST; undefined when there is none, and when there are no types. NULL
 * literals (undefined) do not count.
 */
export function commonType(types: readonly (SqlType | undefined)[]): SqlType | undefined {
  const [first, ...rest] = types.filter((type) => type !== undefined);
  return rest.reduce<SqlType | undefined>(
    (common, type) => common && commonOfTwo(type, common, false),
    first,
  );
}

/** The type that both pass for; `lax` for literals, see `coercible`. */
export const commonOfTwo = (a: SqlType, b: SqlType, lax: boolean): SqlType | undefined =>
  coercible(a, b, lax) ?? coercible(b, a, lax);
