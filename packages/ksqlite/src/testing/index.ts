/**
 * For tests of SQL: `given(sql).when(records).then(rows)`, and below it `openTestDriver`. They need no test framework and work in all of them:
 *
 * ```ts
 * // Jest and Vitest alike; with node:test `beforeEach` and `it` are imported from there, and `assert` from node:assert
 * let driver: TestDriver;
 * beforeEach(() => {
 *   driver = openTestDriver({ sql: readFileSync('heat.sql', 'utf8') });
 * });
 * afterEach(() => driver.close());
 *
 * it('counts what is hot', () => {
 *   driver.pipe('readings', [{ sensor: 'attic', celsius: 31 }]);
 *   expect(driver.rows('heat')).toEqual([{ SENSOR: 'attic', TIMES: 1 }]);
 * });
 * ```
 */

// Below the driver, for the tests, benches and fault runs of this project itself: may change with any release.
import './load-all-formats.ts';

export { engineOf } from '../database/engine-of.ts';
export { type DiskOptions, openOnDisk } from '../database/open-on-disk.ts';
export type { Engine } from '../engine/engine.ts';
export { type ReplayCache, replayCache } from '../engine/replay-cache.ts';
export type { AppendFile, Disk } from '../log/disk/disk.ts';
export { memoryDisk } from '../log/disk/memory-disk.ts';
export { nodeDisk } from '../log/disk/node-disk.ts';
export { openTopicLog, type TopicLog } from '../log/topic-log.ts';
export { asBuffer, type LogRecord, type RecordBytes } from '../log/topics/log-record.ts';
export type { PartitionLog } from '../log/topics/partition-log.ts';
export type { MemoryLimits } from '../memory-limits.ts';
export type { Source } from '../metastore/source.ts';
export { caughtUp } from '../runtime/caught-up.ts';
export { parseStatements } from '../sql/parser/parse.ts';
export { type KillOptions, killAtEachWrite } from './connectors/kill-at-each-write.ts';
export { AssertionFailure } from './difference/assertion-failure.ts';
export type { Difference, FieldDifference } from './difference/difference.ts';
export type { ExpectedRow } from './given/compare-rows.ts';
export { type DeletedRow, deleted } from './given/deleted.ts';
export { type GivenOptions, given } from './given/given.ts';
export { type GivenRow, type RowsBySource, Scenario } from './given/scenario.ts';
export type { DrivenRow } from './read-rows.ts';
export { type Chance, type DiskFaults, type SimulatedDisk, simulatedDisk } from './simulated-disk.ts';
export { openTestDriver, type RestartOptions, TestDriver, type TestDriverOptions } from './test-driver.ts';
