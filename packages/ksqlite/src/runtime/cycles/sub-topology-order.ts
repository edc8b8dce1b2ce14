import type { RunningSubTopology } from '../running-sub-topology.ts';

/** Sub-topologies that write to one topic, run together. */
export interface SinkGroup {
  readonly topic: string;
  readonly members: readonly RunningSubTopology[];
  /** What they write comes back to them: `INSERT INTO a SELECT * FROM a`, or by way of others. */
  readonly isCyclic: boolean;
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
    ordered.push({ topic, members: group, isCyclic: reaches(byTopic, topic) });
  };
  for (const topic of byTopic.keys()) visit(topic);
  return ordered;
}

/** Whether something is made of a topic that is written to it again. */
function reaches(byTopic: ReadonlyMap<string, readonly RunningSubTopology[]>, topic: string): boolean {
  const seen = new Set<string>();
  const ahead = [topic];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop())
    for (const { inputTopics } of byTopic.get(at) ?? [])
      for (const input of inputTopics) {
        if (input === topic) return true;
        if (seen.has(input)) continue;
        seen.add(input);
        ahead.push(input);
      }
  return false;
}
