import type { SinkOffset, SinkRecord, SinkTask } from '../port.ts';
import type { ArchiveConfig } from './archive-config.ts';
import { objectName } from './names/object-name.ts';
import { ParquetFile } from './parquet/parquet-file.ts';
import type { ParquetPackage } from './parquet/parquet-package.ts';
import { PartitionArchive } from './partition-archive.ts';
import type { ObjectStore } from './stores/object-store.ts';

export interface ArchiveTaskOptions {
  readonly config: ArchiveConfig;
  readonly parquet: ParquetPackage;
  readonly store: ObjectStore;
  readonly now: () => number;
  readonly report: (record: SinkRecord, error: unknown) => void;
}

type Partition = Pick<SinkOffset, 'topic' | 'partition'>;
const nameOf = ({ topic, partition }: Partition): string => `${topic}/${partition}`;

/** Records become objects partition by partition. Of a partition the offset of the first record that is not in one is safe. */
export class ArchiveTask implements SinkTask {
  readonly #options: ArchiveTaskOptions;
  readonly #partitions = new Map<string, PartitionArchive>();
  readonly #safe = new Map<string, number>();

  constructor(options: ArchiveTaskOptions) {
    this.#options = options;
  }

  async put(records: readonly SinkRecord[], signal: AbortSignal): Promise<void> {
    const { now, config, report } = this.#options;
    for (const record of records) {
      if (record.value === null && config.nulls !== 'write') {
        if (config.nulls === 'fail')
          report(
            record,
            new Error('its value is null (behavior.on.null.values: ignore leaves such records out)'),
          );
        continue;
      }
      await this.#partition(record.origin).add(record, now(), signal);
    }
    for (const partition of this.#partitions.values()) await partition.look(now(), signal);
  }

  async safeOffsets(put: readonly SinkOffset[]): Promise<readonly SinkOffset[]> {
    const safe: SinkOffset[] = [];
    for (const one of put) {
      const name = nameOf(one);
      const offset = this.#partitions.get(name)?.open ?? one.offset;
      if (offset <= (this.#safe.get(name) ?? 0)) continue;
      this.#safe.set(name, offset);
      safe.push({ ...one, offset });
    }
    return safe;
  }

  revoked(partitions: readonly Partition[]): void {
    for (const partition of partitions) {
      this.#partitions.delete(nameOf(partition));
      this.#safe.delete(nameOf(partition));
    }
  }

  /** What was gathered comes again. */
  async stop(): Promise<void> {
    this.#partitions.clear();
  }

  #partition({ topic, partition }: Partition): PartitionArchive {
    const name = nameOf({ topic, partition });
    const known = this.#partitions.get(name);
    if (known !== undefined) return known;
    const { config, parquet, store, report } = this.#options;
    const rules = {
      ...config,
      folderOf: ({ origin }: SinkRecord) => config.partitioner(origin),
      nameOf: (folder: string, offset: number) =>
        objectName(config.names, { topic, partition, folder, offset }),
      newFile: () => new ParquetFile({ parquet, codec: config.codec, columns: config.columns }),
    };
    const made = new PartitionArchive(rules, store, report);
    this.#partitions.set(name, made);
    return made;
  }
}
