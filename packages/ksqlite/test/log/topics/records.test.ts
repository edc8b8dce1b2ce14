import fc from 'fast-check';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import type { RecordBytes, RecordHeader } from '../../../src/log/topics/log-record.ts';
import { asBuffer } from '../../../src/log/topics/log-record.ts';
import { openLog, partition, values } from '../support/open-log.ts';

const bytes: fc.Arbitrary<RecordBytes> = fc.oneof(
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const headers: fc.Arbitrary<RecordHeader[]> = fc.array(
  fc.record({
    key: fc.string({ unit: 'grapheme', maxLength: 8 }),
    value: fc.option(fc.uint8Array({ maxLength: 8 }).map((array) => Buffer.from(array))),
  }),
  { maxLength: 3 },
);
const record = fc.record({
  partition: fc.nat(2),
  timestamp: fc.integer({ min: -5, max: Number.MAX_SAFE_INTEGER }),
  key: bytes,
  value: bytes,
  headers,
  /** a commit follows */
  commit: fc.boolean(),
});

describe('records', () => {
  it('are read from disk as they were written, whatever the segments', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 60, size: 'max' }),
        fc.constantFrom(1, 200, 2000),
        async (all, segmentBytes) => {
          const disk = memoryDisk();
          const log = openLog(disk, { segmentBytes });
          log.createTopic('t', 3);
          for (const one of all) {
            log.append(partition(log, 't', one.partition), one.timestamp, one.key, one.value, one.headers);
            if (one.commit) await log.commit();
          }
          await log.commit();
          await log.close();

          const reopened = openLog(disk, { segmentBytes });
          for (let p = 0; p < 3; p++) {
            const own = all.filter((one) => one.partition === p);
            const read = own.map((_, offset) => partition(reopened, 't', p).get(offset));
            expect(partition(reopened, 't', p).logEndOffset).toBe(own.length);
            expect(
              read.map((one) => [one.timestamp, asBuffer(one.key), asBuffer(one.value), one.headers]),
            ).toEqual(own.map((one) => [one.timestamp, asBuffer(one.key), asBuffer(one.value), one.headers]));
          }
          if (segmentBytes === 1) {
            // one commit a segment
            expect(disk.files.size).toBe(all.filter((one) => one.commit).length + 1);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each([
    ['long passed by every reader', []],
    ['that nobody has read', [{ position: 0 }]],
  ])('%s come from disk, in any order', async (_, cursors) => {
    const log = openLog(memoryDisk(), { segmentBytes: 500, limits: { recentBytes: 0 } });
    const target = log.createTopic('t', 1).partitions[0]!;
    for (const cursor of cursors) target.cursors.push(cursor);
    for (let i = 0; i < 2000; i++) {
      log.append(target, i, `k${i}`, i % 7 === 0 ? null : `v${i}`);
      if (i % 9 === 0) await log.commit();
    }
    await log.commit();
    for (let n = 0; n < 2000; n++) {
      const i = (n * 773) % 2000;
      const { offset, timestamp, key, value } = target.get(i);
      expect([offset, timestamp, key, value]).toEqual([i, i, `k${i}`, i % 7 === 0 ? null : `v${i}`]);
    }
    expect(() => target.get(2000)).toThrow(expect.objectContaining({ code: 'LOG_DAMAGED' }));
  });

  it('are the same wherever they lie: with the statements, staged, in memory or on disk', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('append' as const), one: record }) },
      fc.record({ kind: fc.constant('commit' as const), wait: fc.boolean() }),
      fc.record({ kind: fc.constant('pass' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({
        kind: fc.constantFrom('get' as const, 'load' as const, 'committed' as const),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
        max: fc.integer({ min: 1, max: 9 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.constantFrom(0, 300, 1e6),
        async (steps, recentBytes) => {
          const log = openLog(memoryDisk(), { segmentBytes: 400, limits: { recentBytes } });
          const target = log.createTopic('t', 1).partitions[0]!;
          const cursor = { position: 0 };
          target.cursors.push(cursor);
          const all: (typeof record extends fc.Arbitrary<infer T> ? T : never)[] = [];
          const plain = (one: { timestamp: number; key: unknown; value: unknown; headers?: unknown }) => [
            one.timestamp,
            asBuffer(one.key as string),
            asBuffer(one.value as string),
            one.headers ?? [],
          ];
          let last: Promise<void> = Promise.resolve();
          for (const action of steps) {
            if (action.kind === 'append') {
              const { timestamp, key, value, headers } = action.one;
              log.append(target, timestamp, key, value, headers);
              all.push(action.one);
            } else if (action.kind === 'commit') {
              last = log.commit();
              if (action.wait) await last;
            } else if (action.kind === 'pass') {
              cursor.position = Math.max(cursor.position, Math.floor(all.length * action.part));
              target.trim();
            } else if (action.kind === 'committed') {
              const from = Math.floor(target.highWatermark * action.part);
              const read = target.committed(from, action.max);
              const wanted = all.slice(from, Math.min(target.highWatermark, from + action.max));
              expect(read.map(plain)).toEqual(wanted.map(plain));
              expect(read.map((one) => one.offset)).toEqual(wanted.map((_, i) => from + i));
            } else if (all.length > 0) {
              const offset = Math.min(all.length - 1, Math.floor(all.length * action.part));
              const read = target[action.kind](offset);
              expect([read.offset, ...plain(read)]).toEqual([offset, ...plain(all[offset]!)]);
            }
          }
          await last;
          await log.commit();
          expect(target.committed(0, all.length + 1).map(plain)).toEqual(all.map(plain));
          await log.close();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('can be read before they are committed, and are gone after a crash then', async () => {
    const disk = memoryDisk();
    const log = openLog(disk);
    log.append(log.createTopic('t', 1).partitions[0]!, 1, null, 'kept');
    await log.commit();
    log.append(partition(log, 't'), 2, null, 'lost');
    expect(values(log, 't')).toEqual(['kept', 'lost']);
    expect(values(openLog(disk), 't')).toEqual(['kept']);
  });

  it('continue at the next offset in the last segment after opening', async () => {
    const disk = memoryDisk();
    for (let run = 0; run < 4; run++) {
      const log = openLog(disk);
      const target = log.createTopic('t', 1).partitions[0]!;
      expect(log.append(target, run, null, `${run}`).offset).toBe(run);
      await log.commit();
      await log.close();
    }
    expect(disk.files.size).toBe(1);
    expect(values(openLog(disk), 't')).toEqual(['0', '1', '2', '3']);
  });
});
