import { type StreamRecord, streamRecord } from '../runtime/stream-record.ts';
import { rowKey } from '../state/codecs/map-key.ts';
import type { RecordChange } from './record-change.ts';
import type { TableView } from './table-view.ts';

export interface TableTableJoinOptions {
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'OUTER';
  readonly left: TableView;
  readonly right: TableView;
  /** The places of a left record among the joined one's inputs. */
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
  const noInputs: readonly (StreamRecord | null)[] = new Array<null>(leftCount).fill(null);

  const pair = (a: StreamRecord | null, b: StreamRecord | null): StreamRecord | null => {
    if (a === null ? b === null || !rightAlone : b === null && !leftAlone) return null;
    const inputs = a === null ? noInputs : a.inputs.length === 0 ? [a] : a.inputs;
    const ts = Math.max(a?.ts ?? Number.NEGATIVE_INFINITY, b?.ts ?? Number.NEGATIVE_INFINITY);
    return streamRecord(ts, (a ?? b)?.partition ?? 0, -1, [], false, undefined, undefined, inputs.concat(b));
  };

  const change = (
    { key, ts, partition, next, old }: RecordChange,
    found: StreamRecord | undefined,
    aloneToo: boolean,
    join: (own: StreamRecord | null, other: StreamRecord | null) => StreamRecord | null,
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
  const find = (view: TableView, change: RecordChange): StreamRecord | undefined => {
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
