import { BIGINT, map, STRING } from '../../types/sql-type.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import type { StateChanges } from '../state-changes.ts';
import { bucketsOf, inBuckets } from '../values/java/hash-map.ts';

type Counts = ReadonlyMap<string, number>;

/**
 * The buckets of those that a change is just made of: they were not read from the state's JSON. With `result` the change ends, and
 * what comes next is.
 */
const tables = new WeakMap<Counts, number>();

const LIMIT = 1000;
/** of `new HashMap()` */
const NEW_BUCKETS = 16;
const TYPE = map(STRING, BIGINT);

/**
 * A map has room for a text when it knows it already or is not full. Its order is a HashMap's (`HashMap.merge`): it was read from the
 * state's JSON, so it has the buckets for what was in it, and a new text goes in front of its bucket.
 */
function plus(counts: Counts, text: string, change: number): Counts {
  const buckets = tables.get(counts);
  if (buckets !== undefined) return merged(counts, text, change, buckets);
  const known = counts.get(text);
  const { size } = counts;
  if (known === undefined) {
    if (size >= LIMIT) return counts;
    return inBuckets(new Map([[text, change], ...counts]), bucketsOf(size));
  }
  const changed = new Map(counts).set(text, known + change);
  // only where the table has grown by the last text is the order another one
  return bucketsOf(size) === bucketsOf(size - 1) ? changed : inBuckets(changed, bucketsOf(size));
}

/** The same in a table of so many buckets. It grows when the next text comes after it is full. */
function merged(counts: Counts, text: string, change: number, buckets: number): Counts {
  const known = counts.get(text);
  if (known === undefined && counts.size >= LIMIT) return counts;
  const grown = counts.size > buckets * 0.75 ? buckets * 2 : buckets;
  const changed =
    known === undefined ? new Map([[text, change], ...counts]) : new Map(counts).set(text, known + change);
  const ordered = inBuckets(changed, grown);
  tables.set(ordered, grown);
  return ordered;
}

/** A session's counts as they are read, in a new table. */
const reopened = (counts: Counts): Counts => mergedInto(emptyTable(), counts);

function mergedInto(counts: Counts, others: Counts): Counts {
  let sum = counts;
  for (const [text, times] of inBuckets(others, bucketsOf(others.size))) sum = plus(sum, text, times);
  return sum;
}

function emptyTable(): Counts {
  const counts: Counts = new Map();
  tables.set(counts, NEW_BUCKETS);
  return counts;
}

/** Fewer texts are written whole. */
const SHORT = 8;

/** A change is the text whose count is another one, with its count; 0: it is gone. */
const CHANGES: StateChanges = {
  type: TYPE,
  between: (before, after) => {
    const from = before as Counts;
    const to = after as Counts;
    if (from.size < SHORT || to.size < from.size - 1) return undefined;
    const changed = new Map<string, number>();
    for (const [text, times] of to) {
      if (from.get(text) === times) continue;
      if (changed.size > 0) return undefined;
      changed.set(text, times);
    }
    if (to.size < from.size) {
      if (changed.size > 0) return undefined;
      for (const text of from.keys()) if (!to.has(text)) changed.set(text, 0);
    }
    const made = CHANGES.apply(new Map(from), changed) as Counts;
    return isSameOrder(made, to) ? changed : undefined;
  },
  apply: (before, change) => {
    let counts = before as Counts;
    for (const [text, times] of change as Counts) {
      const known = counts.get(text) ?? 0;
      counts = times > known ? plus(counts, text, times - known) : minus(counts, text, known - times);
    }
    return counts;
  },
};

function isSameOrder(a: Counts, b: Counts): boolean {
  const other = b.keys();
  for (const text of a.keys()) if (text !== other.next().value) return false;
  return a.size === b.size;
}

function minus(counts: Counts, text: string, change: number): Counts {
  const times = counts.get(text);
  if (times === undefined) return counts;
  const changed = new Map(counts);
  if (times > change) changed.set(text, times - change);
  else changed.delete(text);
  return inBuckets(changed, bucketsOf(counts.size));
}

/** Without a text of a table's old row. The new row's goes into the same table. */
function without(counts: Counts, text: string): Counts {
  const left = minus(counts, text, 1);
  if (left !== counts) tables.set(left, bucketsOf(counts.size));
  return left;
}

function ended(counts: Counts): Counts {
  tables.delete(counts);
  return counts;
}

/** aggregate-functions.md#histogram: of at most 1,000 texts; others are ignored. NULL counts as the text 'null' (seen). */
export const histogram: AggregateFunction = {
  name: 'HISTOGRAM',
  description: 'How often each text occurs.',
  signatures: ['HISTOGRAM(val STRING)'],
  bind: (args) => {
    if (args.length !== 1 || args[0]?.type?.kind !== 'STRING') return undefined;
    return {
      stateType: TYPE,
      returns: TYPE,
      initial: new Map(),
      add: (state, [text]) => plus(state as Counts, String(text ?? null), 1),
      reopen: (state) => reopened(state as Counts),
      merge: (a, b) => mergedInto(a as Counts, b as Counts),
      undo: (state, [value]) => without(state as Counts, String(value ?? null)),
      result: (state) => ended(state as Counts),
      changes: CHANGES,
    };
  },
};
