import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../../src/log/topic-log.ts';
import type { PartitionLog } from '../../../src/log/topics/partition-log.ts';

const encoder = {
  encodeInto: (writer: { text: (text: string) => void }, row: readonly string[], first: number) => {
    for (const text of row.slice(first)) writer.text(text);
  },
};
const open = (disk = memoryDisk()) => {
  const log = openTopicLog({ disk, now: () => 0, limits: { recentBytes: 1 } });
  const partition = log.createTopic('t', 1).partitions[0] as PartitionLog;
  return { disk, log, partition };
};

test('a record encoded from a row reads its value back: staged, on its way, on disk, after a restart', async () => {
  const { disk, log, partition } = open();
  // a statement stands at the beginning, so that the records are kept
  partition.cursors.push({ position: 0 });
  log.append(partition, 1, 'a', 'plain');
  const first = log.appendRow(partition, 2, 'b', encoder, ['key', 'ü', '😀'], 1);
  const second = log.appendRow(partition, 3, 'c', encoder, ['', 'x'.repeat(100)], 1);
  const read = () =>
    [first, second].map(({ offset, timestamp, key, value }) => [offset, timestamp, key, value]);
  const expected = [
    [1, 2, 'b', 'ü😀'],
    [2, 3, 'c', 'x'.repeat(100)],
  ];
  expect(read()).toEqual(expected);
  expect(partition.get(1)).toBe(first);
  await log.commit();
  expect(read()).toEqual(expected);
  // the commit behind it drives the first from memory
  log.append(partition, 4, null, null);
  await log.commit();
  log.append(partition, 5, null, null);
  await log.commit();
  expect(read()).toEqual(expected);
  await log.close();

  const again = open(disk).partition;
  expect([1, 2].map((offset) => again.load(offset).value)).toEqual(['ü😀', 'x'.repeat(100)]);
});

test('a row that can not be encoded leaves nothing behind', async () => {
  const { log, partition } = open();
  log.append(partition, 1, 'a', 'before');
  const broken = {
    encodeInto: (writer: { text: (text: string) => void }) => {
      writer.text('half a val');
      throw new RangeError('too large');
    },
  };
  expect(() => log.appendRow(partition, 2, 'b', broken, [], 0)).toThrow('too large');
  log.append(partition, 3, 'c', 'behind');
  await log.commit();
  expect(partition.committed(0, 10).map(({ offset, value }) => [offset, String(value)])).toEqual([
    [0, 'before'],
    [1, 'behind'],
  ]);
});
