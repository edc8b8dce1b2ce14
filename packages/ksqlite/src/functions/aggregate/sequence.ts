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

/**
 * Ever higher numbers. ksqlDB counts from 0 at every start and so takes what came before a restart for later; here a run starts
 * above every number that an earlier one gave (differs: sequence-over-restarts).
 */
export function sequence(context: FunctionContext | undefined): () => number {
  let next = context?.sequenceStart?.() ?? 0;
  return () => next++;
}

/** Earlier versions started at the wall clock, 1,024 numbers a ms: until the year 2109 those are below this. */
const ABOVE_THE_CLOCKS = 2 ** 52;
/** Every number comes with a state that is written, of some bytes; this is for those whose state was not. */
const PER_BYTE = 16;

/**
 * Where a run's numbers start. It goes by the log and not by the clock, which may be set back: bytes of state that were ever
 * written only become more.
 */
export const sequenceStartAt = (stateBytes: number): number => ABOVE_THE_CLOCKS + stateBytes * PER_BYTE;

export const bySequence = (a: SqlValue, b: SqlValue): number => (a as Sequenced)[0] - (b as Sequenced)[0];
