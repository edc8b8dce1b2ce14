/** For tests. */

// Below the driver, for the tests, benches and fault runs of this project itself: may change with any release.
export { engineOf } from '../database/database.ts';
export { type DiskOptions, openOnDisk } from '../database/open-on-disk.ts';
export type { Engine } from '../engine/engine.ts';
export { type ReplayCache, replayCache } from '../engine/replay-cache.ts';
export type { AppendFile, Disk } from '../log/disk/disk.ts';
export { memoryDisk } from '../log/disk/memory-disk.ts';
export { openTopicLog, type TopicLog } from '../log/topic-log.ts';
export { asBuffer, type LogRecord, type RecordBytes } from '../log/topics/log-record.ts';
export type { PartitionLog } from '../log/topics/partition-log.ts';
export type { MemoryLimits } from '../memory-limits.ts';
export type { Source } from '../metastore/source.ts';
export { caughtUp } from '../runtime/caught-up.ts';
