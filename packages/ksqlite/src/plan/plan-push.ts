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
  /** Of a table: what each column of a deleted row holds. undefined: of a stream, whose rows are not deleted */
  readonly deleted: readonly DeletedValue[] | undefined;
  readonly limit: number | undefined;
  /** How far back joins look at records again, at most. ms */
  readonly lookBackMs: number;
  /** What the query's id is formed of. */
  readonly label: string;
}

/** A value of the deleted row's key, by its place; a bound of its window; undefined: NULL. */
export type DeletedValue = number | 'WINDOWSTART' | 'WINDOWEND' | undefined;

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
    deleted: deletedValues(root),
    limit: query.limit,
    lookBackMs: lookBackMs(root),
    label,
  };
}

/** As ksqlDB's TombstoneFactory: the columns that are the key show what was deleted. */
function deletedValues(root: ResultNode): readonly DeletedValue[] | undefined {
  if (root.kind === 'Project' && root.deleted === undefined) return undefined;
  const key = root.input.schema.filter(({ role }) => role === 'key');
  // a join of tables has one key, which is the key of each of them
  const isJoin = new Set(key.map(({ alias }) => alias)).size > 1;
  const seen = new Set<number>();
  return root.values.map(({ expression }) => {
    if (expression.kind !== 'ColumnReference') return undefined;
    const { source, name } = expression;
    if (name.text === 'WINDOWSTART' || name.text === 'WINDOWEND') return name.text;
    const at = key.findIndex((column) => column.name === name.text && column.alias === (source?.text ?? ''));
    const part = isJoin ? Math.min(at, 0) : at;
    if (part < 0 || seen.has(part)) return undefined;
    seen.add(part);
    return part;
  });
}

/** The windows of all joins one behind the other. */
function lookBackMs(node: PlanNode): number {
  const own = node.kind === 'StreamStreamJoin' ? node.beforeMs + node.afterMs + node.graceMs : 0;
  return planInputs(node).reduce((total, input) => total + lookBackMs(input), own);
}
