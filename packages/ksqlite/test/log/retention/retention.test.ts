import { stateCodec } from '../../../src/formats/value-text.ts';
import type { Disk } from '../../../src/log/disk/disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { segmentNames } from '../../../src/log/segments/segment-name.ts';
import {
  KEPT_FOR_EVER,
  openTopicLog,
  type TopicLog,
  type TopicLogOptions,
} from '../../../src/log/topic-log.ts';
import type { PartitionLog } from '../../../src/log/topics/partition-log.ts';
import { rowCodec } from '../../../src/state/codecs/row-codec.ts';
import { SessionStore } from '../../../src/state/sessions/session-store.ts';
import { STRING } from '../../../src/types/sql-type.ts';
import { countingStore } from '../support/counting-store.ts';

const clock = { now: 0 };
const DAY = 24 * 3_600_000;

beforeEach(() => {
  clock.now = 1_700_000_000_000;
});

const open = (disk: Disk, options: Partial<TopicLogOptions> = {}): TopicLog =>
  openTopicLog({ disk, now: () => clock.now, segmentBytes: 2_000, retentionMs: 1_000, ...options });
const partition = (log: TopicLog, topic: string): PartitionLog => log.topics.get(topic)!.partitions[0]!;
const values = (log: TopicLog, topic: string): string[] =>
  partition(log, topic)
    .committed(0, 1e6)
    .map(({ value }) => String(value));
const from = (first: number, end: number): string[] =>
  Array.from({ length: end - first }, (_, i) => `${first + i} ${'x'.repeat(90)}`);

const sessionsOf = (log: TopicLog): SessionStore =>
  new SessionStore(
    {
      changelog: (name, state) => log.changelog(name, state),
      needs: () => undefined,
      load: () => {
        throw new Error('nothing to load');
      },
      limits: { ...log.limits, sessions: 2 },
      now: () => clock.now,
    },
    {
      name: 'sessions',
      retentionMs: DAY,
      codec: { key: rowCodec([STRING]), state: [stateCodec(STRING)] },
    },
  );

/** Appends records one a commit, `stepMs` apart. */
async function fill(log: TopicLog, topic: string, count: number, stepMs = 10): Promise<void> {
  const target = log.createTopic(topic, 1).partitions[0]!;
  for (let i = 0; i < count; i++) {
    log.append(target, clock.now, null, `${target.logEndOffset} ${'x'.repeat(90)}`);
    await log.commit();
    clock.now += stepMs;
  }
  await settled();
}
/** What is deleted beside is gone. */
const settled = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe('a segment', () => {
  it('goes when the newest of its records is past the retention, the oldest first', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    await fill(log, 't', 500);
    const { logStartOffset: start, logEndOffset: end } = partition(log, 't');
    // ten records a segment, ten ms a record: 1,000 ms are 100 records
    expect(end).toBe(500);
    expect(start).toBeGreaterThan(350);
    expect(start).toBeLessThanOrEqual(400);
    expect(values(log, 't')).toEqual(from(start, 500));
    expect([...disk.files.keys()].sort()).toEqual(log.segments());
    const again = open(disk);
    expect(partition(again, 't').logStartOffset).toBe(start);
    expect(values(again, 't')).toEqual(from(start, 500));
    expect(() => partition(again, 't').get(start - 1)).toThrow(
      expect.objectContaining({ code: 'RECORD_DELETED' }),
    );
  });

  it('stays while another topic in it is kept for longer', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    log.append(log.createTopic('long', 1, { retentionMs: DAY }).partitions[0]!, 1, null, 'kept');
    await fill(log, 't', 500);
    expect([partition(log, 't').logStartOffset, values(log, 'long')]).toEqual([0, ['kept']]);
    clock.now += DAY;
    await fill(log, 't', 50);
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(480);
    expect([values(log, 'long'), partition(log, 'long').logStartOffset]).toEqual([[], 1]);
  });

  it('goes at once for a topic that was deleted', async () => {
    const disk = memoryDisk();
    const log = open(disk, { retentionMs: DAY });
    await fill(log, 'gone', 200, 0);
    log.deleteTopic('gone');
    await fill(log, 't', 100, 0);
    const [oldest] = log.segments();
    expect(Number(oldest?.slice(0, 16))).toBeGreaterThan(180);
    expect(values(log, 't')).toHaveLength(100);
  });

  it('is begun by time as well, so that little is kept for longer than it has to be', async () => {
    const disk = memoryDisk();
    const log = open(disk, { segmentBytes: 1e9, retentionMs: 5_000 });
    await fill(log, 't', 200, 100);
    const { logStartOffset: start } = partition(log, 't');
    // 200 records in 20 s
    expect(start).toBeGreaterThanOrEqual(90);
    expect(start).toBeLessThan(150);
  });

  it('stays for ever where the log is told so', async () => {
    const disk = memoryDisk();
    const log = open(disk, { retentionMs: KEPT_FOR_EVER });
    await fill(log, 't', 300, DAY);
    expect([partition(log, 't').logStartOffset, values(log, 't').length]).toEqual([0, 300]);
  });
});

describe('a file', () => {
  it('that the disk does not delete keeps those behind it, and is tried again', async () => {
    const disk = memoryDisk();
    let refusals = 0;
    const refusing: Disk = {
      ...disk,
      remove: async (file) => {
        if (refusals-- > 0) throw new Error('EIO');
        await disk.remove(file);
      },
    };
    const log = open(refusing);
    await fill(log, 't', 100);
    refusals = 3;
    while (log.segments()[0] === segmentNames(disk.list())[0]) await fill(log, 't', 1);
    for (let i = 0; i < 30; i++) {
      await fill(log, 't', 1);
      const again = open(disk);
      expect(values(again, 't')).toEqual(
        from(partition(again, 't').logStartOffset, partition(again, 't').logEndOffset),
      );
    }
    await fill(log, 't', 30);
    expect(refusals).toBeLessThan(0);
    expect(segmentNames(disk.list())).toEqual(log.segments());
  });

  it('that was to be deleted when its process died is deleted by the next', async () => {
    const disk = memoryDisk();
    const log = open({ ...disk, remove: () => new Promise(() => undefined) });
    await fill(log, 't', 200);
    expect(segmentNames(disk.list()).length).toBeGreaterThan(log.segments().length);
    const again = open(disk);
    await fill(again, 't', 1);
    expect(segmentNames(disk.list())).toEqual(again.segments());
  });
});

describe('what must outlive its segment', () => {
  it('is relocated: records of topics kept for ever, with their offsets', async () => {
    const disk = memoryDisk();
    let log = open(disk);
    for (let i = 0; i < 40; i++) {
      const kept = log.createTopic('kept', 1, { retentionMs: KEPT_FOR_EVER }).partitions[0]!;
      log.append(kept, i, `k${i}`, `v${i}`);
      await fill(log, 't', 30);
      if (i % 7 !== 0) continue;
      log = open(disk);
      expect(partition(log, 'kept').logEndOffset).toBe(i + 1);
    }
    const all = Array.from(
      { length: log.topics.get('kept')!.partitions[0]!.logEndOffset },
      (_, i) => `v${i}`,
    );
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(800);
    for (const each of [log, open(disk)]) {
      expect(values(each, 'kept')).toEqual(all);
      expect(partition(each, 'kept').logStartOffset).toBe(0);
      expect(all.map((_, i) => String(partition(each, 'kept').load(i).value))).toEqual(all);
    }
    expect(log.segments().length).toBeLessThan(20);
  });

  it.each([
    [1 / 4, false],
    [Number.POSITIVE_INFINITY, true],
  ])('is relocated up to the given share of a segment: %d', async (relocatedShare, goes) => {
    const log = open(memoryDisk(), { relocatedShare });
    const kept = log.createTopic('kept', 1, { retentionMs: KEPT_FOR_EVER }).partitions[0]!;
    log.append(kept, 1, null, 'x'.repeat(1_900));
    await fill(log, 't', 500);
    expect([partition(log, 't').logStartOffset > 100, values(log, 'kept').length]).toEqual([goes, 1]);
  });

  it('is held by a statement that has not read it', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    await fill(log, 't', 100);
    const cursor = { position: 50 };
    partition(log, 't').cursors.push(cursor);
    await fill(log, 't', 500);
    expect(partition(log, 't').logStartOffset).toBeLessThanOrEqual(50);
    cursor.position = 600;
    await fill(log, 't', 20);
    await fill(log, 't', 100);
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(400);
  });

  it('is relocated where a statement’s state refers to a few records, which readers do not see any more', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    await fill(log, 't', 100);
    let oldest = 12;
    partition(log, 't').needs.add(() => oldest);
    // all that lies behind it is kept, too, as long as it is much
    await fill(log, 't', 400);
    expect(partition(log, 't').logStartOffset).toBeLessThanOrEqual(12);
    oldest = Number.POSITIVE_INFINITY;
    await fill(log, 't', 150);
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(400);
  });

  it('is held by state that refers to changes in it', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    let oldest = Number.POSITIVE_INFINITY;
    const changelog = log.changelog('s', {
      replay: () => undefined,
      writeSnapshot: (writer) => writer.u8(0),
      restore: () => undefined,
      oldestLsn: () => oldest,
    });
    changelog.begin().string('needed');
    oldest = changelog.end();
    await fill(log, 't', 400);
    expect(partition(log, 't').logStartOffset).toBe(0);
    expect(changelog.read(oldest).string()).toBe('needed');
    oldest = Number.POSITIVE_INFINITY;
    await fill(log, 't', 40);
    await fill(log, 't', 100);
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(200);
  });

  it.each([
    [5, 2_000],
    [1_100, 8_000],
  ])('is written again where a store is idle: %d sessions', async (count, segmentBytes) => {
    const disk = memoryDisk();
    let log = open(disk, { segmentBytes });
    let store = sessionsOf(log);
    const expected: unknown[] = [];
    for (let i = 0; i < count; i++) {
      const key = `k${i}`;
      const state = [`${key} ${'y'.repeat(100)}`];
      const first = store.put(key, [key], i, i, state, [], []);
      // an extended one refers to the change before
      if (i % 2 === 0) store.put(key, [key], i, i + 1, store.stateOf(first), [first], [store.stateOf(first)]);
      expected.push([key, i, i % 2 === 0 ? i + 1 : i, state]);
    }
    await fill(log, 't', (10 * segmentBytes) / 100);
    for (let i = 0; i < 3; i++) {
      const { logStartOffset: start } = partition(log, 't');
      await fill(log, 't', (10 * segmentBytes) / 100);
      expect(partition(log, 't').logStartOffset).toBeGreaterThan(start + (5 * segmentBytes) / 100);
      log = open(disk, { segmentBytes });
      store = sessionsOf(log);
      expect(
        store.refs().map((ref) => {
          const session = store.get(ref)!;
          return [session.key, session.start, session.end, store.stateOf(session)];
        }),
      ).toEqual(expect.arrayContaining(expected));
    }
  });

  it('state of stores is, by snapshots', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    const store = countingStore(log, 's');
    store.add('once');
    await fill(log, 't', 500);
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(300);
    expect(countingStore(open(disk), 's').counts).toEqual(new Map([['once', 1]]));
  });
});

it('offsets of groups, topics and settings are those that were, after any number of segments', async () => {
  const disk = memoryDisk();
  let log = open(disk);
  log.createTopic('told', 2, { retentionMs: 77 });
  log.createTopic('deleted', 1);
  log.setOffset({ group: 'g', topic: 'told', partition: 1, offset: 5, metadata: 'note' });
  await fill(log, 't', 100);
  log.deleteTopic('deleted');
  await fill(log, 't', 100);
  log.setRetention(log.topics.get('t')!, 12_345);
  await fill(log, 't', 30);
  for (let i = 0; i < 3; i++) {
    log = open(disk);
    expect(log.offset('g', 'told', 1)).toMatchObject({ offset: 5, metadata: 'note' });
    expect(
      [...log.topics].map(([name, { partitions, retentionMs }]) => [name, partitions.length, retentionMs]),
    ).toEqual([
      ['told', 2, 77],
      ['t', 1, 12_345],
    ]);
    // a number is not given out twice: records of the deleted topic may still lie about
    const made = log.createTopic(`new ${i}`, 1);
    expect(made.id).toBe(4 + i);
    log.deleteTopic(made.name);
    await fill(log, 't', 30);
  }
});

/** A disk on which a process can be stopped behind any of its writes and deletions. */
function killableDisk() {
  const disk = memoryDisk();
  const states: { readonly files: ReadonlyMap<string, Buffer>; readonly commits: number }[] = [];
  let commits = 0;
  const note = (): void => {
    states.push({ files: new Map(disk.files), commits });
  };
  return {
    ...disk,
    states,
    append: (file: string) => {
      const appending = disk.append(file);
      return {
        ...appending,
        write: async (bytes: Buffer) => {
          // torn in the middle, and whole
          const half = Buffer.concat([
            disk.files.get(file) ?? Buffer.alloc(0),
            bytes.subarray(0, bytes.length / 2),
          ]);
          states.push({ files: new Map(disk.files).set(file, half), commits });
          await appending.write(bytes);
          commits++;
          note();
        },
      };
    },
    remove: async (file: string) => {
      await disk.remove(file);
      note();
    },
  };
}

it.each([
  { segmentBytes: 300, retentionMs: 400 },
  { segmentBytes: 900, retentionMs: 100 },
])(
  'killed behind any write or deletion, a log holds what was committed and was to be kept: %j',
  async (options) => {
    clock.now = 1_700_000_000_000;
    const disk = killableDisk();
    const log = open(disk, options);
    const kept = log.createTopic('kept', 1, { retentionMs: KEPT_FOR_EVER }).partitions[0]!;
    const target = log.createTopic('t', 1).partitions[0]!;
    const store = countingStore(log, 's');
    const after: { counts: ReadonlyMap<string, number>; now: number }[] = [];
    for (let i = 0; i < 60; i++) {
      if (i % 10 === 0) log.append(kept, i, null, `kept ${i / 10}`);
      log.append(target, i, null, `${i} ${'x'.repeat(90)}`);
      store.add(`${i % 3}`);
      await log.commit();
      after.push({ counts: new Map(store.counts), now: clock.now });
      await settled();
      clock.now += 10;
    }
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(0);
    for (const { files, commits } of disk.states) {
      const left = memoryDisk();
      for (const [file, bytes] of files) left.files.set(file, Buffer.from(bytes));
      const again = open(left, options);
      const t = again.topics.get('t')?.partitions[0];
      expect(t?.logEndOffset ?? 0).toBe(commits);
      if (t === undefined) continue;
      expect(values(again, 't')).toEqual(from(t.logStartOffset, commits));
      // all that is younger than the retention is there
      const newest = after[commits - 1]!.now;
      expect(t.logStartOffset).toBeLessThanOrEqual(
        Math.max(0, Math.ceil(commits - 1 - options.retentionMs / 10)),
      );
      expect(newest - t.logStartOffset * 10).toBeGreaterThan(0);
      expect(values(again, 'kept')).toEqual(
        Array.from({ length: Math.ceil(commits / 10) }, (_, i) => `kept ${i}`),
      );
      expect(countingStore(again, 's').counts).toEqual(after[commits - 1]!.counts);
      again.append(t, 1, null, `${commits} ${'x'.repeat(90)}`);
      await again.commit();
      expect(partition(open(left, options), 't').logEndOffset).toBe(commits + 1);
    }
  },
);
