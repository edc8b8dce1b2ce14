import type { PartitionLog } from '../log/topics/partition-log.ts';
import type { RunningSubTopology } from './run-sub-topology.ts';
import { orderSubTopologies } from './sub-topology-order.ts';
import type { Task } from './task.ts';

/** Tasks that write to one topic. */
export interface TaskGroup {
  readonly tasks: readonly Task[];
  /** Records that they process in one cycle. */
  readonly most: number;
}

/**
 * Which sub-topologies there are, which of them run, and in what order. An engine that opens adds many of them one after
 * the other: they are put in order once, when the order is asked for.
 */
export class Schedule {
  readonly #cyclicMost: number;
  #subTopologies: readonly RunningSubTopology[] = [];
  /** Ids of queries that are paused or have failed. */
  readonly #halted = new Set<string>();
  /** `#groups` and `#inputs` are not yet of what runs now. */
  #changed = false;
  #groups: readonly TaskGroup[] = [];
  #inputs: ReadonlySet<PartitionLog> = new Set();

  /** @param cyclicMost records that statements which feed each other in a circle process in one cycle */
  constructor(cyclicMost: number) {
    this.#cyclicMost = cyclicMost;
  }

  /** All of them, those of halted queries included. */
  get subTopologies(): readonly RunningSubTopology[] {
    return this.#subTopologies;
  }

  /** What runs, upstream first. */
  get groups(): readonly TaskGroup[] {
    if (this.#changed) this.#sort();
    return this.#groups;
  }

  /** The partitions that those which run read. */
  get inputs(): ReadonlySet<PartitionLog> {
    if (this.#changed) this.#sort();
    return this.#inputs;
  }

  add(added: readonly RunningSubTopology[]): void {
    this.#subTopologies = [...this.#subTopologies, ...added];
    this.#changed = true;
  }

  /** Removes a query's sub-topologies, and returns them. */
  take(queryId: string): readonly RunningSubTopology[] {
    const taken = this.of(queryId);
    this.#subTopologies = this.#subTopologies.filter((each) => each.queryId !== queryId);
    this.resume(queryId);
    return taken;
  }

  /** A query's sub-topologies. */
  of(queryId: string): readonly RunningSubTopology[] {
    return this.#subTopologies.filter((each) => each.queryId === queryId);
  }

  queryOf(task: Task): string | undefined {
    return this.#subTopologies.find(({ tasks }) => tasks.includes(task))?.queryId;
  }

  /** The query does not run until `resume`. */
  halt(queryId: string): void {
    this.#halted.add(queryId);
    this.#changed = true;
  }

  resume(queryId: string): void {
    this.#halted.delete(queryId);
    this.#changed = true;
  }

  /** Records that those which run have not read yet. */
  backlog(): number {
    let total = 0;
    for (const partition of this.inputs) {
      let from = partition.logEndOffset;
      for (const cursor of partition.cursors) if (cursor.position < from) from = cursor.position;
      total += partition.logEndOffset - from;
    }
    return total;
  }

  #sort(): void {
    this.#changed = false;
    const running = this.#subTopologies.filter(({ queryId }) => !this.#halted.has(queryId));
    this.#groups = orderSubTopologies(running).map(({ members, isCyclic }) => ({
      tasks: members.flatMap(({ tasks }) => tasks),
      most: isCyclic ? this.#cyclicMost : Number.POSITIVE_INFINITY,
    }));
    this.#inputs = new Set(running.flatMap((each) => each.cursors.map((cursor) => cursor.log)));
  }
}
