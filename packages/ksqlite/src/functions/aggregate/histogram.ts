import { BIGINT, map, STRING } from '../../types/sql-type.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import { bucketsOf, inBuckets } from '../values/java/hash-map.ts';

type Counts = ReadonlyMap<string, number>;

const LIMIT = 1000;
const TYPE = map(STRING, BIGINT);

/**
 * A map has room for a text when it knows it already or is not full. Its order is a HashMap's (`HashMap.merge`): it was read from the
 * state's JSON, so it has the buckets for what was in it, and a new text goes in front of its bucket.
 */
function plus(counts: Counts, text: string, change: number): Counts {
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
      merge: (a, b) =>
        [...(b as Counts)].reduce((counts, [text, times]) => plus(counts, text, times), a as Counts),
      undo: (state, [value]) => {
        const text = String(value ?? null);
        const times = (state as Counts).get(text);
        if (times === undefined) return state;
        const counts = new Map(state as Counts);
        if (times > 1) counts.set(text, times - 1);
        else counts.delete(text);
        return counts;
      },
      result: (state) => state,
    };
  },
};
