import type { Disk } from '../../../src/log/disk/disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { batchLocation } from '../../../src/log/segments/batch-location.ts';
import { SegmentIndex } from '../../../src/log/segments/segment-index.ts';
import { scanSegment } from '../../../src/log/segments/segment-reader.ts';
import { SparseIndex } from '../../../src/log/segments/sparse-index.ts';
import { openTopicLog, type TopicLog } from '../../../src/log/topic-log.ts';
import { MEMORY_LIMITS } from '../../../src/memory-limits.ts';

const SEGMENT_BYTES = 2 * 1024 * 1024;
const VALUE = 'x'.repeat(4_000);

/** A disk that notes what is read of it. */
function countedDisk() {
  const disk = memoryDisk();
  const counted = { reads: 0, bytes: 0, files: new Set<string>() };
  const read: Disk['read'] = (file, position, length) => {
    counted.reads++;
    counted.bytes += length;
    counted.files.add(file);
    return disk.read(file, position, length);
  };
  return { disk: { ...disk, read }, counted };
}
const open = (disk: Disk, segmentBytes = SEGMENT_BYTES): TopicLog =>
  openTopicLog({ disk, now: () => 1, segmentBytes, limits: { recentBytes: 0 } });

/** Two partitions, unequally, until a segment is closed; commits of eight records. */
async function fill(log: TopicLog): Promise<void> {
  const { partitions } = log.createTopic('t', 2);
  for (let i = 0; log.segments().length < 3; i++) {
    const partition = partitions[i % 5 === 0 ? 1 : 0]!;
    log.append(partition, 1, null, `${partition.logEndOffset} ${VALUE}`);
    if (i % 8 === 0) await log.commit();
  }
  await log.commit();
}
const readAll = (log: TopicLog): void => {
  for (const partition of log.topics.get('t')!.partitions)
    for (let offset = 0; offset < partition.logEndOffset; offset++)
      expect(String(partition.load(offset).value)).toBe(`${offset} ${VALUE}`);
};

test('batches of a segment that was just closed are found without reading anything but themselves', async () => {
  const { disk, counted } = countedDisk();
  const log = open(disk);
  await fill(log);
  counted.reads = 0;
  log.topics.get('t')!.partitions[1]!.load(0);
  expect(counted.reads).toBe(1);
  readAll(log);
});

test('after a restart a record of an older segment is found by a header and an interval, not by the whole segment', async () => {
  const { disk, counted } = countedDisk();
  const log = open(disk);
  await fill(log);
  await log.close();
  const again = open(disk);
  counted.bytes = 0;
  again.topics.get('t')!.partitions[1]!.load(3);
  expect(counted.bytes).toBeLessThan(SEGMENT_BYTES / 4);
  readAll(again);
});

test('a segment whose follower says nothing of it is scanned', async () => {
  const { disk } = countedDisk();
  const log = open(disk);
  await fill(log);
  const [oldest] = log.segments() as [string];
  const noted = new SegmentIndex(disk, () => log.segments()[1], MEMORY_LIMITS);
  const searched = new SegmentIndex(disk, () => undefined, MEMORY_LIMITS);
  const { id } = log.topics.get('t')!;
  for (let offset = 0; offset < 1_000; offset += 7)
    expect(searched.find(oldest, id, 0, offset)).toEqual(noted.find(oldest, id, 0, offset));
  expect(searched.from(oldest, id, 1, 5)).toEqual(noted.from(oldest, id, 1, 5));
  expect(searched.from(oldest, id, 1, 5)[0]!.baseOffset).toBeLessThanOrEqual(5);
  expect(noted.find(oldest, 99, 0, 0)).toBeUndefined();
});

test('sparse indexes of a few closed segments stay in memory, however many there are and though no one looks for anything', async () => {
  const { disk, counted } = countedDisk();
  const log = open(disk, 20_000);
  const [partition] = log.createTopic('t', 1).partitions;
  while (log.segments().length < 40) {
    log.append(partition!, 1, null, VALUE);
    await log.commit();
  }
  const segments = log.segments();
  const index = new SegmentIndex(disk, (segment) => segments[segments.indexOf(segment) + 1], {
    ...MEMORY_LIMITS,
    batches: 0,
  });
  const firstOffsets = segments.map((segment) => {
    const offsets: number[] = [];
    scanSegment(disk, segment, {}, ({ metadata, at, recordsAt }) => {
      index.beginCommit(segment, at);
      for (const entry of metadata.entries) {
        if (entry.kind !== 'batch') continue;
        index.add(entry.topic, entry.partition, batchLocation(entry, segment, recordsAt));
        offsets.push(entry.baseOffset);
      }
    });
    return offsets[0]!;
  });
  const { id } = log.topics.get('t')!;
  /** Whether the header of the segment behind has to say where an offset lies. */
  const asksTheNext = (at: number): boolean => {
    counted.files.clear();
    expect(index.find(segments[at]!, id, 0, firstOffsets[at]!)?.baseOffset).toBe(firstOffsets[at]);
    return counted.files.has(segments[at + 1]!);
  };
  expect(asksTheNext(0)).toBe(true);
  expect(asksTheNext(38)).toBe(false);
  expect(asksTheNext(30)).toBe(false);
});

test('a sparse index is what it was after it was written and read', () => {
  const index = new SparseIndex();
  for (let commit = 0; commit < 40; commit++) {
    index.beginCommit(8 + commit * 100_000);
    if (commit % 3 !== 1) index.add(7, 2, commit * 10);
    index.add(2 ** 31, 0, 2 ** 40 + commit);
  }
  const read = SparseIndex.decode(index.encode());
  for (const [topic, offset] of [
    [7, 0],
    [7, 17],
    [7, 385],
    [2 ** 31, 2 ** 40 + 20],
    [2 ** 31, 5],
    [8, 0],
  ] as const) {
    const partition = topic === 7 ? 2 : 0;
    expect(read.find(topic, partition, offset)).toBe(index.find(topic, partition, offset));
    expect(read.from(topic, partition, offset)).toEqual(index.from(topic, partition, offset));
  }
  // commits of 100,000 bytes: three of them are an interval
  expect(read.find(7, 2, 17)).toBe(0);
  expect(read.bounds(1)).toEqual([300_008, 600_008]);
  expect(read.bounds(13)).toEqual([3_900_008, Number.POSITIVE_INFINITY]);
  expect(read.find(2 ** 31, 0, 5)).toBeUndefined();
});
