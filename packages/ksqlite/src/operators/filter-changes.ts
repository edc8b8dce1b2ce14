import type { StreamRecord } from '../runtime/stream-record.ts';
import type { RecordChange } from './record-change.ts';

/**
 * A table's rows that pass a condition: a change of which neither row passes leaves no trace, as Kafka Streams'
 * KTableFilter has it over a materialised table.
 */
export function filterChanges(
  passes: (record: StreamRecord) => boolean,
  emit: (change: RecordChange) => void,
): (change: RecordChange) => void {
  return (change) => {
    const next = change.next !== null && passes(change.next) ? change.next : null;
    const old = change.old !== null && passes(change.old) ? change.old : null;
    if (next !== null || old !== null) emit({ ...change, next, old });
  };
}
