import type { Lots, OperatorContext } from '../operators/operator.ts';
import type { DropReason } from '../operators/operator-metrics.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { StateContext } from '../state/state-context.ts';

/** What went wrong with a record at a step of a query: an expression failed, or the record was left out. */
export interface StepProblem {
  readonly reason: 'failed-expression' | DropReason;
  /** As ksqlDB's loggers name the steps of a query: `Project`, `WhereFilter`, `Aggregate.GroupBy`. */
  readonly step: string;
  /** For people: the clause, the column or the function. */
  readonly where: string;
  /** What happened, in ksqlDB's words where it has any. */
  readonly message: string;
  /** What was thrown; undefined: nothing was. */
  readonly error: unknown;
  readonly record: StreamRecord | undefined;
}

export type OnProblem = (problem: StepProblem) => void;

/** What the operators of a task may use of the world, before it is known which step they are of. */
export interface StepContext extends StateContext {
  readonly onProblem: OnProblem;
  readonly lots?: Lots | undefined;
}

/**
 * What one operator may use of the world: its reports carry the name of its step.
 *
 * @param messageOf what is said of a failure; its argument is what the operator calls the place: a clause, a column
 */
export function operatorContext(
  context: StepContext,
  step: string,
  messageOf: (where: string) => string,
): OperatorContext {
  const { onProblem } = context;
  return {
    ...context,
    onError: (error, where, record) =>
      onProblem({ reason: 'failed-expression', step, where, message: messageOf(where), error, record }),
    onDropped: (reason, record, message = DROPPED[reason]) =>
      onProblem({ reason, step, where: step, message, error: undefined, record }),
  };
}

const DROPPED: Readonly<Record<DropReason, string>> = {
  'null-key': 'The key of the record is null. The record is left out.',
  late: 'The record came after its window had closed. It is left out.',
};

/**
 * Where parts of expressions that fail are reported. Expressions are compiled before there is a task to report to, and once
 * for all tasks of a part of a query: it is connected when they start. All of them report to one place.
 */
export class ProblemRelay {
  #onProblem: OnProblem | undefined;
  #isMuted = false;

  connect(onProblem: OnProblem): void {
    this.#onProblem = onProblem;
  }

  /** Does what reads rows that were made before: what failed on them was reported then. */
  muted<T>(read: () => T): T {
    this.#isMuted = true;
    try {
      return read();
    } finally {
      this.#isMuted = false;
    }
  }

  readonly report: OnProblem = (problem) => {
    if (!this.#isMuted) this.#onProblem?.(problem);
  };
}
