import type { Evaluate } from '../../../src/expressions/compiled.ts';
import type { StreamRecord } from '../../../src/runtime/stream-record.ts';

const numberOf = (record: StreamRecord): number => Number(record.row.at(-1));

/** Of the last column: true, false, NULL, or it fails, by turns. */
export const CONDITION: Evaluate = (record) => {
  switch (numberOf(record) % 4) {
    case 0:
      return true;
    case 1:
      return false;
    case 2:
      return null;
    default:
      throw new Error('it has no value');
  }
};

/** Whether a number passes. */
export const passes = (number: number): boolean => number % 4 === 0;
/** Whether the condition fails on it. */
export const fails = (number: number): boolean => number % 4 === 3;
