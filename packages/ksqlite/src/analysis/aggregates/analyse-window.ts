import type { Query } from '../../sql/ast/query.ts';
import type { AnalysedWindow } from '../analysed-query.ts';
import { type PlanContext, planError, refuseUnlessStored } from '../plan-context.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * WINDOW, checked, with defaults filled in. Kafka Streams takes records for 24 hours from a window's start, unless a grace
 * is given; with EMIT FINAL it has none. State is kept for as long as records are taken. Throws KsqlError.
 *
 * @param mergeable every aggregate of the statement has a merge
 */
export function analyseWindow(
  context: PlanContext,
  { window, emit }: Query,
  mergeable: boolean,
): AnalysedWindow | undefined {
  if (window === undefined) return undefined;
  const { type, sizeMs, advanceMs, span } = window;
  if (sizeMs < 1)
    refuseUnlessStored(
      context,
      span,
      type === 'SESSION'
        ? 'Gap time (inactivityGapMs) cannot be zero or negative.'
        : 'Window size (sizeMs) must be larger than zero.',
      type === 'SESSION' ? 'WINDOW SESSION (30 SECONDS)' : `WINDOW ${type} (SIZE 30 SECONDS)`,
    );
  if (advanceMs !== undefined && (advanceMs < 1 || advanceMs > sizeMs))
    throw planError(
      context,
      'SQL_INVALID',
      span,
      `Window advancement interval should be more than zero and less than window duration which is ${sizeMs} ms, but given advancement interval is: ${advanceMs} ms`,
    );
  const least = sizeMs + (window.graceMs ?? 0);
  if (window.retentionMs !== undefined && window.retentionMs < least)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      `The retention period (${window.retentionMs} ms) must be at least the window's size and grace (${least} ms).`,
    );
  if (type === 'SESSION' && !mergeable)
    throw planError(
      context,
      'SQL_INVALID',
      span,
      'One of the aggregates can not be used in a session window: it has no merge.',
    );
  const isFinal = emit === 'FINAL';
  const asKsqldb = context.rules >= 2;
  const graceMs = window.graceMs ?? (asKsqldb && isFinal ? 0 : Math.max(0, DAY_MS - sizeMs));
  // seen on ksqlDB: pull queries still find windows of EMIT FINAL that closed longer ago
  const leastRetentionMs = asKsqldb && !isFinal ? 0 : DAY_MS;
  const retentionMs = Math.max(window.retentionMs ?? leastRetentionMs, sizeMs + graceMs);
  return {
    type,
    sizeMs,
    advanceMs: advanceMs ?? sizeMs,
    graceMs,
    retentionMs,
    // Kafka Streams' SessionStoreMaterializer
    mergeMs: context.rules >= 6 ? Math.max(window.retentionMs ?? 0, sizeMs + graceMs) : retentionMs,
  };
}
