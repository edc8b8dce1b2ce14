import type { OperatorMetrics } from '../operators/operator-metrics.ts';
import type { ProblemReason } from '../problems/problem.ts';
import type { RunningQuery } from '../queries/persistent-queries.ts';
import type { Statistic } from './statistic.ts';

/** What went through one operator of a query since it was started, all partitions together. */
export interface OperatorStatistics {
  readonly queryId: string;
  /** The part of the query that it is in; its consumer group is `QUERY/PART`. */
  readonly subTopology: string;
  /** Unique within its part, but for stateless ones. */
  readonly operator: string;
  readonly recordsIn: number;
  readonly recordsOut: number;
  /** Expressions that failed: a column became NULL, or the record was left out. */
  readonly errors: number;
  /** Came after their windows had closed. */
  readonly late: number;
  /** Left out, by reason. */
  readonly dropped: { readonly nullKey: number; readonly nullValue: number; readonly failed: number };
}

/** Upstream first. */
export const operatorStatistics = (query: RunningQuery): readonly OperatorStatistics[] =>
  query.subTopologies.flatMap(({ name, metrics }) =>
    metrics().map((each) => ({
      queryId: query.id,
      subTopology: name,
      operator: each.operator,
      recordsIn: each.recordsIn,
      recordsOut: each.recordsOut,
      errors: each.errors,
      late: each.late,
      dropped: {
        nullKey: each.droppedNullKey,
        nullValue: each.droppedNullValue,
        failed: each.droppedFailed,
      },
    })),
  );

/** What was left out, or failed, in queries since they were started; what never happened is not in it. */
export function errorStatistics(queries: readonly RunningQuery[], now: number): readonly Statistic[] {
  const operators = queries.flatMap(({ subTopologies }) => subTopologies.flatMap(({ metrics }) => metrics()));
  const counts = queries.map(({ problems }) => problems());
  const total = (of: (metrics: OperatorMetrics) => number): number =>
    operators.reduce((sum, metrics) => sum + of(metrics), 0);
  const met = (reason: ProblemReason): number =>
    counts.reduce((sum, count) => sum + (count.get(reason) ?? 0), 0);
  return [
    { name: 'unreadable-keys', value: met('unreadable-key') },
    { name: 'unreadable-values', value: met('unreadable-value') },
    { name: 'unreadable-times', value: met('unreadable-time') },
    { name: 'expression-errors', value: met('failed-expression') },
    { name: 'late-records', value: total((one) => one.late) },
    { name: 'dropped-null-key', value: total((one) => one.droppedNullKey) },
    { name: 'dropped-null-value', value: total((one) => one.droppedNullValue) },
    { name: 'dropped-failed', value: total((one) => one.droppedFailed) },
  ]
    .filter(({ value }) => value > 0)
    .map((statistic) => ({ ...statistic, timestamp: now }));
}
