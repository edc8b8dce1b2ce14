import type { RunningSubTopology } from './run-sub-topology.ts';

/** Units that write to one topic, run together. */
export interface SinkGroup {
  readonly topic: string;
  readonly units: readonly RunningSubTopology[];
}

/**
 * Groups units by the topic they write, upstream first: when a group's turn comes, all that can still be written to
 * its inputs has been. In a cycle of topics the unit that was made first goes first.
 */
export function orderSubTopologies(units: readonly RunningSubTopology[]): readonly SinkGroup[] {
  const byTopic = new Map<string, RunningSubTopology[]>();
  for (const unit of units) {
    const group = byTopic.get(unit.outputTopic);
    if (group === undefined) byTopic.set(unit.outputTopic, [unit]);
    else group.push(unit);
  }
  const ordered: SinkGroup[] = [];
  const visited = new Set<string>();
  const visit = (topic: string): void => {
    const group = byTopic.get(topic);
    if (group === undefined || visited.has(topic)) return;
    visited.add(topic);
    for (const unit of group) for (const input of unit.inputTopics) visit(input);
    ordered.push({ topic, units: group });
  };
  for (const topic of byTopic.keys()) visit(topic);
  return ordered;
}
