import type { PlanContext } from '../analysis/plan-context.ts';
import type { Evaluate } from '../expressions/compiled.ts';
import type { Source } from '../metastore/source.ts';
import type { Operator, Receiver } from '../operators/operator.ts';
import type { NamedExpression } from '../operators/stateless/row-maker.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { Expression } from '../sql/ast/expression.ts';
import type { Layout } from './layout.ts';
import type { PlanLeaf } from './split-plan.ts';

/** What building the operators of one part of a plan looks at. */
export interface BuildContext {
  readonly plan: PlanContext;
  /** What the part reads, in the order of the FROM clause. */
  readonly leaves: readonly PlanLeaf[];
  readonly sourceOf: (leaf: PlanLeaf) => Source;
}

/** The operators of one task while they are made. */
export interface TaskOperators {
  /** A receiver for each leaf. */
  readonly inputs: Receiver<StreamRecord>[];
  /** Upstream first. */
  readonly operators: Operator[];
}

/** Compiles a bound expression for the records of a layout. */
export const compileFor = ({ plan }: BuildContext, layout: Layout, expression: Expression): Evaluate =>
  plan.compile(expression, layout.scope).evaluate;

/** Compiles columns; their names are for reports. */
export const compileColumns = (
  context: BuildContext,
  layout: Layout,
  columns: readonly { readonly name: string; readonly expression: Expression }[],
): readonly NamedExpression[] =>
  columns.map(({ name, expression }) => ({ name, evaluate: compileFor(context, layout, expression) }));
