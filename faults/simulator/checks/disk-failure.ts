import { inspect } from 'node:util';

const REFUSALS: readonly unknown[] = ['ENOSPC', 'EIO'];

/** A process may fail of what its disk refused, and of nothing else: what it failed of is a violation then. */
export const failureViolations = (failure: unknown): string[] =>
  isDiskFailure(failure) ? [] : [`the process failed of something else than its disk: ${inspect(failure)}`];

function isDiskFailure(failure: unknown): boolean {
  if (!(failure instanceof Error)) return false;
  return REFUSALS.includes((failure as NodeJS.ErrnoException).code) || isDiskFailure(failure.cause);
}
