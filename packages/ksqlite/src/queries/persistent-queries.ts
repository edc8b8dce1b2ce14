import type { TopicLog } from '../log/topic-log.ts';
import type { Source } from '../metastore/source.ts';
import type { OutputRows } from '../operators/operator.ts';
import { type OperatorMetrics, totalMetrics } from '../operators/operator-metrics.ts';
import type { Sink } from '../plan/plan-node.ts';
import type { ProblemCounts } from '../problems/problem.ts';
import type { Problems } from '../problems/problems.ts';
import { runSubTopology } from '../runtime/run-sub-topology.ts';
import type { Scheduler } from '../runtime/scheduler.ts';
import type { QueryTopology, SubTopology } from '../topology/sub-topology.ts';

export interface RunningPart extends Omit<SubTopology, 'start'> {
  /** What went through each of its operators since it was started, upstream first. */
  readonly metrics: () => readonly OperatorMetrics[];
}

export interface RunningQuery {
  readonly id: string;
  readonly sql: string;
  readonly output: Source;
  readonly inputs: readonly Source[];
  readonly plan: Sink;
  /** Its parts, upstream first; a part's offsets are the group `ID/NAME`'s. */
  readonly subTopologies: readonly RunningPart[];
  /** The rows of its output, where it is a table. */
  readonly kept: readonly OutputRows[];
  /** What went wrong with records since it was started, by reason. */
  readonly problems: () => ProblemCounts;
}

export interface PersistentQueriesOptions {
  readonly log: TopicLog;
  readonly scheduler: Scheduler;
  readonly now: () => number;
  readonly problems: Problems;
}

/** The queries that CREATE … AS SELECT and INSERT INTO … SELECT started, by id. */
export class PersistentQueries {
  readonly #options: PersistentQueriesOptions;
  readonly #queries = new Map<string, RunningQuery>();
  #lastNumber = 0;

  constructor(options: PersistentQueriesOptions) {
    this.#options = options;
  }

  /** In the order they were started. */
  list(): readonly RunningQuery[] {
    return [...this.#queries.values()];
  }

  has(id: string): boolean {
    return this.#queries.has(id);
  }

  /** A new id as ksqlDB forms them, such as CSAS_ORDERS_7; numbers are not used twice. */
  newId(prefix: string): string {
    const id = this.nextId(prefix);
    this.#lastNumber++;
    return id;
  }

  /** The id that `newId` will give next. */
  nextId(prefix: string): string {
    return `${prefix}_${this.#lastNumber + 1}`;
  }

  /** An id from the command log: the numbers of later ones are higher. */
  reserve(id: string): void {
    this.#lastNumber = Math.max(this.#lastNumber, Number(/_(\d+)$/.exec(id)?.[1] ?? 0));
  }

  /** Starts a query where its offsets and state in the log left it. */
  start(topology: QueryTopology, id: string, sql: string, offsetReset: 'earliest' | 'latest'): void {
    const { log, scheduler, now } = this.#options;
    const problems = this.#options.problems.ofQuery(id);
    const started = topology.subTopologies.map((subTopology) =>
      runSubTopology({
        log,
        queryId: id,
        subTopology,
        offsetReset,
        now,
        onUnreadable: (...record) => problems.unreadable(...record),
        onProblem: (problem) => problems.atStep(problem, subTopology.inputs),
      }),
    );
    this.#queries.set(id, {
      id,
      sql,
      plan: topology.plan,
      output: topology.output,
      inputs: topology.subTopologies.flatMap(({ inputs }) => inputs),
      subTopologies: topology.subTopologies.map(({ name, inputs, output }, i) => {
        const tasks = started[i]?.tasks ?? [];
        const metrics = () => totalMetrics(tasks.map((task) => task.operators.map((each) => each.metrics)));
        return { name, inputs, output, metrics };
      }),
      kept: started.at(-1)?.kept ?? [],
      problems: () => problems.counts,
    });
    scheduler.add(started);
  }

  stop(id: string): void {
    this.#options.scheduler.remove(id);
    this.#queries.delete(id);
  }
}
