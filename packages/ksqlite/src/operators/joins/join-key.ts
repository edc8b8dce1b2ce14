import type { Evaluate } from '../../expressions/compiled.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import { type MapKey, mapKey } from '../../state/codecs/map-key.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { OperatorContext } from '../operator.ts';

/** What a record is joined on; null: it has no key and can't be joined. */
export type JoinKey = (record: StreamRecord) => MapKey | null;

/** The key of one input's records. A failure is reported, and counts as no key. */
export function joinKey(context: Pick<OperatorContext, 'onError'>, evaluate: Evaluate): JoinKey {
  return (record) => {
    try {
      return mapKey(evaluate(record));
    } catch (error) {
      context.onError(error, 'JOIN', record);
      return null;
    }
  };
}

/** The key of one input's records, of which a window is a part: its bounds, equal for the same window only. */
export function windowedJoinKey(key: JoinKey): JoinKey {
  return (record) => {
    const own = key(record);
    const { window } = record;
    if (own === null || window === undefined) return own;
    return `${typeof own}:${own}\n${window.start}-${window.end}`;
  };
}

/**
 * The key of a record that several inputs were joined to: all parts that are there have the same one.
 *
 * @param keys of each input, in the order of a joined record's parts; a record of the first input alone has no parts
 */
export function joinedKey(keys: readonly JoinKey[]): JoinKey {
  return (record) => {
    const { inputs } = record;
    if (inputs.length === 0) return keys[0]?.(record) ?? null;
    for (let i = 0; i < inputs.length; i++) {
      const part = inputs[i];
      if (part !== null && part !== undefined) return keys[i]?.(part) ?? null;
    }
    return null;
  };
}

/** The first of several expressions that is not null: the key that a joined record is written under. */
export function firstPresent(expressions: readonly Evaluate[]): Evaluate {
  return (record): SqlValue => {
    for (const evaluate of expressions) {
      const value = evaluate(record);
      if (value !== null) return value;
    }
    return null;
  };
}
