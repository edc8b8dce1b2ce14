import type { SeededBug } from './seeded-bug.ts';

/** Bugs that such software has had. Each must be found by the simulator within 1,000 runs. */
export const SIMULATOR_BUGS: readonly SeededBug[] = [
  {
    name: 'the sidecar commits an offset past a car that is not done',
    file: 'packages/ksqlite/src/enrich/offsets/offset-tracker.ts',
    find: 'const offset = this.#pending[0] ?? this.#end;',
    put: 'const offset = this.#end;',
  },
  {
    name: 'a batch counts as durable before it is synced',
    file: 'packages/ksqlite/src/log/segments/segment-writer.ts',
    find: 'await this.#file.write(bytes);',
    put: 'void this.#file.write(bytes);',
  },
  {
    name: 'a join’s window closes one millisecond early',
    file: 'packages/ksqlite/src/operators/joins/stream-stream-join.ts',
    find: 'pending.takeClosed(streamTime - afterMs - graceMs,',
    put: 'pending.takeClosed(streamTime - afterMs - graceMs + 1,',
  },
  {
    name: 'a retry is not counted',
    file: 'packages/ksqlite/src/enrich/requests/request-with-retries.ts',
    find: 'retry <= policy.retries; retry++',
    put: 'retry <= policy.retries; retry += began === undefined || clock.now() - began > policy.delayMs / 2 ? 1 : 0',
  },
  {
    name: 'one retry too few',
    file: 'packages/ksqlite/src/enrich/requests/request-with-retries.ts',
    find: 'retry <= policy.retries; retry++',
    put: 'retry < policy.retries; retry++',
  },
  {
    name: 'a slot is leaked when its request is aborted',
    file: 'packages/ksqlite/src/enrich/requests/slots.ts',
    find: 'return this.#timed(job).then(resolve, reject);',
    put: 'return this.#timed(job).then(resolve, reject).then(() => (signal.aborted ? new Promise(() => undefined) : undefined));',
  },
  {
    name: 'a slot is freed while its request is still under way',
    file: 'packages/ksqlite/src/enrich/requests/slots.ts',
    find: '      await done;',
    put: '      void done;',
  },
  {
    name: 'lookups fail because the price API is down for a while',
    file: 'packages/ksqlite/src/enrich/requests/circuit-breaker.ts',
    find: 'if (result.ok || signal.aborted || !interrupted) return result;',
    put: 'return result;',
  },
  {
    name: 'after a restart equal timestamps are taken in another order',
    file: 'packages/ksqlite/src/runtime/task.ts',
    find: '    this.restore(metadata);',
    put: '',
  },
  {
    name: 'a part exactly at the limit counts as late',
    file: 'ksql/006_verdicts.sql',
    find: 'answer->rear_left_at, answer->first_at + 5001) - answer->first_at <= 5000',
    put: 'answer->rear_left_at, answer->first_at + 5001) - answer->first_at < 5000',
  },
  {
    name: 'what a crash left half written is not cut off',
    file: 'packages/ksqlite/src/log/recovery/recover-segments.ts',
    find: 'if (this.#repair) this.#disk.truncate(segment, at);',
    put: '',
  },
  {
    name: 'a commit’s checksum is not checked',
    file: 'packages/ksqlite/src/log/segments/segment-reader.ts',
    find: "if (crc32(bytes) !== header.metadataCrc) return tornOr('fails its checksum');",
    put: '',
  },
  {
    name: 'a dead letter and its offset are committed apart',
    file: 'packages/ksqlite/src/enrich/dead-letter/collect-letters.ts',
    find: 'await subscription.commit(letters, offsets);',
    put: 'await subscription.commit([], offsets);\n    await subscription.commit(letters, []);',
  },
  {
    name: 'the producer notes its progress apart from what it sent',
    file: 'src/producer/pacing/paced-producer.ts',
    find: '      progressRecord(source.id, progress, timestamp),\n    ]);',
    put: '    ]);\n    await topics.produce([progressRecord(source.id, progress, timestamp)]);',
  },
  {
    name: 'which sessions a session replaced is not taken from its changelog',
    file: 'packages/ksqlite/src/state/sessions/session-store.ts',
    find: 'this.#replace(this.#hashOf(key), start, end, lsn, replaced);',
    put: 'this.#replace(this.#hashOf(key), start, end, lsn, []);',
  },
  {
    name: 'a commit’s buffer is reused while its records are still read from it',
    file: 'packages/ksqlite/src/log/commits/recent-commits.ts',
    find: '      commits.push({ bytes: added, holders });',
    put: '      commits.push({ bytes: added, holders });\n      free(added);',
  },
  {
    name: 'records are kept as objects behind some that were left out',
    file: 'packages/ksqlite/src/log/topics/decoded-records.ts',
    find: 'if (isWanted && isNext)',
    put: 'if (isWanted)',
  },
  {
    name: 'a segment is deleted though state refers to a change in it',
    file: 'packages/ksqlite/src/log/retention/log-cleaner.ts',
    find: 'if (stores.oldestLsn(sections.nextLsn()) >= next.nextLsn) return true;',
    put: 'return true;',
  },
  {
    name: 'a segment is deleted before its records are past their retention',
    file: 'packages/ksqlite/src/log/retention/log-cleaner.ts',
    find: 'return next.wallClockMs + longest;',
    put: 'return next.wallClockMs;',
  },
  {
    name: 'a segment is deleted before what is relocated out of it is durable',
    file: 'packages/ksqlite/src/log/retention/log-cleaner.ts',
    find: '      relocate(batches);',
    put: '      relocate(batches);\n      if (condemned.size === 0) {\n        this.#remove(segment, nextStart);\n        continue;\n      }',
  },
  {
    name: 'a segment is deleted that recovery begins at',
    file: 'packages/ksqlite/src/log/retention/log-cleaner.ts',
    find: 'firstSequenceOf(segment) >= recoverFrom()',
    put: 'firstSequenceOf(segment) > recoverFrom()',
  },
  {
    name: 'where relocated records lie is forgotten at a restart',
    file: 'packages/ksqlite/src/log/topics/log-catalogue.ts',
    find: 'else partition?.relocate(location);',
    put: '',
  },
];
