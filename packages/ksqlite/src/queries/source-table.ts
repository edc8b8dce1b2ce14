import type { TopicLog } from '../log/topic-log.ts';
import { columnsOf, type Source } from '../metastore/source.ts';
import { listing, type OutputRows, type WriteRow } from '../operators/operator.ts';
import { tableSource } from '../operators/tables/table-source.ts';
import { rowsOfView } from '../operators/tables/table-view.ts';
import type { QueryProblems } from '../problems/query-problems.ts';
import type { MapKey } from '../state/codecs/map-key.ts';
import { operatorContext } from '../topology/step-problem.ts';
import { committedPartition } from './transient/committed-partition.ts';
import { stepOldest } from './transient/step-oldest.ts';
import { transientSubTopology } from './transient/transient-sub-topology.ts';

/** The rows of a CREATE SOURCE TABLE, in memory. */
export interface SourceTable {
  readonly kept: readonly OutputRows[];
  /** Reads what has been committed since; the first time, the whole topic. */
  catchUp(): Promise<void>;
}

/** Records between two looks at the rest of the world. */
const TURN_RECORDS = 2_000;

/** @throws nothing before `catchUp` */
export function sourceTable(log: TopicLog, source: Source, problems: QueryProblems): SourceTable {
  const kept: OutputRows[] = [];
  const columns = columnsOf(source).length;
  const partitions = (log.topics.get(source.topic)?.partitions ?? []).map((partition) =>
    committedPartition(partition, false),
  );
  const { tasks } = transientSubTopology({
    subTopology: {
      inputs: [source],
      gathers: false,
      start: (context) => {
        const table = tableSource(
          operatorContext(context, 'KsqlTopic.Source', String),
          { name: 'table', source },
          () => undefined,
        );
        const kept = rowsOfView(table, source.keys.length);
        const rows: OutputRows = listing((key: MapKey | undefined, write: WriteRow) => {
          for (const { next } of kept(key))
            if (next !== null) write(next.row.slice(0, columns), false, next.ts, next.partition, undefined);
        }, kept.keys);
        return { inputs: [table.receive], operators: [table], rows };
      },
    },
    partitionsOf: () => partitions,
    startOf: (_, { keptFrom }) => keptFrom,
    write: () => undefined,
    onUnreadable: (...record) => problems.unreadable(...record),
    onProblem: (problem) => problems.atStep(problem, [source]),
    onKept: (rows) => kept.push(rows),
    limits: log.limits,
    now: () => 0,
  });
  return {
    kept,
    catchUp: async () => {
      for (;;) {
        let left = TURN_RECORDS;
        stepOldest(tasks, Number.POSITIVE_INFINITY, () => left-- === 0);
        if (left >= 0) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
