import type { RunningSubTopology } from './run-sub-topology.ts';

/** Sub-topologies that write to one topic, run together. */
export interface SinkGroup {
  readonly topic: string;
  readonly members: readonly RunningSubTopology[];
}

/**
 * Groups sub-topologies by the topic they write, upstream first: when a group's turn comes, all that can still be written
 * to its inputs has been. In a cycle of topics the one that was made first goes first.
 */
export function orderSubTopologies(subTopologies: readonly RunningSubTopology[]): readonly SinkGroup[] {
  const byTopic = new Map<string, RunningSubTopology[]>();
  for (const each of subTopologies) {
    const group = byTopic.get(each.outputTopic);
    if (group === undefined) byTopic.set(each.outputTopic, [each]);
    else group.push(each);
  }
  const ordered: SinkGroup[] = [];
  const visited = new Set<string>();
  const visit = (topic: string): void => {
    const group = byTopic.get(topic);
    if (group === undefined || visited.has(topic)) return;
    visited.add(topic);
    for (const { inputTopics } of group) for (const input of inputTopics) visit(input);
    ordered.push({ topic, members: group });
  };
  for (const topic of byTopic.keys()) visit(topic);
  return ordered;
}
