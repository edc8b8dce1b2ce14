import { UnsupportedPatternError } from '../function-error.ts';
import type { Resolution } from './variant.ts';

/**
 * Compiles an argument that is a pattern while the statement is planned, if it is a constant. Throws
 * UnsupportedPatternError; a pattern that is wrong in Java too is taken, as ksqlDB takes it: each record fails then.
 */
export function checkPattern(
  { literals }: Resolution,
  argument: number,
  compile: (pattern: string) => unknown,
): void {
  const pattern = literals[argument];
  if (typeof pattern !== 'string') return;
  try {
    compile(pattern);
  } catch (error) {
    if (error instanceof UnsupportedPatternError) throw error;
  }
}
