import fc from 'fast-check';
import type { OperatorMetrics } from '../../../src/operators/operator-metrics.ts';
import type { StreamRecord } from '../../../src/runtime/stream-record.ts';
import { type MemoryContext, memoryContext } from './memory-context.ts';

/** An operator (or a few that belong together) over a context, ready for steps. */
export interface Started<Step> {
  /** One record comes in, one change of a table, or time moves. @param number of the step, from 0 */
  take(step: Step, number: number): void;
  /** The rows that it keeps, as values to compare. */
  rows?(): unknown;
  readonly metrics: OperatorMetrics;
}

/**
 * Makes the operator, from its changelogs where there are any.
 *
 * @param inputs what `context.load` reads back: the records of each input, by offset. `take` adds to them.
 */
export type Start<Step, Result> = (
  context: MemoryContext,
  emit: (result: Result) => void,
  inputs: StreamRecord[][],
) => Started<Step>;

export interface Outcome<Result> {
  readonly results: readonly Result[];
  /** What was kept in the end. */
  readonly rows: unknown;
  /** The number of a step, once for each window that it was too late for. */
  readonly late: readonly number[];
  /** The numbers of the steps that were left out because something failed. */
  readonly failed: readonly number[];
}

/** What happens in front of a step. */
export type Interruption = 'none' | 'snapshot' | 'restart' | 'snapshot and restart';

const INTERRUPTIONS: fc.Arbitrary<readonly Interruption[]> = fc.array(
  fc.constantFrom<Interruption>('none', 'none', 'snapshot', 'restart', 'snapshot and restart'),
  { maxLength: 40, size: 'max' },
);

/** Runs an operator over steps. A restart comes right after a commit: the changelogs are there, nothing else. */
export function runOperator<Step, Result>(
  start: Start<Step, Result>,
  steps: readonly Step[],
  interruptions: readonly Interruption[] = [],
): Outcome<Result> {
  const results: Result[] = [];
  const late: number[] = [];
  const failed: number[] = [];
  const inputs: StreamRecord[][] = [[], [], []];
  const emit = (result: Result): void => {
    results.push(result);
  };
  let context = memoryContext(inputs);
  let operator = start(context, emit, inputs);
  steps.forEach((step, number) => {
    const interruption = interruptions[number] ?? 'none';
    if (interruption.startsWith('snapshot')) context.takeSnapshots();
    if (interruption.endsWith('restart')) {
      context = context.restarted();
      operator = start(context, emit, inputs);
    }
    const { metrics } = operator;
    const before = { late: metrics.late, failed: metrics.droppedFailed };
    operator.take(step, number);
    for (let n = before.late; n < metrics.late; n++) late.push(number);
    for (let n = before.failed; n < metrics.droppedFailed; n++) failed.push(number);
  });
  return { results, rows: operator.rows?.(), late, failed };
}

export interface OperatorCheck<Options, Step, Result> {
  readonly options: fc.Arbitrary<Options>;
  readonly steps: fc.Arbitrary<readonly Step[]>;
  readonly start: (options: Options) => Start<Step, Result>;
  /** What must come of it, made in the plainest way; what it does not say is only compared over a restart. */
  readonly model: (options: Options, steps: readonly Step[]) => Partial<Outcome<Result>>;
  readonly numRuns?: number;
}

/**
 * Random steps: the operator does what the model does, and does the same when it is restarted anywhere, from its changes or
 * from a snapshot and the changes behind it. Each run has a seed of its own, which is printed when it fails.
 */
export function checkOperator<Options, Step, Result>(check: OperatorCheck<Options, Step, Result>): void {
  fc.assert(
    fc.property(check.options, check.steps, INTERRUPTIONS, (options, steps, interruptions) => {
      const start = check.start(options);
      const whole = runOperator(start, steps);
      const expected = check.model(options, steps);
      expect(whole).toEqual({ ...whole, ...expected });
      expect(runOperator(start, steps, interruptions)).toEqual(whole);
    }),
    { numRuns: check.numRuns ?? 300 },
  );
}
