import { jest } from '@jest/globals';
import fc from 'fast-check';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../../src/log/topic-log.ts';
import type { PartitionLog } from '../../../src/log/topics/partition-log.ts';

function empty() {
  const log = openTopicLog({ disk: memoryDisk(), now: () => 1, limits: { recentBytes: 20_000 } });
  const partition = log.createTopic('t', 1).partitions[0]!;
  const append = (count: number): void => {
    for (let i = 0; i < count; i++) log.append(partition, 1, 'k', `v${partition.logEndOffset}`);
  };
  return { partition, append, commit: () => log.commit() };
}

/** A partition of one batch, read from disk, and a statement that has read none of it. */
async function onDisk(records: number): Promise<{ partition: PartitionLog; cursor: { position: number } }> {
  const log = openTopicLog({ disk: memoryDisk(), now: () => 1, limits: { recentBytes: 0 } });
  const [partition] = log.createTopic('t', 1).partitions;
  for (let i = 0; i < records; i++) log.append(partition!, i, `k${i}`, `v${i}`);
  await log.commit();
  const cursor = { position: 0 };
  partition!.cursors.push(cursor);
  return { partition: partition!, cursor };
}

test('records are the same objects until all statements have passed them, and are read again then', async () => {
  const { partition, cursor } = await onDisk(10);
  const slower = { position: 0 };
  partition.cursors.push(slower);
  const before = Array.from({ length: 10 }, (_, offset) => partition.get(offset));
  cursor.position = 7;
  slower.position = 4;
  partition.trim();
  for (let offset = 4; offset < 10; offset++) {
    expect(partition.get(offset)).toBe(before[offset]);
    expect(partition.load(offset)).toBe(before[offset]);
  }
  for (let offset = 0; offset < 4; offset++) {
    expect(partition.load(offset)).not.toBe(before[offset]);
    expect(partition.load(offset)).toEqual(before[offset]);
  }
  expect(partition.get(2)).toEqual(before[2]);
});

test('a statement that begins again at an earlier record reads all of them again, in pieces', async () => {
  const { partition, cursor } = await onDisk(10);
  cursor.position = 10;
  partition.get(9);
  partition.trim();
  cursor.position = 0;
  for (; cursor.position < 10; cursor.position++) {
    expect(String(partition.get(cursor.position).value)).toBe(`v${cursor.position}`);
    if (cursor.position % 3 === 0) partition.trim();
  }
});

test('more than are kept as objects come before the first of them are passed, and others after', async () => {
  const { partition, append } = empty();
  const cursor = { position: 0 };
  partition.cursors.push(cursor);
  append(739);
  cursor.position = 500;
  partition.trim();
  append(100);
  for (let offset = 500; offset < 839; offset++) expect(partition.get(offset).offset).toBe(offset);
});

test('each offset gives its own record, whatever was appended, committed, passed and trimmed in between', async () => {
  const act = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 700 }) }),
    fc.record({ kind: fc.constant('pass' as const), count: fc.integer({ min: 1, max: 700 }) }),
    fc.record({ kind: fc.constantFrom('commit' as const, 'trim' as const), count: fc.constant(0) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), fc.boolean(), async (acts, isTwo) => {
      const { partition, append, commit } = empty();
      const cursors = isTwo ? [{ position: 0 }, { position: 0 }] : [{ position: 0 }];
      partition.cursors.push(...cursors);
      for (const [i, { kind, count }] of acts.entries()) {
        const cursor = cursors[i % cursors.length]!;
        if (kind === 'append') append(count);
        else if (kind === 'commit') await commit();
        else if (kind === 'trim') partition.trim();
        else
          for (let left = count; left > 0 && cursor.position < partition.logEndOffset; left--) {
            const { offset, value } = partition.get(cursor.position);
            expect([offset, String(value)]).toEqual([cursor.position, `v${cursor.position}`]);
            cursor.position++;
          }
      }
      for (let offset = 0; offset < partition.logEndOffset; offset += 7)
        expect(partition.load(offset).offset).toBe(offset);
    }),
    { numRuns: 60 },
  );
});

/** How many lengths are read to go through so many staged records, of which most are not kept as objects. */
function workOf(records: number, readers: number): number {
  const { partition, append } = empty();
  const cursors = Array.from({ length: readers }, () => ({ position: 0 }));
  partition.cursors.push(...cursors);
  append(records);
  const reads = jest.spyOn(Buffer.prototype, 'readUInt32LE');
  // the readers stand far from each other
  cursors.forEach((cursor, i) => {
    cursor.position = Math.floor((records * i) / (readers * 2));
  });
  while (cursors.some(({ position }) => position < records))
    for (const cursor of cursors)
      if (cursor.position < records)
        expect(String(partition.get(cursor.position++).value)).toBe(`v${cursor.position - 1}`);
  const work = reads.mock.calls.length;
  reads.mockRestore();
  return work;
}

test.each([1, 2])('many unread records of one commit are read in O(N) by %d statements', (readers) => {
  const some = workOf(2_000, readers);
  const more = workOf(8_000, readers);
  expect(some).toBeGreaterThan(0);
  expect(more).toBeLessThan(some * 6);
});
