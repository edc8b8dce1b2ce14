import { analysePush } from '../analysis/analyse-query.ts';
import type { PlanContext } from '../analysis/plan-context.ts';
import type { Column } from '../formats/codec.ts';
import type { Query } from '../sql/ast/query.ts';
import { planInputs } from './plan-inputs.ts';
import type { PlanNode, ResultNode } from './plan-node.ts';
import { planQuery } from './plan-query.ts';
import { planOptions } from './plan-select.ts';

/** A query whose rows go to a client. */
export interface PushPlan {
  readonly root: ResultNode;
  /** Of its rows, in the order of the SELECT list. */
  readonly columns: readonly Column[];
  readonly limit: number | undefined;
  /** How far back joins look at records again, at most. ms */
  readonly lookBackMs: number;
  /** What the query's id is formed of. */
  readonly label: string;
}

/**
 * Analyses and plans a push query.
 *
 * @param context with `transient`
 * @throws KsqlError with its place in the text
 */
export function planPush(context: PlanContext, query: Query): PushPlan {
  const analysed = analysePush(context, query);
  const { label } = analysed;
  const { root, shape } = planQuery(analysed, planOptions(context, label));
  return {
    root,
    columns: [...shape.keys, ...shape.values],
    limit: query.limit,
    lookBackMs: lookBackMs(root),
    label,
  };
}

/** The windows of all joins one behind the other. */
function lookBackMs(node: PlanNode): number {
  const own = node.kind === 'StreamStreamJoin' ? node.beforeMs + node.afterMs + node.graceMs : 0;
  return planInputs(node).reduce((total, input) => total + lookBackMs(input), own);
}
