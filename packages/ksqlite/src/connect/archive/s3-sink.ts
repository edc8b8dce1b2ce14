/**
 * The S3 sink connector: records as Parquet objects in a bucket, or in a folder, each record in one of them. What it runs on is loaded
 * when it starts.
 */
import type { Clock } from '../../clock/index.ts';
import type { SinkConnector } from '../port.ts';
import { ARCHIVE_CONFIG, type ArchiveConfig } from './archive-config.ts';
import type { ObjectStore } from './stores/object-store.ts';

/** @param openStore of one's own, for tests: default, what the configuration says */
export const s3Sink = (
  openStore: (config: ArchiveConfig, clock: Clock) => Promise<ObjectStore> = openConfigured,
): SinkConnector<ArchiveConfig> => ({
  kind: 'sink',
  class: 'io.confluent.connect.s3.S3SinkConnector',
  version: '12.0.12',
  config: ARCHIVE_CONFIG,
  secrets: ['aws.secret.access.key'],
  start: async (config, { clock, report }) => {
    const { loadParquet } = await import('./parquet/parquet-package.ts');
    const { ArchiveTask } = await import('./archive-task.ts');
    const parquet = await loadParquet();
    const store = await openStore(config, clock);
    return new ArchiveTask({ config, parquet, store, now: clock.now, report });
  },
});

async function openConfigured({ store }: ArchiveConfig, clock: Clock): Promise<ObjectStore> {
  if ('folder' in store) {
    const { folderStore } = await import('./stores/folder-store.ts');
    return folderStore(store.folder);
  }
  const { openS3 } = await import('./stores/s3-store.ts');
  return openS3(store, clock);
}
