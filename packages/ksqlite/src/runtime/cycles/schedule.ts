import type { PartitionLog } from '../../log/topics/partition-log.ts';
import type { RunningSubTopology } from '../running-sub-topology.ts';
import type { Task } from '../task.ts';
import { orderSubTopologies } from './sub-topology-order.ts';

/** A task whose stream time follows the wall clock, so many ms behind it. */
export interface TimedTask {
  readonly task: Task;
  readonly afterMs: number;
}

/** Tasks that write to one topic. */
export interface TaskGroup {
  readonly tasks: readonly Task[];
  readonly inputTopics: readonly string[];
  readonly outputTopics: readonly string[];
  /** They feed each other: what they write they read in later cycles, and others run on meanwhile. */
  readonly isCyclic: boolean;
  /** Records that they process in one cycle. */
  readonly most: number;
  /** Those whose stream time follows the wall clock. */
  readonly timed: readonly TimedTask[];
}

/**
 * Records that the tasks of one group process in one cycle, for each that a cycle reads: a record that becomes a million, or a
 * million of the same time, must not keep all others waiting.
 */
const STEPS_A_GROUP = 4;
/**
 * … and so many at least. Of many records of one time only one group of the line moves in a cycle: in cycles of four a
 * thousand of them would need thousands of commits.
 */
const FEWEST_STEPS = 64;

/**
 * Which sub-topologies there are, which of them run, and in what order. An engine that opens adds many of them one after
 * the other: they are put in order once, when the order is asked for.
 */
export class Schedule {
  readonly #cycleRecords: number;
  #subTopologies: readonly RunningSubTopology[] = [];
  /** Ids of queries that are paused or have failed. */
  readonly #halted = new Set<string>();
  /** `#groups` and `#inputs` are not yet of what runs now. */
  #changed = false;
  #groups: readonly TaskGroup[] = [];
  #inputs: ReadonlySet<PartitionLog> = new Set();

  /** @param cycleRecords records that a cycle reads, about; so many those process which feed each other in a circle */
  constructor(cycleRecords: number) {
    this.#cycleRecords = cycleRecords;
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

  /** Whether the stream time of some follows the wall clock. */
  get isTimed(): boolean {
    return this.groups.some(({ timed }) => timed.length > 0);
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

  /** Whether a record that is to be read waits for its schema. */
  get waits(): boolean {
    return this.groups.some(({ tasks }) => tasks.some((task) => task.waits));
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

  /** Records that those which run have not read yet, and rows that they have still to make of one. */
  backlog(): number {
    let total = 0;
    for (const partition of this.inputs) {
      let from = partition.logEndOffset;
      for (const cursor of partition.cursors) if (cursor.position < from) from = cursor.position;
      total += partition.logEndOffset - from;
    }
    for (const { tasks } of this.groups) for (const task of tasks) total += task.left();
    return total;
  }

  /** Where records of a cycle are answered together at its end, it is not cut: the answers would be others. */
  #mostOf(tasks: readonly Task[]): number {
    const isWhole = tasks.some(({ settlesLate }) => settlesLate);
    return isWhole ? Number.POSITIVE_INFINITY : Math.max(FEWEST_STEPS, this.#cycleRecords * STEPS_A_GROUP);
  }

  #sort(): void {
    this.#changed = false;
    const running = this.#subTopologies.filter(({ queryId }) => !this.#halted.has(queryId));
    this.#groups = orderSubTopologies(running).map(({ members, isCyclic }) => {
      const tasks = members.flatMap((member) => member.tasks);
      return {
        tasks,
        inputTopics: members.flatMap((member) => member.inputTopics),
        outputTopics: members.map((member) => member.outputTopic),
        isCyclic,
        timed: members.flatMap(timedTasks),
        most: isCyclic ? this.#cycleRecords : this.#mostOf(tasks),
      };
    });
    this.#inputs = new Set(running.flatMap((each) => each.cursors.map((cursor) => cursor.log)));
  }
}

const timedTasks = ({ tasks, closeAfterMs }: RunningSubTopology): readonly TimedTask[] =>
  closeAfterMs === undefined ? [] : tasks.map((task) => ({ task, afterMs: closeAfterMs }));
