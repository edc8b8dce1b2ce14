import { isLogFailure } from '../errors/ksql-error.ts';
import type { TopicLog } from '../log/topic-log.ts';
import type { Source } from '../metastore/source.ts';
import type { OutputRows } from '../operators/operator.ts';
import { type OperatorMetrics, totalMetrics } from '../operators/operator-metrics.ts';
import type { Sink } from '../plan/plan-node.ts';
import type { ProblemCounts } from '../problems/problem.ts';
import type { Problems } from '../problems/problems.ts';
import type { QueryProblems } from '../problems/query-problems.ts';
import type { Scheduler } from '../runtime/cycles/scheduler.ts';
import { RunningSubTopology } from '../runtime/running-sub-topology.ts';
import type { QueryTopology, SubTopology } from '../topology/sub-topology.ts';
import { holdOffsets } from './hold-offsets.ts';
import {
  type OnQueryError,
  type QueryError,
  type QueryStatus,
  queryErrorOf,
  RUNNING,
} from './query-status.ts';

export interface RunningPart extends Omit<SubTopology, 'start' | 'gathers'> {
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
  readonly status: () => QueryStatus;
}

export interface PersistentQueriesOptions {
  readonly log: TopicLog;
  readonly scheduler: Scheduler;
  readonly now: () => number;
  readonly problems: Problems;
  readonly onQueryError: OnQueryError;
  /** Statements are tried out on it: queries are known, and none runs. */
  readonly isSandbox?: boolean;
}

/** How a query is started. */
export interface StartQueryOptions {
  readonly id: string;
  readonly sql: string;
  readonly offsetReset: 'earliest' | 'latest';
  /** Its statement is stored in the folder: where it can't be started, it is in state ERROR, and nothing is thrown. */
  readonly isStored: boolean;
  /** It reads nothing until it is resumed. */
  readonly isPaused: boolean;
  /** See StreamsProperties.closeAfterMs. */
  readonly closeAfterMs?: number | undefined;
}

/** Its state, and why it is in it. */
interface Condition {
  readonly problems: QueryProblems;
  isPaused: boolean;
  errors: readonly QueryError[];
  /** Of one that could not be started: lets go of what it would have read. */
  release: () => void;
}

/** The queries that CREATE … AS SELECT and INSERT INTO … SELECT started, by id. */
export class PersistentQueries {
  readonly #options: PersistentQueriesOptions;
  readonly #queries = new Map<string, RunningQuery>();
  readonly #conditions = new Map<string, Condition>();
  #lastNumber = 0;

  constructor(options: PersistentQueriesOptions) {
    this.#options = options;
  }

  /** For a sandbox: takes over the queries that another one has now. */
  copyFrom(other: PersistentQueries): void {
    this.#lastNumber = other.#lastNumber;
    for (const [id, condition] of other.#conditions)
      this.#conditions.set(id, { ...condition, release: () => undefined });
    for (const [id, query] of other.#queries) this.#queries.set(id, query);
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

  /** Starts a query where its offsets and state in the log left it. Throws what it fails at, unless it is stored. */
  start(topology: QueryTopology, options: StartQueryOptions): void {
    const { id, sql, offsetReset, isStored, isPaused, closeAfterMs } = options;
    const { log, scheduler, now } = this.#options;
    const inputs = topology.subTopologies.flatMap((part) => part.inputs);
    const problems = this.#options.problems.ofQuery(id, inputs);
    const started: RunningSubTopology[] = [];
    const condition: Condition = { problems, isPaused: false, errors: [], release: () => undefined };
    try {
      for (const subTopology of this.#options.isSandbox === true ? [] : topology.subTopologies)
        started.push(
          new RunningSubTopology({
            log,
            queryId: id,
            subTopology,
            offsetReset,
            closeAfterMs,
            now,
            onUnreadable: (...record) => problems.unreadable(...record),
            onProblem: (problem) => problems.atStep(problem, subTopology.inputs),
            onStage: () => problems.writeEntries(),
          }),
        );
    } catch (error) {
      if (!isStored || isLogFailure(error)) {
        for (const each of started) each.close();
        throw error;
      }
      for (const each of started) each.fail();
      condition.release = holdOffsets(log, id);
      this.#conditions.set(id, condition);
      this.failed(id, 'its state can’t be made of what the folder holds', error);
    }
    this.#conditions.set(id, condition);
    this.#queries.set(id, {
      id,
      sql,
      plan: topology.plan,
      output: topology.output,
      inputs,
      subTopologies: topology.subTopologies.map(({ name, inputs: read, output }, i) => {
        const tasks = started[i]?.tasks ?? [];
        const metrics = () => totalMetrics(tasks.map((task) => task.operators.map((each) => each.metrics)));
        return { name, inputs: read, output, metrics };
      }),
      kept: condition.errors.length === 0 ? (started.at(-1)?.kept ?? []) : [],
      problems: () => problems.counts,
      status: () => statusOf(condition),
    });
    scheduler.add(started);
    if (condition.errors.length > 0) scheduler.pause(id);
    if (isPaused) this.pause(id);
  }

  /**
   * A query reads nothing any more.
   *
   * @param where what it was at
   */
  failed(id: string, where: string, error: unknown): void {
    const condition = this.#conditions.get(id);
    if (condition === undefined) return;
    const failure = queryErrorOf(where, error, this.#options.now());
    condition.errors = [...condition.errors, failure];
    condition.problems.failed(where, error);
    this.#options.onQueryError({ queryId: id, error: failure });
  }

  /** It reads nothing until `resume`. */
  pause(id: string): void {
    const condition = this.#conditions.get(id);
    if (condition === undefined || condition.isPaused) return;
    condition.isPaused = true;
    if (condition.errors.length === 0) this.#options.scheduler.pause(id);
  }

  /** One that has failed stays so. */
  resume(id: string): void {
    const condition = this.#conditions.get(id);
    if (condition === undefined || !condition.isPaused) return;
    condition.isPaused = false;
    if (condition.errors.length === 0) this.#options.scheduler.resume(id);
  }

  stop(id: string): void {
    const { log, scheduler } = this.#options;
    scheduler.remove(id);
    this.#conditions.get(id)?.release();
    // of one that could not be started some may not be the scheduler's
    log.dropChangelogs(`${id}/`);
    this.#queries.delete(id);
    this.#conditions.delete(id);
  }

  /** Stops a query, and keeps its state for the one that is started under its id next. */
  detach(id: string): void {
    this.#options.scheduler.detach(id);
    this.#conditions.get(id)?.release();
    this.#queries.delete(id);
    this.#conditions.delete(id);
  }
}

/** As in ksqlDB: what is paused is told so, whether it has failed or not. What has failed is not tried again (differs: query-retry). */
function statusOf({ isPaused, errors }: Condition): QueryStatus {
  if (isPaused) return { state: 'PAUSED', errors };
  return errors.length === 0 ? RUNNING : { state: 'ERROR', errors };
}
