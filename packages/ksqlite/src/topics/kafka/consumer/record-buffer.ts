import type { TopicRecord } from '../../port.ts';
import type { NativePartition } from '../native/native-client.ts';

export interface RecordBuffer {
  readonly size: () => number;
  readonly add: (records: readonly TopicRecord[]) => void;
  readonly take: (max: number) => readonly TopicRecord[];
  /** Forgets what is there of a partition: it is somebody else's now. */
  readonly drop: (partitions: readonly NativePartition[]) => void;
}

export const nameOf = ({ topic, partition }: NativePartition): string => `${topic}/${partition}`;

/** Records that were fetched and not yet polled, first in, first out. */
export function recordBuffer(): RecordBuffer {
  let records: TopicRecord[] = [];
  return {
    size: () => records.length,
    add: (more) => {
      for (const record of more) records.push(record);
    },
    take: (max) => records.splice(0, max),
    drop: (partitions) => {
      const names = new Set(partitions.map(nameOf));
      records = records.filter((record) => !names.has(nameOf(record)));
    },
  };
}
