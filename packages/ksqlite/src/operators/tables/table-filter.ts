import type { Evaluate } from '../../expressions/compiled.ts';
import type { MapKey } from '../../state/codecs/map-key.ts';
import {
  type DerivesRows,
  listing,
  type OneInput,
  type OperatorContext,
  type Output,
  TIMELESS,
} from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import { recordPredicate } from '../stateless/record-predicate.ts';
import type { TableChange } from './table-change.ts';

export interface TableFilterOptions {
  readonly condition: Evaluate;
  /** For reports: WHERE, HAVING. */
  readonly clause: string;
  /** Whether who comes next needs the old row beside the new one. */
  readonly sendsOld: boolean;
  /** Every row that does not pass is told as a deletion, whatever there was before. default: false */
  readonly deletesAlways?: boolean;
}

/**
 * A table's rows that pass a condition (WHERE, HAVING).
 *
 * A row that passes replaces what was there; one that does not is a deletion, where the old one passed. A change of
 * which neither row passes leaves no trace, but where `deletesAlways`. Without state: both rows are in the change.
 *
 * Source: Kafka Streams' KTableFilter over a materialised table; without `sendOldValues` it deletes always.
 */
export function tableFilter(
  context: Pick<OperatorContext, 'onError'>,
  options: TableFilterOptions,
  output: Output<TableChange>,
): OneInput<TableChange> & DerivesRows {
  const { clause, sendsOld, deletesAlways = false } = options;
  const metrics = new OperatorMetrics(clause === 'HAVING' ? 'having' : 'filter');
  const passes = recordPredicate(options.condition, clause, metrics.counting(context.onError));
  // what failed on a row was reported when it changed
  const passedBefore = recordPredicate(options.condition, clause, () => undefined);
  return {
    metrics,
    advance: TIMELESS,
    receive: (change) => {
      metrics.recordsIn++;
      const next = change.next !== null && passes(change.next) ? change.next : null;
      const wantsOld = sendsOld || next === null;
      const old = wantsOld && change.old !== null && passedBefore(change.old) ? change.old : null;
      if (next === null && old === null && !deletesAlways) return;
      metrics.recordsOut++;
      const { key, window, ts, partition } = change;
      output({ key, window, ts, partition, next, old });
    },
    rowsOf: (input) =>
      listing(function* (key: MapKey | undefined) {
        for (const row of input(key)) if (row.next !== null && passedBefore(row.next)) yield row;
      }, input.keys),
  };
}
