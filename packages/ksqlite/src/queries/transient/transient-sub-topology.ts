import type { MemoryLimits } from '../../memory-limits.ts';
import { readAgain } from '../../metastore/read-source.ts';
import type { Source } from '../../metastore/source.ts';
import type { OutputRows, WriteRow } from '../../operators/operator.ts';
import { Cursor, type OnUnreadable, type ReadablePartition } from '../../runtime/cursor.ts';
import { LotQueue } from '../../runtime/lot-queue.ts';
import { Task } from '../../runtime/task.ts';
import { receiving, taskInputs } from '../../runtime/task-inputs.ts';
import type { OnProblem } from '../../topology/step-problem.ts';
import type { SubTopology, TaskContext } from '../../topology/sub-topology.ts';
import { memoryChangelog } from './memory-changelog.ts';

/** A sub-topology of a query whose state is in memory alone: nothing of it is written to the log. */
export interface TransientSubTopology {
  readonly tasks: readonly Task<ReadablePartition>[];
  readonly cursors: readonly Cursor<ReadablePartition>[];
}

export interface TransientSubTopologyOptions {
  readonly subTopology: Pick<SubTopology, 'inputs' | 'gathers' | 'start'>;
  readonly partitionsOf: (source: Source) => readonly ReadablePartition[];
  readonly startOf: (source: Source, partition: ReadablePartition) => number;
  readonly write: WriteRow;
  readonly onUnreadable: OnUnreadable;
  readonly onProblem: OnProblem;
  readonly onKept?: (rows: OutputRows) => void;
  readonly limits: MemoryLimits;
  readonly now: () => number;
}

/** Rows that are made of one record in one go. */
const LOT_ROWS = 10;

export function transientSubTopology(options: TransientSubTopologyOptions): TransientSubTopology {
  const { subTopology, partitionsOf, startOf, write, onUnreadable, onProblem, onKept, limits, now } = options;
  const tasks = taskInputs(subTopology, partitionsOf).map((read, partition) => {
    const cursors = read.map(
      ({ source, log }) => new Cursor(log, source, startOf(source, log), onUnreadable),
    );
    const lots = new LotQueue(LOT_ROWS, false);
    const context: TaskContext = {
      lots,
      changelog: (_, state) => memoryChangelog(state),
      needs: () => undefined,
      load: (input, offset) => {
        const source = subTopology.inputs[input] as Source;
        const record = (partitionsOf(source)[partition] as ReadablePartition).load(offset);
        return readAgain(source, record, partition);
      },
      write,
      onProblem,
      limits,
      now,
    };
    const operators = subTopology.start(context);
    if (operators.rows !== undefined) onKept?.(operators.rows);
    return new Task(cursors, receiving(operators, read), [], undefined, undefined, lots);
  });
  return { tasks, cursors: tasks.flatMap((task) => task.cursors) };
}
