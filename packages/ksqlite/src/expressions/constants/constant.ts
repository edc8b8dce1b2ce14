import { streamRecord } from '../../runtime/stream-record.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Compiled } from '../compiled.ts';

/** An expression of one value. A value that is there can never fail, hence `failsAsNull`. */
export const constant = (type: SqlType | undefined, value: SqlValue): Compiled => ({
  type,
  evaluate: () => value,
  constant: value,
  failsAsNull: value !== null,
});

export const isConstant = (compiled: Compiled): compiled is Compiled & { readonly constant: SqlValue } =>
  compiled.constant !== undefined;

/** What constants are computed of. */
export const NO_RECORD = streamRecord(0, 0, 0, [], false);

/** What an expression of constants comes to; one that fails stays as it is and fails for every record. */
export function folded(compiled: Compiled): Compiled {
  try {
    const value = compiled.evaluate(NO_RECORD);
    return value === null && compiled.failsAsNull === true ? compiled : constant(compiled.type, value);
  } catch {
    return compiled;
  }
}

/** The value of an expression of constants. Throws what it fails with. */
export const valueOfConstant = ({ evaluate }: Compiled): SqlValue => evaluate(NO_RECORD);
