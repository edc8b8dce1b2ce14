import type { Source } from '../metastore/source.ts';
import type { OperatorGraph } from '../operators/operator.ts';
import type { SubTopology } from '../topology/sub-topology.ts';

/** A partition that a task reads. */
export interface TaskInput<Log> {
  /** The place of its source among the sub-topology's inputs. */
  readonly input: number;
  readonly source: Source;
  readonly log: Log;
}

/**
 * What each task of a sub-topology reads: task n the partition n of every input, or one task all partitions of all inputs
 * where the sub-topology gathers.
 */
export function taskInputs<Log>(
  { inputs, gathers }: Pick<SubTopology, 'inputs' | 'gathers'>,
  partitionsOf: (source: Source) => readonly Log[],
): readonly (readonly TaskInput<Log>[])[] {
  const all = inputs.map((source, input) => partitionsOf(source).map((log) => ({ input, source, log })));
  if (gathers) return [all.flat()];
  const count = Math.max(0, ...all.map((partitions) => partitions.length));
  return Array.from({ length: count }, (_, partition) =>
    all.flatMap((partitions) => partitions[partition] ?? []),
  );
}

/** The graph of a task's operators with a receiver for each partition that the task reads. */
export const receiving = <Log>(graph: OperatorGraph, read: readonly TaskInput<Log>[]): OperatorGraph => ({
  ...graph,
  inputs: read.flatMap(({ input }) => graph.inputs[input] ?? []),
});
