import type { TopicRecord } from '../../topics/port.ts';
import type { SinkOffset } from '../port.ts';

export type Partition = Pick<TopicRecord, 'topic' | 'partition'>;
/** Of a partition, as a key. */
export const nameOf = ({ topic, partition }: Partition): string => `${topic}/${partition}`;

/** How far the records of each partition were put, and how far that is committed. */
export class SinkProgress {
  readonly #put = new Map<string, SinkOffset>();
  readonly #committed = new Map<string, number>();

  add(records: readonly TopicRecord[]): void {
    for (const { topic, partition, offset } of records)
      this.#put.set(nameOf({ topic, partition }), { topic, partition, offset: offset + 1 });
  }

  /** Those that were put and are not committed. */
  open(): readonly SinkOffset[] {
    return [...this.#put.values()].filter((one) => one.offset > (this.#committed.get(nameOf(one)) ?? -1));
  }

  commit(offsets: readonly SinkOffset[]): void {
    for (const one of offsets) this.#committed.set(nameOf(one), one.offset);
  }

  revoke(partitions: readonly Partition[]): void {
    for (const partition of partitions) {
      this.#put.delete(nameOf(partition));
      this.#committed.delete(nameOf(partition));
    }
  }
}
