import type { TopicLog } from '../log/topic-log.ts';
import type { Source } from '../metastore/source.ts';
import type { OutputRows, QueryPlan, UnitPlan } from '../plan/task-plan.ts';
import { runUnit } from '../runtime/query.ts';
import type { Scheduler } from '../runtime/scheduler.ts';

export interface RunningQuery {
  readonly id: string;
  readonly sql: string;
  readonly output: Source;
  readonly inputs: readonly Source[];
  /** Its parts, upstream first; a part's offsets are the group `ID/NAME`'s. */
  readonly units: readonly Pick<UnitPlan, 'name' | 'inputs' | 'output'>[];
  /** The rows of its output, where it is a table. */
  readonly kept: readonly OutputRows[];
}

/** A record was skipped, or an expression failed and gave NULL: an entry of ksqlDB's processing log. */
export interface ProcessingError {
  readonly queryId: string;
  readonly message: string;
}

export interface PersistentQueries {
  list(): readonly RunningQuery[];
  has(id: string): boolean;
  /** A new id as ksqlDB forms them, such as CSAS_ORDERS_7; numbers are not used twice. */
  newId(kind: string): string;
  /** An id from the command log: later ones go on from its number. */
  reserve(id: string): void;
  /** Starts a query where its offsets and state in the log left it. */
  start(plan: QueryPlan, id: string, sql: string, offsetReset: 'earliest' | 'latest'): void;
  stop(id: string): void;
}

export function runningQueries(options: {
  readonly log: TopicLog;
  readonly scheduler: Scheduler;
  readonly now: () => number;
  readonly onProcessingError: (error: ProcessingError) => void;
}): PersistentQueries {
  const { log, scheduler, now, onProcessingError } = options;
  const queries = new Map<string, RunningQuery>();
  let lastNumber = 0;

  return {
    list: () => [...queries.values()],
    has: (id) => queries.has(id),
    newId: (kind) => {
      lastNumber++;
      return `${kind}_${lastNumber}`;
    },
    reserve: (id) => {
      lastNumber = Math.max(lastNumber, Number(/_(\d+)$/.exec(id)?.[1] ?? 0));
    },
    start: (plan, id, sql, offsetReset) => {
      const report = (message: string): void => onProcessingError({ queryId: id, message });
      const units = plan.units.map((unit) =>
        runUnit({
          log,
          queryId: id,
          plan: unit,
          offsetReset,
          now,
          onUnreadable: (source, partition, offset, reason) =>
            report(`${source.topic}, partition ${partition}, offset ${offset}: ${reason}`),
          onError: (error, where) =>
            report(`${where}: ${error instanceof Error ? error.message : String(error)}`),
        }),
      );
      const inputs = plan.units.flatMap((unit) => unit.inputs);
      queries.set(id, {
        id,
        sql,
        output: plan.output,
        inputs,
        units: plan.units,
        kept: units.at(-1)?.kept ?? [],
      });
      scheduler.add(units);
    },
    stop: (id) => {
      scheduler.remove(id);
      queries.delete(id);
    },
  };
}
