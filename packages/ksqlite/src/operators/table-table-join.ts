import { type Rec, rec } from '../runtime/rec.ts';
import { rowKey } from '../state/map-key.ts';
import type { RecordChange } from './record-change.ts';
import type { TableView } from './table-view.ts';

export interface TableTableJoinOptions {
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'OUTER';
  readonly left: TableView;
  readonly right: TableView;
  /** The places of a left record among the joined one's sides. */
  readonly leftCount: number;
}

/** A joined table: takes its sides' changes, and is a side of further joins. */
export interface JoinedTable extends TableView {
  leftChange(change: RecordChange): void;
  rightChange(change: RecordChange): void;
}

/**
 * The join of two tables on their keys, as Kafka Streams' KTable-KTable joins do it: a change of a side is looked up in
 * the other one as it is then. It keeps no state of its own. A result's ts is the later one of the pair.
 */
export function tableTableJoin(
  options: TableTableJoinOptions,
  emit: (change: RecordChange) => void,
): JoinedTable {
  const { type, left, right, leftCount } = options;
  const leftAlone = type === 'LEFT' || type === 'OUTER';
  const rightAlone = type === 'RIGHT' || type === 'OUTER';
  const noSides: readonly (Rec | null)[] = new Array<null>(leftCount).fill(null);

  const pair = (a: Rec | null, b: Rec | null): Rec | null => {
    if (a === null ? b === null || !rightAlone : b === null && !leftAlone) return null;
    const sides = a === null ? noSides : a.sides.length === 0 ? [a] : a.sides;
    const ts = Math.max(a?.ts ?? Number.NEGATIVE_INFINITY, b?.ts ?? Number.NEGATIVE_INFINITY);
    return rec(ts, (a ?? b)?.partition ?? 0, -1, [], false, undefined, undefined, sides.concat(b));
  };

  const change = (
    { key, ts, partition, next, old }: RecordChange,
    found: Rec | undefined,
    aloneToo: boolean,
    join: (own: Rec | null, other: Rec | null) => Rec | null,
  ): void => {
    // no row on the other side: nothing was there and nothing is
    if (found === undefined && (!aloneToo || (next === null && old === null))) return;
    const other = found ?? null;
    emit({
      key,
      ts: found === undefined ? ts : Math.max(ts, found.ts),
      partition,
      next: join(next, other),
      old: join(old, other),
    });
  };
  const find = (view: TableView, change: RecordChange): Rec | undefined => {
    const key = rowKey(change.key);
    return key === null ? undefined : view.get(key);
  };
  return {
    leftChange: (changed) => change(changed, find(right, changed), leftAlone, pair),
    rightChange: (changed) =>
      change(changed, find(left, changed), rightAlone, (own, other) => pair(other, own)),
    keys: () => new Set([...left.keys(), ...right.keys()]),
    get: (key) => pair(left.get(key) ?? null, right.get(key) ?? null) ?? undefined,
  };
}
