/**
 * From a plan to what runs: it is cut into sub-topologies, and each is compiled. The plan is data and names its sources; what
 * is made here reads records.
 */
import type { PlanContext } from '../analysis/plan-context.ts';
import type { Source } from '../metastore/source.ts';
import type { ResultNode, Sink } from '../plan/plan-node.ts';
import { buildPart } from './build-part.ts';
import { internalSource } from './internal-source.ts';
import { isRepartition, type PlanLeaf, type PlanPart, splitPlan } from './split-plan.ts';
import { ProblemRelay } from './step-problem.ts';
import type { NullKeys, QueryTopology, SubTopology, TransientTopology } from './sub-topology.ts';

/** The sub-topologies of a query that writes to a stream or table. */
export function instantiate(
  context: PlanContext,
  plan: Sink,
  output: Source,
  nullKeys: NullKeys,
): QueryTopology {
  const { before, main } = instantiateResult(context, plan.input, output);
  return { plan, output, subTopologies: [...before, { ...main, output, nullKeys }] };
}

/** The sub-topologies of a query whose rows go to who asked. */
export function instantiateResult(
  context: PlanContext,
  plan: ResultNode,
  output?: Source,
): TransientTopology {
  const internal = new Map<PlanLeaf, Source>();
  const sourceOf = (leaf: PlanLeaf): Source => {
    const known = internal.get(leaf);
    if (known !== undefined) return known;
    if (isRepartition(leaf)) {
      const made = internalSource(context, leaf);
      internal.set(leaf, made);
      return made;
    }
    const source = context.metastore.get(leaf.name);
    if (source === undefined) throw new Error(`${leaf.name} was dropped while a query over it was planned`);
    return source;
  };
  const build = (part: PlanPart): TransientTopology['main'] => ({
    name: part.name,
    inputs: part.leaves.map(sourceOf),
    gathers: part.gathers,
    start: buildPart(
      { plan: context, leaves: part.leaves, sourceOf, output, problems: new ProblemRelay() },
      part,
    ),
  });
  const parts = splitPlan(plan);
  const before = parts.flatMap((part): SubTopology[] =>
    isRepartition(part.root) ? [{ ...build(part), output: sourceOf(part.root) }] : [],
  );
  const main = parts.find(({ root }) => !isRepartition(root));
  if (main === undefined) throw new Error('a plan without a result');
  return { before, main: build(main) };
}
