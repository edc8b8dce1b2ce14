import { FunctionError } from '../../functions/function-error.ts';
import { checkItems, checkLength } from '../../functions/values/limits.ts';
import type { SqlType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { Evaluate } from '../compiled.ts';

/**
 * Calls of lambdas and elements made in them that evaluating one expression may take: some tens of milliseconds. Lambdas are
 * the only loops of SQL, and they nest.
 */
const MOST_STEPS = 2_000_000;
/** A text made in a lambda counts as one step for so many characters. */
const CHARACTERS_A_STEP = 16;

/** What lambdas of one expression may still do for the record at hand. */
export class LambdaBudget {
  #left = MOST_STEPS;

  /** Another record. */
  reset(): void {
    this.#left = MOST_STEPS;
  }

  /** Throws FunctionError when it is used up. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new FunctionError(`Lambdas take more than ${MOST_STEPS} steps for one record`);
  }
}

/**
 * A call whose result is refused when it is too large.
 *
 * @param budget of the lambda that the call is in; undefined: it is in none
 */
export function limited(evaluate: Evaluate, type: SqlType, budget: LambdaBudget | undefined): Evaluate {
  const check = CHECKS[type.kind];
  if (check === undefined) return evaluate;
  if (budget === undefined)
    return (record) => {
      const value = evaluate(record);
      if (value !== null) check(value);
      return value;
    };
  return (record) => {
    const value = evaluate(record);
    if (value !== null) budget.spend(check(value));
    return value;
  };
}

/** Each throws FunctionError, and gives the steps that making the value took, about. */
const CHECKS: Partial<Record<SqlType['kind'], (value: SqlValue) => number>> = {
  STRING: (value) => stepsOf((value as string).length),
  BYTES: (value) => stepsOf((value as Buffer).length),
  ARRAY: (value) => {
    const { length } = value as readonly SqlValue[];
    checkItems(length);
    return length;
  },
  MAP: (value) => {
    const { size } = value as ReadonlyMap<string, SqlValue>;
    checkItems(size);
    return size;
  },
};

function stepsOf(length: number): number {
  checkLength(length);
  return Math.ceil(length / CHARACTERS_A_STEP);
}
