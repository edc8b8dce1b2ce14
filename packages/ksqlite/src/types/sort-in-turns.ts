/**
 * Sorting what may be a million values, stable, in turns of the event loop: runs that are sorted by themselves, then merged by twos.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Values of one run: a turn sorts one. */
const RUN = 2_000;
/** Values that a turn merges. */
const MERGED_IN_ONE_GO = 20_000;

type Compare<T> = (a: T, b: T) => number;

/** The values in their order; equal ones stay as they were. Others have their turns meanwhile. */
export async function sortInTurns<T>(values: Iterable<T>, compare: Compare<T>): Promise<readonly T[]> {
  let runs: T[][] = [];
  let run: T[] = [];
  for (const value of values) {
    run.push(value);
    if (run.length < RUN) continue;
    runs.push(run.sort(compare));
    run = [];
    await nextTurn();
  }
  runs.push(run.sort(compare));
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      merged.push(await merge(runs[i] ?? [], runs[i + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(left: readonly T[], right: readonly T[], compare: Compare<T>): Promise<T[]> {
  const merged: T[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    const isLeft = j >= right.length || (i < left.length && compare(left[i] as T, right[j] as T) <= 0);
    merged.push((isLeft ? left[i++] : right[j++]) as T);
    if (merged.length % MERGED_IN_ONE_GO === 0) await nextTurn();
  }
  return merged;
}
