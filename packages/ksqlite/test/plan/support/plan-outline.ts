import { isInternal } from '../../../src/analysis/names/internal-columns.ts';
import { formatPlan } from '../../../src/plan/format-plan.ts';
import { planInputs } from '../../../src/plan/plan-inputs.ts';
import type { PlanNode } from '../../../src/plan/plan-node.ts';

/** The steps of a plan without their schemas, what they read indented below. */
export const planOutline = (plan: PlanNode): string =>
  formatPlan(plan)
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replace(/ \| Schema: .*$/, '')
        .replace(/^(\t*) > /, '$1')
        .replaceAll('\t\t', '  '),
    )
    .join('\n');

/** What a node gives out, as `alias.NAME TYPE role`; the engine's own columns are left out. */
export const schemaOf = (node: PlanNode): readonly string[] =>
  node.schema
    .filter(({ name }) => !isInternal(name))
    .map(({ alias, name, type, role }) => `${alias}.${name} ${type.kind} ${role}`);

/** The first node of a kind, depth first. */
export function findNode<Kind extends PlanNode['kind']>(
  plan: PlanNode,
  kind: Kind,
): Extract<PlanNode, { kind: Kind }> {
  const find = (node: PlanNode): PlanNode | undefined =>
    node.kind === kind
      ? node
      : planInputs(node)
          .map(find)
          .find((found) => found !== undefined);
  return find(plan) as Extract<PlanNode, { kind: Kind }>;
}
