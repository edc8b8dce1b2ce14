import type { ResultNode, Sink } from '../plan/plan-node.ts';
import { isRepartition, type PlanLeaf, type PlanPart, splitPlan } from './split-plan.ts';

/** The sub-topologies of a plan as text: what each reads and writes. Without a sink the rows go to who asked. */
export function formatTopology(plan: Sink | ResultNode): string {
  const sink = plan.kind === 'Sink' ? plan : undefined;
  const parts = splitPlan(plan.kind === 'Sink' ? plan.input : plan);
  return `Topologies:\n${parts.map((part, i) => partText(part, i, sink)).join('\n\n')}\n`;
}

const partText = ({ name, root, leaves }: PlanPart, index: number, sink: Sink | undefined): string =>
  [
    `   Sub-topology: ${index} (${name})`,
    ...leaves.map((leaf) => `    Source: ${topicText(leaf)}`),
    ...(isRepartition(root) ? [`    Sink: ${topicText(root)}`] : []),
    ...(!isRepartition(root) && sink !== undefined ? [`    Sink: ${sink.name} (topic: ${sink.topic})`] : []),
  ].join('\n');

/** An internal topic is a stream of the engine's own. */
const topicText = (leaf: PlanLeaf): string =>
  isRepartition(leaf) ? `_${leaf.name} (topic: _ksql-${leaf.name})` : `${leaf.name} (topic: ${leaf.topic})`;
