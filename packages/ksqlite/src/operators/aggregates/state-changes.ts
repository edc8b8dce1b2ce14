import { stateCodec } from '../../formats/value-text.ts';
import type { BoundAggregate } from '../../functions/aggregate-function.ts';
import type { RowChanges } from '../../state/codecs/row-codec.ts';
import type { Row, SqlValue } from '../../types/sql-value.ts';

/** An aggregate's state stayed as it was. */
const SAME = 'null';

/** How one aggregate's state is written: in a change of its own, or whole. */
interface StateWriter {
  /** The text of the item; undefined: the state is best written whole. */
  change(before: SqlValue, after: SqlValue): string | undefined;
  whole(after: SqlValue): string;
  read(item: readonly unknown[], before: SqlValue): SqlValue;
}

/**
 * The changes of a row that holds the states of some aggregates: a text with an item for each, which is null where the state
 * stayed, `[state]`, or `[null, change]`. undefined: no state of them grows.
 */
export function stateChanges(aggregates: readonly BoundAggregate[]): RowChanges | undefined {
  if (aggregates.every(({ changes }) => changes === undefined)) return undefined;
  const writers = aggregates.map(stateWriter);
  return {
    between: ([before], [after]) => {
      const from = before as unknown as Row;
      const to = after as unknown as Row;
      let isShorter = false;
      let text = '[';
      for (let i = 0; i < writers.length; i++) {
        const writer = writers[i] as StateWriter;
        const was = from[i] as SqlValue;
        const is = to[i] as SqlValue;
        const change = Object.is(was, is) ? SAME : writer.change(was, is);
        if (change !== undefined) isShorter = true;
        text += `${i === 0 ? '' : ','}${change ?? writer.whole(is)}`;
      }
      return isShorter ? `${text}]` : undefined;
    },
    apply: ([before], text) => {
      const from = before as unknown as Row;
      const items = JSON.parse(text) as readonly (readonly unknown[] | null)[];
      const to = items.map((item, i) => {
        const was = from[i] as SqlValue;
        return item === null ? was : (writers[i] as StateWriter).read(item, was);
      });
      return [to as unknown as SqlValue];
    },
  };
}

function stateWriter({ stateType, changes }: BoundAggregate): StateWriter {
  const state = stateCodec(stateType);
  const change = changes && stateCodec(changes.type);
  return {
    change: (before, after) => {
      const changed = changes?.between(before, after);
      return changed === undefined ? undefined : `[null,${change?.encode(changed)}]`;
    },
    whole: (after) => `[${state.encode(after)}]`,
    read: (item, before) => {
      if (item.length === 1) return state.fromParsed(item[0]);
      if (changes === undefined || change === undefined) throw new Error('a change of a state that has none');
      return changes.apply(before, change.fromParsed(item[1]));
    },
  };
}
