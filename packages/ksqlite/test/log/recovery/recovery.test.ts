import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { KsqlError } from '../../../src/errors/ksql-error.ts';
import { COMMIT_HEADER_BYTES } from '../../../src/log/commits/commit-codec.ts';
import type { Disk } from '../../../src/log/disk/disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { nodeDisk } from '../../../src/log/disk/node-disk.ts';
import { SEGMENT_MAGIC_BYTES } from '../../../src/log/segments/segment-name.ts';
import { openTopicLog, type TopicLog } from '../../../src/log/topic-log.ts';

const open = (disk: Disk, segmentBytes = 1e9): TopicLog =>
  openTopicLog({ disk, now: () => 0, segmentBytes, snapshotBytes: Number.POSITIVE_INFINITY });
const readOnly = (disk: Disk): TopicLog => openTopicLog({ disk, now: () => 0, readOnly: true });
const values = (log: TopicLog): string[] => {
  const partition = log.topics.get('t')?.partitions[0];
  return Array.from({ length: partition?.logEndOffset ?? 0 }, (_, i) => String(partition?.get(i).value));
};
const diskOf = (files: ReadonlyMap<string, Buffer>) => {
  const disk = memoryDisk();
  for (const [file, bytes] of files) disk.files.set(file, Buffer.from(bytes));
  return disk;
};

interface WrittenCommit {
  readonly file: string;
  readonly start: number;
  /** where its records begin */
  readonly recordsAt: number;
  readonly end: number;
}

/** A log of `commits` commits with one record each, and where they lie. All of them are needed to make its store again. */
async function written(commits: number, segmentBytes = 1e9, withStore = true) {
  const disk = memoryDisk();
  const log = open(disk, segmentBytes);
  const nothing = (): void => undefined;
  const store = withStore
    ? log.changelog('s', { replay: nothing, writeSnapshot: nothing, restore: nothing })
    : undefined;
  const places: WrittenCommit[] = [];
  for (let i = 0; i < commits; i++) {
    const partition = log.createTopic('t', 1).partitions[0]!;
    log.append(partition, i, `key ${i}`, `value ${i}`);
    log.setOffset({ group: 'g', topic: 't', partition: 0, offset: i, metadata: '' });
    store?.begin().u32(i);
    store?.end();
    await log.commit();
    const file = [...disk.files.keys()].sort().at(-1)!;
    const end = disk.size(file);
    const start = places.at(-1)?.file === file ? places.at(-1)!.end : SEGMENT_MAGIC_BYTES;
    const recordsAt = start + COMMIT_HEADER_BYTES + disk.files.get(file)!.readUInt32LE(start);
    places.push({ file, start, recordsAt, end });
  }
  return { disk, places };
}

const flip = (bytes: Buffer, at: number, bit: number): Buffer => {
  const flipped = Buffer.from(bytes);
  flipped[at] = flipped[at]! ^ (1 << bit);
  return flipped;
};
const failure = (action: () => unknown): KsqlError | undefined => {
  try {
    action();
    return undefined;
  } catch (error) {
    return error as KsqlError;
  }
};
const upTo = (count: number): string[] => Array.from({ length: count }, (_, i) => `value ${i}`);

describe('a log cut at any byte', () => {
  it('holds the commits that were whole, and continues behind them', async () => {
    const { disk, places } = await written(3);
    const [file, bytes] = [...disk.files][0]!;
    for (let length = 0; length <= bytes.length; length++) {
      const cut = diskOf(new Map([[file, bytes.subarray(0, length)]]));
      const whole = places.filter(({ end }) => end <= length).length;
      const log = open(cut);
      expect(values(log)).toEqual(upTo(whole));
      expect(log.offset('g', 't', 0)?.offset).toBe(whole === 0 ? undefined : whole - 1);
      const kept =
        whole === 0 ? (length < SEGMENT_MAGIC_BYTES ? 0 : SEGMENT_MAGIC_BYTES) : places[whole - 1]!.end;
      expect(log.tornBytes).toBe(length - kept);
      log.append(log.createTopic('t', 1).partitions[0]!, 9, null, `value ${whole}`);
      await log.commit();
      const again = open(cut);
      expect([values(again), again.tornBytes]).toEqual([upTo(whole + 1), 0]);
    }
  });

  it('holds them over several segments as well', async () => {
    const { disk, places } = await written(5, 10);
    expect(disk.files.size).toBe(5);
    for (let segments = 1; segments <= 5; segments++) {
      const { file } = places[segments - 1]!;
      for (let length = 0; length <= disk.size(file); length++) {
        const files = new Map([...disk.files].sort().slice(0, segments));
        files.set(file, files.get(file)!.subarray(0, length));
        const cut = diskOf(files);
        const whole = length === disk.size(file) ? segments : segments - 1;
        const log = open(cut, 10);
        expect(values(log)).toEqual(upTo(whole));
        log.append(log.createTopic('t', 1).partitions[0]!, 9, null, `value ${whole}`);
        await log.commit();
        expect(values(open(cut, 10))).toEqual(upTo(whole + 1));
      }
    }
  });
});

describe('a flipped bit', () => {
  /** Every bit of the bytes from `from` to `to` of a file; calls back with what opening says. */
  const flips = (
    files: ReadonlyMap<string, Buffer>,
    file: string,
    [from, to]: readonly [number, number],
    check: (error: KsqlError | undefined, at: number) => void,
  ): void => {
    for (let at = from; at < to; at++)
      for (const bit of [0, 3, 7]) {
        const damaged = new Map(files).set(file, flip(files.get(file)!, at, bit));
        const disk = diskOf(damaged);
        check(
          failure(() => open(disk)),
          at,
        );
      }
  };

  it('in a segment that is not the last is damage: file and byte are named, nothing is changed', async () => {
    const { disk, places } = await written(4, 120);
    const closed = places.filter(({ file }) => file !== places.at(-1)!.file);
    expect(closed).toHaveLength(3);
    for (const { file, start, recordsAt } of closed)
      flips(disk.files, file, [start, recordsAt - 4], (error, at) => {
        // the checksum of the records is not looked at here: they are not read at opening
        if (at >= start + 12 && at < start + 16) return;
        expect([error?.code, error?.message]).toEqual([
          'LOG_DAMAGED',
          expect.stringMatching(new RegExp(`^${file} .*at byte ${start}$`)),
        ]);
      });
    const damaged = diskOf(
      new Map(disk.files).set(places[0]!.file, flip(disk.files.get(places[0]!.file)!, 30, 1)),
    );
    const before = new Map(damaged.files);
    failure(() => open(damaged));
    expect(damaged.files).toEqual(before);
  });

  it('in the middle of the last segment is damage', async () => {
    const { disk, places } = await written(3);
    const { file, start, recordsAt } = places[1]!;
    // the metadata and its checksum; for the lengths see below
    flips(disk.files, file, [start + 8, start + 12], (error) => expect(error?.code).toBe('LOG_DAMAGED'));
    flips(disk.files, file, [start + 16, recordsAt], (error) =>
      expect([error?.code, error?.message]).toEqual([
        'LOG_DAMAGED',
        `${file} fails its checksum at byte ${start}`,
      ]),
    );
  });

  it('in the length of a commit in the middle is damage, too', async () => {
    const { disk, places } = await written(3);
    const { file, start } = places[1]!;
    flips(disk.files, file, [start, start + 8], (error) => expect(error?.code).toBe('LOG_DAMAGED'));
  });

  it('in a record is damage when it is read', async () => {
    const { disk, places } = await written(3);
    const { file, recordsAt, end } = places[1]!;
    for (let at = recordsAt; at < end; at++) {
      const damaged = diskOf(new Map(disk.files).set(file, flip(disk.files.get(file)!, at, 2)));
      expect(failure(() => values(open(damaged)))?.code).toBe('LOG_DAMAGED');
    }
  });

  it('in the last commit is cut off with it', async () => {
    const { disk, places } = await written(3);
    const { file, start, end } = places[2]!;
    fc.assert(
      fc.property(fc.integer({ min: start + 8, max: end - 1 }), fc.nat(7), (at, bit) => {
        const damaged = diskOf(new Map(disk.files).set(file, flip(disk.files.get(file)!, at, bit)));
        const log = open(damaged);
        expect(values(log)).toEqual(upTo(2));
        expect([log.tornBytes, damaged.size(file)]).toEqual([end - start, start]);
      }),
      { numRuns: 200 },
    );
  });

  it('in the file’s first bytes is another format', async () => {
    const { disk, places } = await written(2);
    const { file } = places[0]!;
    flips(disk.files, file, [0, SEGMENT_MAGIC_BYTES], (error) =>
      expect(error?.message).toBe(`${file} is not a segment of this format version at byte 0`),
    );
  });
});

it('a segment that is missing is damage', async () => {
  const { disk, places } = await written(4, 1);
  disk.files.delete(places[1]!.file);
  const error = failure(() => open(disk));
  expect([error?.code, error?.message]).toEqual(['LOG_DAMAGED', `${places[1]!.file} is missing at byte 0`]);
});

describe('a disk that is full', () => {
  /** Takes `room` bytes and then refuses; what fits is written. */
  const fullDisk = (room: number) => {
    const disk = memoryDisk();
    return {
      ...disk,
      append: (file: string) => ({
        ...disk.append(file),
        write: async (bytes: Buffer) => {
          const left = room - [...disk.files.values()].reduce((sum, { length }) => sum + length, 0);
          await disk.append(file).write(bytes.subarray(0, left));
          if (left < bytes.length)
            throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
        },
      }),
    };
  };

  it('is reported as LOG_IO by every commit from then on; nothing that was committed is lost', async () => {
    const { places } = await written(3, 1e9, false);
    for (let room = 0; room < places[2]!.end; room += 3) {
      const disk = fullDisk(room);
      const log = open(disk);
      let committed = 0;
      const errors: KsqlError[] = [];
      for (let i = 0; i < 3 && errors.length === 0; i++) {
        log.append(log.createTopic('t', 1).partitions[0]!, i, `key ${i}`, `value ${i}`);
        log.setOffset({ group: 'g', topic: 't', partition: 0, offset: i, metadata: '' });
        await log.commit().then(
          () => committed++,
          (error: KsqlError) => errors.push(error),
        );
      }
      expect(errors[0]).toMatchObject({ code: 'LOG_IO', message: expect.stringContaining('ENOSPC') });
      await expect(log.commit()).rejects.toBe(errors[0]);
      expect(() => log.append(log.topics.get('t')!.partitions[0]!, 1, null, 'x')).toThrow('ENOSPC');
      await log.close();
      expect(values(open(diskOf(disk.files)))).toEqual(upTo(committed));
    }
  });

  it('refuses those who share the commit as well', async () => {
    const log = open(fullDisk(0));
    log.createTopic('t', 1);
    const all = await Promise.allSettled([log.commit(), log.commit(), log.commit()]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});

it('a disk that can’t be read is LOG_IO', () => {
  const disk = {
    ...memoryDisk(),
    list: () => {
      throw new Error('EACCES: permission denied');
    },
  };
  expect(failure(() => open(disk))?.code).toBe('LOG_IO');
});

describe('a reader beside the writer', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ksql-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const files = (): Record<string, string> =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'hex')]));

  it('sees what was committed when it opened, and changes no file', async () => {
    const log = open(nodeDisk(folder), 200);
    const partition = log.createTopic('t', 1).partitions[0]!;
    for (let i = 0; i < 10; i++) {
      log.append(partition, i, null, `value ${i}`);
      await log.commit();
      const before = files();
      const reader = readOnly(nodeDisk(folder));
      expect(values(reader)).toEqual(upTo(i + 1));
      await reader.close();
      expect(files()).toEqual(before);
    }
    await log.close();
  });

  it('passes over a commit that is half written, wherever that ends', async () => {
    const { disk, places } = await written(3);
    const { file, start, end } = places[2]!;
    for (let length = start; length < end; length++) {
      const half = diskOf(new Map([[file, disk.files.get(file)!.subarray(0, length)]]));
      expect(values(readOnly(half))).toEqual(upTo(2));
      expect(half.size(file)).toBe(length);
    }
    const fresh = diskOf(new Map([[file, Buffer.from('KSQ')]]));
    expect(values(readOnly(fresh))).toEqual([]);
    expect(fresh.size(file)).toBe(3);
  });

  it('can write nothing', async () => {
    const { disk } = await written(2);
    const before = new Map(disk.files);
    const reader = readOnly(disk);
    const closed = expect.objectContaining({ code: 'LOG_CLOSED' });
    expect(() => reader.createTopic('u', 1)).toThrow(closed);
    expect(() => reader.deleteTopic('t')).toThrow(closed);
    await expect(reader.commit()).rejects.toEqual(closed);
    await reader.close();
    expect(disk.files).toEqual(before);
  });
});
