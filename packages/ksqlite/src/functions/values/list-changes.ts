import { array, INTEGER, type SqlType, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { StateChanges } from '../state-changes.ts';

type Values = readonly SqlValue[];
/** At this place so many values go, and these come instead. */
type Splice = readonly [at: number, removed: number, values: Values];

/** A shorter list is written whole. */
const SHORT = 8;

/**
 * Changes of a list that `add`, `undo` and the like make: a piece of it is replaced, or one value goes and another one
 * comes elsewhere. Values that stayed are the very same ones.
 *
 * @param element type of a value
 */
export function listChanges(element: SqlType): StateChanges {
  const splice = struct([
    { name: 'AT', type: INTEGER },
    { name: 'REMOVED', type: INTEGER },
    { name: 'VALUES', type: array(element) },
  ]);
  return {
    type: array(splice),
    between: (before, after) => {
      const splices = splicesOf(before as Values, after as Values);
      return splices as unknown as SqlValue | undefined;
    },
    apply: (before, change) => {
      const values = before as SqlValue[];
      for (const [at, removed, added] of change as unknown as readonly Splice[]) {
        if (at === values.length) for (const value of added) values.push(value);
        else values.splice(at, removed, ...added);
      }
      return values;
    },
  };
}

/** Found once: it is asked for each value of a long list. */
const { is } = Object;
const isSame = (a: SqlValue | undefined, b: SqlValue | undefined): boolean =>
  (a === b && a !== 0) || is(a, b);

function splicesOf(before: Values, after: Values): readonly Splice[] | undefined {
  if (before.length < SHORT) return undefined;
  const least = Math.min(before.length, after.length);
  let from = 0;
  while (from < least && isSame(before[from], after[from])) from++;
  let same = 0;
  while (same < least - from && isSame(before[before.length - 1 - same], after[after.length - 1 - same]))
    same++;
  const removed = before.length - same - from;
  const added = after.length - same - from;
  if (removed === added && removed > 1) {
    const last = from + removed - 1;
    // one value goes and the others move up: the last one is new
    if (isMoved(after, before, from, last))
      return [
        [from, 1, []],
        [last, 0, [after[last] as SqlValue]],
      ];
    // one value comes and the others move down: the last one goes
    if (isMoved(before, after, from, last))
      return [
        [last, 1, []],
        [from, 0, [after[from] as SqlValue]],
      ];
  }
  if (added > after.length / 2) return undefined;
  return [[from, removed, after.slice(from, from + added)]];
}

/** Whether each value of the one list up to a place stands in the other one a place further on. */
function isMoved(values: Values, further: Values, from: number, last: number): boolean {
  for (let i = from; i < last; i++) if (!isSame(values[i], further[i + 1])) return false;
  return true;
}
