import type { Evaluate } from '../../expressions/compiled.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { OnError } from '../operator-metrics.ts';

/** A condition as it counts in a filter: NULL (differs: null-pointer) and an error are false; an error is reported. */
export function recordPredicate(
  condition: Evaluate,
  clause: string,
  onError: OnError,
): (record: StreamRecord) => boolean {
  return (record) => {
    try {
      return condition(record) === true;
    } catch (error) {
      onError(error, clause, record);
      return false;
    }
  };
}
