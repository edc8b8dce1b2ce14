import type { PlanContext } from '../analysis/plan-context.ts';
import type { Evaluate, FailingPart, ReportPart } from '../expressions/compiled.ts';
import type { Source } from '../metastore/source.ts';
import type { Operator, Receiver } from '../operators/operator.ts';
import type { NamedExpression } from '../operators/stateless/row-maker.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Layout } from './layout.ts';
import type { PlanLeaf } from './split-plan.ts';
import type { ProblemRelay } from './step-problem.ts';

/** What building the operators of one part of a plan looks at. */
export interface BuildContext {
  readonly plan: PlanContext;
  /** What the part reads, in the order of the FROM clause. */
  readonly leaves: readonly PlanLeaf[];
  readonly sourceOf: (leaf: PlanLeaf) => Source;
  /** What the query writes to; undefined: its rows go to who asked. */
  readonly output: Source | undefined;
  /** Where parts of expressions report that they failed. */
  readonly problems: ProblemRelay;
}

/** The operators of one task while they are made. */
export interface TaskOperators {
  /** A receiver for each leaf. */
  readonly inputs: Receiver<StreamRecord>[];
  /** Upstream first. */
  readonly operators: Operator[];
}

/** What an expression is there for. */
export interface Use {
  /** The step of the query, as ksqlDB's loggers name it. */
  readonly step: string;
  /** What its failing parts do to it; default: they are NULL. */
  readonly failingPart?: FailingPart;
}

/** Compiles a bound expression for the records of a layout. */
export const compileFor = (
  { plan, problems }: BuildContext,
  layout: Layout,
  expression: Expression,
  { step, failingPart = 'null' }: Use,
): Evaluate =>
  plan.compile(expression, layout.scope, {
    failingPart: plan.rules >= WHOLE_FAILS_SINCE ? failingPart : 'null',
    report: reportingTo(problems, step),
  }).evaluate;

/** Of a statement that was stored under earlier rules a failing part is NULL everywhere: see RULES. */
const WHOLE_FAILS_SINCE = 4;

export const reportingTo =
  ({ report }: ProblemRelay, step: string): ReportPart =>
  (error, part, record) =>
    report({
      reason: 'failed-expression',
      step,
      where: part,
      message: `Error processing ${part}`,
      error,
      record,
    });

/** Compiles columns; their names are for reports. */
export const compileColumns = (
  context: BuildContext,
  layout: Layout,
  columns: readonly { readonly name: string; readonly expression: Expression }[],
  use: Use,
): readonly NamedExpression[] =>
  columns.map(({ name, expression }) => ({ name, evaluate: compileFor(context, layout, expression, use) }));
