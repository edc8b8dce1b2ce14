import { FunctionError } from '../../functions/function-error.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import { fromJavaScript } from '../values/from-javascript.ts';
import { NOT_LATER } from './declared.ts';

/**
 * Calls code that somebody else wrote. Whatever it throws is a FunctionError: the expression's, for its record, never the
 * query's or the log's.
 */
export function callCode(name: string, code: (...args: never[]) => unknown, args: readonly never[]): unknown {
  let result: unknown;
  try {
    result = code(...args);
  } catch (error) {
    throw new FunctionError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isPromise(result)) {
    // nobody waits for it: when it fails the process is not to end
    result.then(undefined, () => undefined);
    throw new FunctionError(`${name} gave a promise. ${NOT_LATER}`);
  }
  return result;
}

/** Makes SQL's value of what code gave; what its type does not take is a FunctionError. */
export function checked(type: SqlType, path: string): (value: unknown) => SqlValue {
  const convert = fromJavaScript(type, path);
  return (value) => {
    try {
      return convert(value);
    } catch (error) {
      throw new FunctionError((error as Error).message);
    }
  };
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as PromiseLike<unknown>).then === 'function';
