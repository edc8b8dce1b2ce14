import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../../src/log/topic-log.ts';

const SECTOR = 512;
const nothing = (): void => undefined;

/** A log of three commits, each in a segment of its own, longer than two sectors, and with state of a store. */
async function threeSegments() {
  const disk = memoryDisk();
  const log = reopened(disk);
  const partition = log.createTopic('t', 1).partitions[0]!;
  const store = log.changelog('s', { replay: nothing, writeSnapshot: nothing, restore: nothing });
  for (const value of ['a', 'b', 'c']) {
    log.append(partition, 0, null, value.repeat(3 * SECTOR));
    store.begin().string(value);
    store.end();
    await log.commit();
  }
  await log.close();
  return disk;
}

const reopened = (disk: ReturnType<typeof memoryDisk>) =>
  openTopicLog({ disk, now: () => 0, segmentBytes: 100, snapshotBytes: Number.POSITIVE_INFINITY });

it('a new segment of which a power failure lost the first sector holds no commit', async () => {
  const disk = await threeSegments();
  const [, , last] = [...disk.files.keys()].sort();
  disk.files.set(last!, Buffer.from(disk.files.get(last!)!).fill(0, 0, SECTOR));
  const log = reopened(disk);
  expect(log.tornBytes).toBeGreaterThan(SECTOR);
  const partition = log.topics.get('t')!.partitions[0]!;
  expect(partition.logEndOffset).toBe(2);
  log.append(partition, 0, null, 'd');
  await log.commit();
  expect(String(reopened(disk).topics.get('t')!.partitions[0]!.get(2).value)).toBe('d');
});

it.each([0, 1])('segment %i without its first sector is damage: there are commits behind it', async (nth) => {
  const disk = await threeSegments();
  const file = [...disk.files.keys()].sort()[nth]!;
  disk.files.set(file, Buffer.from(disk.files.get(file)!).fill(0, 0, SECTOR));
  expect(() => reopened(disk)).toThrow(expect.objectContaining({ code: 'LOG_DAMAGED' }));
});

it.each(['KSQLLOG2', 'KSQLLOG4'])(
  '%s, another format version, is refused and left as it is',
  async (version) => {
    const disk = await threeSegments();
    for (const [file, bytes] of disk.files)
      disk.files.set(file, Buffer.concat([Buffer.from(version), bytes.subarray(8)]));
    const before = [...disk.files].map(([file, bytes]) => [file, bytes.toString('hex')]);
    expect(() => reopened(disk)).toThrow(/format version/);
    const [, , last] = [...disk.files.keys()].sort();
    for (const file of [...disk.files.keys()]) if (file !== last) disk.files.delete(file);
    disk.files.set(last!, disk.files.get(last!)!.subarray(0, 8));
    expect(() => reopened(disk)).toThrow(/format version/);
    expect(before.at(-1)?.[1]?.startsWith(disk.files.get(last!)!.toString('hex'))).toBe(true);
  },
);
