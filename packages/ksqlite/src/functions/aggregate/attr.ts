import { equalValues } from '../../types/equal-values.ts';
import { array, INTEGER, struct } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import { listChanges } from '../values/list-changes.ts';

type Entry = readonly [value: SqlValue, count: number];
type Entries = readonly Entry[];

/** ksqlDB's Attr: the one value there is, NULL where there are several. NULL is a value of its own here. */
export const attr: AggregateFunction = {
  name: 'ATTR',
  description: 'The value of a column that has only one; NULL where it has several.',
  signatures: ['ATTR(col ANY)'],
  bind: (args) => {
    const type = args[0]?.type;
    if (args.length !== 1 || type === undefined) return undefined;
    const equal = equalValues(type);
    const count = (entries: Entries, value: SqlValue, change: number): Entries => {
      const at = entries.findIndex(([known]) => equal(known, value));
      const found = entries[at];
      if (found === undefined) return change > 0 ? [...entries, [value, change]] : entries;
      return entries.with(at, [value, Math.max(0, found[1] + change)]);
    };
    const entry = struct([
      { name: 'VALUE', type },
      { name: 'COUNT', type: INTEGER },
    ]);
    return {
      stateType: array(entry),
      returns: type,
      initial: [],
      add: (state, [value = null]) => count(state as unknown as Entries, value, 1),
      merge: (a, b) =>
        (b as unknown as Entries).reduce((all, [value, n]) => count(all, value, n), a as unknown as Entries),
      undo: (state, [value = null]) => count(state as unknown as Entries, value, -1),
      result: (state) => {
        const present = (state as unknown as Entries).filter(([, n]) => n > 0);
        return present.length === 1 ? (present[0]?.[0] ?? null) : null;
      },
      changes: listChanges(entry),
    };
  },
};
