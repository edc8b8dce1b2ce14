import type { SqlType, StructType } from '../../types/sql-type.ts';
import { BIGINT, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { FunctionContext } from '../scalar-function.ts';

/** A value with the number of its coming, which decides which of two merged sessions saw it first. */
export type Sequenced = readonly [sequence: number, value: SqlValue];

export const sequencedType = (type: SqlType): StructType =>
  struct([
    { name: 'SEQ', type: BIGINT },
    { name: 'VAL', type },
  ]);

/** Numbers a ms has room for: 1,024 values a ms keep the sequence behind the clock, and it stays a safe integer. */
const PER_MILLI = 1024;

/**
 * Ever higher numbers. ksqlDB counts from 0 at every start and so takes what came before a restart for later; with a
 * clock we start where no earlier run has been.
 */
export function sequence(context: FunctionContext | undefined): () => number {
  let next = context === undefined ? 0 : context.now() * PER_MILLI;
  return () => next++;
}

export const bySequence = (a: SqlValue, b: SqlValue): number => (a as Sequenced)[0] - (b as Sequenced)[0];
