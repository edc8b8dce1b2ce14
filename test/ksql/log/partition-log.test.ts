import { memoryDisk } from '../../../src/ksql/log/memory-disk.ts';
import type { PartitionLog } from '../../../src/ksql/log/partition-log.ts';
import { openTopicLog } from '../../../src/ksql/log/topic-log.ts';

/** A partition of one batch, read from disk, and a statement that has read none of it. */
async function onDisk(records: number): Promise<{ partition: PartitionLog; cursor: { position: number } }> {
  const log = openTopicLog({ disk: memoryDisk(), now: () => 1, recentBytes: 0 });
  const [partition] = log.createTopic('t', 1).partitions;
  for (let i = 0; i < records; i++) log.append(partition!, i, `k${i}`, `v${i}`);
  await log.commit();
  const cursor = { position: 0 };
  partition!.cursors.push(cursor);
  return { partition: partition!, cursor };
}

test('records are the same objects until all statements have passed them, and are read anew then', async () => {
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

test('a statement that begins anew at an earlier record reads all of them again, in pieces', async () => {
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
