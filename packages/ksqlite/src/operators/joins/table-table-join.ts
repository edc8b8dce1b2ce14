import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import { rowKey } from '../../state/codecs/map-key.ts';
import type { Row } from '../../types/sql-value.ts';
import { type OperatorContext, type Output, TIMELESS, type TwoInputs } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { TableChange } from '../tables/table-change.ts';
import type { TableView } from '../tables/table-view.ts';

export interface TableTableJoinOptions {
  readonly name: string;
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'OUTER';
  readonly left: TableView;
  readonly right: TableView;
  /** The places of a left record among the joined one's inputs. */
  readonly leftCount: number;
}

const NO_ROW: Row = Object.freeze([]);

/**
 * The join of two tables on their keys: a change of one is looked up in the other as it is then. The joined table can be
 * joined in its turn. Without state of its own: rows are made of both tables' when they are asked for. A result's ts is
 * the later one of the pair.
 *
 * Source: Kafka Streams' KTableKTable…Join.
 */
export function tableTableJoin(
  _context: Pick<OperatorContext, 'onError'>,
  options: TableTableJoinOptions,
  output: Output<TableChange>,
): TwoInputs<TableChange> & TableView {
  const { name, type, left, right, leftCount } = options;
  const metrics = new OperatorMetrics(name);
  const leftAlone = type === 'LEFT' || type === 'OUTER';
  const rightAlone = type === 'RIGHT' || type === 'OUTER';
  const noInputs: readonly (StreamRecord | null)[] = new Array<null>(leftCount).fill(null);

  const pair = (a: StreamRecord | null, b: StreamRecord | null): StreamRecord | null => {
    if (a === null ? b === null || !rightAlone : b === null && !leftAlone) return null;
    const inputs = a === null ? noInputs : a.inputs.length === 0 ? [a] : a.inputs;
    const ts = Math.max(a?.ts ?? Number.NEGATIVE_INFINITY, b?.ts ?? Number.NEGATIVE_INFINITY);
    return streamRecord(
      ts,
      (a ?? b)?.partition ?? 0,
      -1,
      NO_ROW,
      false,
      undefined,
      undefined,
      inputs.concat(b),
    );
  };

  const change = (
    { key, ts, partition, next, old }: TableChange,
    found: StreamRecord | undefined,
    aloneToo: boolean,
    join: (own: StreamRecord | null, other: StreamRecord | null) => StreamRecord | null,
  ): void => {
    // no row on the other side: nothing was there and nothing is
    if (found === undefined && (!aloneToo || (next === null && old === null))) return;
    const other = found ?? null;
    metrics.recordsOut++;
    output({
      key,
      window: undefined,
      ts: found === undefined ? ts : Math.max(ts, found.ts),
      partition,
      next: join(next, other),
      old: join(old, other),
    });
  };
  const find = (view: TableView, change: TableChange): StreamRecord | undefined => {
    const key = rowKey(change.key);
    return key === null ? undefined : view.get(key);
  };
  return {
    metrics,
    advance: TIMELESS,
    left: (changed) => {
      metrics.recordsIn++;
      change(changed, find(right, changed), leftAlone, pair);
    },
    right: (changed) => {
      metrics.recordsIn++;
      change(changed, find(left, changed), rightAlone, (own, other) => pair(other, own));
    },
    keys: () => new Set([...left.keys(), ...right.keys()]),
    get: (key) => pair(left.get(key) ?? null, right.get(key) ?? null) ?? undefined,
  };
}
