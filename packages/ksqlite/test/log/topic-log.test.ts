import fc from 'fast-check';
import type { ByteWriter } from '../../src/log/bytes/byte-writer.ts';
import type { Disk } from '../../src/log/disk/disk.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import {
  type Changelog,
  openTopicLog,
  type StoreState,
  type TopicLog,
  type TopicLogOptions,
} from '../../src/log/topic-log.ts';
import { asBuffer, type RecordBytes, type RecordHeader } from '../../src/log/topics/log-record.ts';
import type { PartitionLog } from '../../src/log/topics/partition-log.ts';

const open = (disk: Disk, options: Partial<TopicLogOptions> = {}): TopicLog =>
  openTopicLog({ disk, now: () => 0, ...options });
const partition = (log: TopicLog, topic: string, at = 0): PartitionLog =>
  log.topics.get(topic)!.partitions[at]!;
const values = (log: TopicLog, topic: string): string[] =>
  Array.from({ length: partition(log, topic).logEndOffset }, (_, i) =>
    String(partition(log, topic).get(i).value),
  );
/** Waits as long as a commit that waits for the disk takes to get there. */
const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** A disk on which every write waits until it is let go. */
function slowDisk() {
  const disk = memoryDisk();
  const waiting: (() => void)[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  return {
    files: disk.files,
    waiting,
    mostAtOnce: () => mostAtOnce,
    release: async () => {
      waiting.shift()?.();
      await turns();
    },
    disk: {
      ...disk,
      append: (file: string) => ({
        ...disk.append(file),
        write: async (bytes: Buffer) => {
          mostAtOnce = Math.max(mostAtOnce, ++atOnce);
          await new Promise<void>((resolve) => waiting.push(resolve));
          await disk.append(file).write(bytes);
          atOnce--;
        },
      }),
    },
  };
}

const bytes: fc.Arbitrary<RecordBytes> = fc.oneof(
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const headers: fc.Arbitrary<RecordHeader[]> = fc.array(
  fc.record({
    key: fc.string({ unit: 'grapheme', maxLength: 8 }),
    value: fc.uint8Array({ maxLength: 8 }).map((array) => Buffer.from(array)),
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

const change = (changelog: Changelog, write: (writer: ByteWriter) => void): void => {
  write(changelog.begin());
  changelog.end();
};

describe('records', () => {
  it('are read from disk as they were written, whatever the segments', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { maxLength: 60, size: 'max' }),
        fc.constantFrom(1, 200, 2000),
        async (all, segmentBytes) => {
          const disk = memoryDisk();
          const log = open(disk, { segmentBytes });
          log.createTopic('t', 3);
          for (const one of all) {
            log.append(partition(log, 't', one.partition), one.timestamp, one.key, one.value, one.headers);
            if (one.commit) await log.commit();
          }
          await log.commit();
          await log.close();

          const reopened = open(disk, { segmentBytes });
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
    const log = open(memoryDisk(), { segmentBytes: 500, limits: { recentBytes: 0 } });
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
          const log = open(memoryDisk(), { segmentBytes: 400, limits: { recentBytes } });
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
    const log = open(disk);
    log.append(log.createTopic('t', 1).partitions[0]!, 1, null, 'kept');
    await log.commit();
    log.append(partition(log, 't'), 2, null, 'lost');
    expect(values(log, 't')).toEqual(['kept', 'lost']);
    expect(values(open(disk), 't')).toEqual(['kept']);
  });

  it('go on at the next offset in the last segment after opening', async () => {
    const disk = memoryDisk();
    for (let run = 0; run < 4; run++) {
      const log = open(disk);
      const target = log.createTopic('t', 1).partitions[0]!;
      expect(log.append(target, run, null, `${run}`).offset).toBe(run);
      await log.commit();
      await log.close();
    }
    expect(disk.files.size).toBe(1);
    expect(values(open(disk), 't')).toEqual(['0', '1', '2', '3']);
  });
});

describe('topics', () => {
  it('keep their partitions: another number is refused', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    const topic = log.createTopic('t', 2);
    expect(log.createTopic('t', 2)).toBe(topic);
    expect(() => log.createTopic('t', 3)).toThrow(expect.objectContaining({ code: 'TOPIC_PARTITIONS' }));
    await log.commit();
    expect(open(disk).topics.get('t')?.partitions).toHaveLength(2);
  });

  it('deleted and made anew are empty, before and after opening', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    const old = log.createTopic('t', 2).partitions[0]!;
    log.append(old, 1, null, 'old');
    await log.commit();
    log.append(old, 2, null, 'older still, not committed');
    log.deleteTopic('t');
    expect(log.topics.has('t')).toBe(false);
    const topic = log.createTopic('t', 1);
    log.append(topic.partitions[0]!, 3, null, 'new');
    // who still holds the old one writes to no one
    log.append(old, 4, null, 'to no one');
    await log.commit();
    expect(values(log, 't')).toEqual(['new']);
    const reopened = open(disk);
    expect(reopened.topics.get('t')?.partitions).toHaveLength(1);
    expect(values(reopened, 't')).toEqual(['new']);
  });

  it('deleted stay so', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    log.createTopic('t', 1);
    await log.commit();
    log.deleteTopic('t');
    log.deleteTopic('never was');
    await log.commit();
    expect(open(disk).topics.size).toBe(0);
  });
});

describe('offsets of groups', () => {
  it('are kept with their metadata; the last one counts', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    log.createTopic('t', 2);
    const of = (group: string, at: number, offset: number, metadata = '') =>
      ({ group, topic: 't', partition: at, offset, metadata }) as const;
    expect(log.offset('g', 't', 0)).toBeUndefined();
    log.setOffset(of('g', 0, 5, 'five'));
    log.setOffset(of('g', 1, 2 ** 40));
    await log.commit();
    log.setOffset(of('g', 0, 7, '[1,2] ü'));
    log.setOffset(of('h', 0, 1));
    await log.commit();
    log.setOffset(of('g', 0, 3, 'lower again'));
    log.setOffset(of('g', 0, 6, 'and higher'));
    await log.commit();
    log.setOffset(of('h', 0, 100));
    const reopened = open(disk);
    expect(reopened.offset('g', 't', 0)).toEqual(of('g', 0, 6, 'and higher'));
    expect(reopened.offset('g', 't', 1)).toEqual(of('g', 1, 2 ** 40));
    expect(reopened.offset('h', 't', 0)).toEqual(of('h', 0, 1));
    expect(reopened.offset('h', 't', 1)).toBeUndefined();
  });

  it('go on under the group’s id when new groups come after opening', async () => {
    const disk = memoryDisk();
    const set = async (group: string, offset: number): Promise<void> => {
      const log = open(disk);
      log.createTopic('t', 1);
      log.setOffset({ group, topic: 't', partition: 0, offset, metadata: group });
      await log.commit();
    };
    await set('a', 1);
    await set('b', 2);
    await set('a', 3);
    const log = open(disk);
    expect(['a', 'b'].map((group) => log.offset(group, 't', 0)?.offset)).toEqual([3, 2]);
  });

  it('go with their topic', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    log.createTopic('t', 1);
    log.setOffset({ group: 'g', topic: 't', partition: 0, offset: 5, metadata: '' });
    await log.commit();
    log.deleteTopic('t');
    log.createTopic('t', 1);
    await log.commit();
    expect(log.offset('g', 't', 0)).toBeUndefined();
    expect(open(disk).offset('g', 't', 0)).toBeUndefined();
  });
});

/** A store that is only ever replayed. */
const replayed = (replay: StoreState['replay'] = () => undefined): StoreState => ({
  replay,
  writeSnapshot: () => undefined,
  restore: () => undefined,
});

describe('changelogs', () => {
  it('are replayed in order, each to its own store', async () => {
    const disk = memoryDisk();
    const log = open(disk, { segmentBytes: 100, snapshotBytes: Number.POSITIVE_INFINITY });
    const a = log.changelog('a', replayed());
    const b = log.changelog('b', replayed());
    for (let i = 0; i < 40; i++) {
      change(i % 3 === 0 ? b : a, (writer) => writer.string(`${i}`));
      if (i % 4 === 0) await log.commit();
    }
    await log.commit();
    change(a, (writer) => writer.string('not committed'));
    const reopened = open(disk);
    const changesOf = (store: string): number[] => {
      const seen: number[] = [];
      reopened.changelog(
        store,
        replayed((change) => seen.push(Number(change.string()))),
      );
      return seen;
    };
    expect(changesOf('b')).toEqual(Array.from({ length: 14 }, (_, i) => i * 3));
    expect(changesOf('a')).toEqual(Array.from({ length: 40 }, (_, i) => i).filter((i) => i % 3 !== 0));
    expect(changesOf('never was')).toEqual([]);
  });

  it('are read back by position: before the commit, on the way to the disk, from memory and from disk', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ store: fc.nat(2), bytes: fc.nat(9000), commit: fc.nat(6) }), {
          maxLength: 40,
          size: 'max',
        }),
        fc.constantFrom(1, 20_000, 1e9),
        fc.constantFrom(0, 30_000, 1e9),
        fc.nat(25),
        async (all, segmentBytes, recentBytes, restart) => {
          const disk = memoryDisk();
          const positions: number[] = [];
          const opened = () => {
            const log = open(disk, {
              segmentBytes,
              limits: { recentBytes },
              snapshotBytes: Number.POSITIVE_INFINITY,
            });
            const seen: [number, number][] = [];
            const stores = ['a', 'b', 'c'].map((name) =>
              log.changelog(
                name,
                replayed((change, position) => seen.push([change.u32(), position])),
              ),
            );
            return { log, stores, seen };
          };
          const check = (stores: readonly Changelog[]): void => {
            positions.forEach((position, i) => {
              const read = stores[all[i]!.store]!.read(position);
              expect([read.u32(), read.bytes().length, read.atEnd()]).toEqual([i, all[i]!.bytes, true]);
            });
          };
          let { log, stores } = opened();
          let last: Promise<void> = Promise.resolve();
          for (const [i, { store, bytes, commit }] of all.entries()) {
            if (i === restart) {
              await log.commit();
              await log.close();
              const again = opened();
              expect(again.seen.sort((a, b) => a[0] - b[0])).toEqual(
                positions.map((position, n) => [n, position]),
              );
              ({ log, stores } = again);
            }
            const changelog = stores[store]!;
            const writer = changelog.begin();
            writer.u32(i);
            writer.bytes(Buffer.alloc(bytes, i));
            positions.push(changelog.end());
            if (commit === 0) last = log.commit();
            if (commit === 1) await last;
            if (commit < 3) check(stores);
          }
          await log.commit();
          check(stores);
          check(opened().stores);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that are damaged on disk are noticed, and only those', async () => {
    const disk = memoryDisk();
    const log = open(disk, { limits: { recentBytes: 0 } });
    const store = log.changelog('a', replayed());
    const other = log.changelog('b', replayed());
    const positions = Array.from({ length: 5 }, (_, i) => {
      store.begin().bytes(Buffer.alloc(4096, i));
      return store.end();
    });
    await log.commit();
    // the newest frame stays in memory
    log.setOffset({ group: 'g', topic: 't', partition: 0, offset: 1, metadata: '' });
    await log.commit();
    expect(() => other.read(positions[0]!)).toThrow(/no change of this store/);
    const [file] = disk.files.keys();
    const content = disk.files.get(file!)!;
    const at = content.indexOf(Buffer.alloc(100, 2)) + 2000;
    content.writeUInt8(99, at);
    const outcome = positions.map((position) => {
      try {
        return store.read(position).bytes()[0];
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    expect(outcome).toEqual([0, 'LOG_DAMAGED', 'LOG_DAMAGED', 3, 4]);
  });
});

describe('commits', () => {
  it('asked for while one runs share the next one', async () => {
    const { disk, waiting, release } = slowDisk();
    const log = open(disk);
    const target = log.createTopic('t', 1).partitions[0]!;
    const done: string[] = [];
    log.append(target, 1, null, 'first');
    const first = log.commit().then(() => done.push('first'));
    const shared = Array.from({ length: 5 }, (_, i) => {
      log.append(target, 2, null, `shared ${i}`);
      return log.commit().then(() => done.push('shared'));
    });
    await turns();
    expect([target.highWatermark, waiting.length]).toEqual([0, 1]);
    await release();
    expect([target.highWatermark, waiting.length, done]).toEqual([1, 1, ['first']]);
    await release();
    await Promise.all([first, ...shared]);
    expect(target.highWatermark).toBe(6);
    expect(log.written().commits).toBe(2);
  });

  it('are never written two at a time, whoever asks when', async () => {
    const { disk, release, mostAtOnce } = slowDisk();
    const log = open(disk);
    const target = log.createTopic('t', 1).partitions[0]!;
    const writer = async (name: string): Promise<void> => {
      for (let i = 0; i < 5; i++) {
        log.append(target, i, null, `${name}${i}`);
        await log.commit();
      }
    };
    const writers = Promise.all([writer('a'), writer('b'), writer('c')]);
    for (let i = 0; i < 30; i++) await release();
    await writers;
    expect(mostAtOnce()).toBe(1);
    const kept = values(open(disk), 't');
    expect(kept).toHaveLength(15);
    expect([...kept].sort()).toEqual([...values(log, 't')].sort());
  });

  it('hold what was there when they began, all of it or nothing', async () => {
    const { disk, files, release } = slowDisk();
    const log = open(disk);
    const target = log.createTopic('t', 1).partitions[0]!;
    const store = log.changelog('s', replayed());
    const act = (n: number): void => {
      log.append(target, n, null, `${n}`);
      log.setOffset({ group: 'g', topic: 't', partition: 0, offset: n, metadata: '' });
      change(store, (writer) => writer.u32(n));
    };
    const seen = (): unknown => {
      const copy = memoryDisk();
      for (const [file, content] of files) copy.files.set(file, content);
      const read = open(copy);
      const states: number[] = [];
      read.changelog(
        's',
        replayed((change) => states.push(change.u32())),
      );
      return [values(read, 't'), read.offset('g', 't', 0)?.offset, states];
    };
    act(1);
    const first = log.commit();
    act(2);
    await turns();
    await release();
    await first;
    expect(seen()).toEqual([['1'], 1, [1]]);
    const second = log.commit();
    await turns();
    await release();
    await second;
    expect(seen()).toEqual([['1', '2'], 2, [1, 2]]);
  });

  it('tell their listeners before they resolve', async () => {
    const log = open(memoryDisk());
    const target = log.createTopic('t', 1).partitions[0]!;
    const heard: number[] = [];
    const stop = log.onCommitted(() => heard.push(target.highWatermark));
    log.append(target, 1, null, 'a');
    expect(log.dirty()).toBe(true);
    await log.commit();
    expect(log.dirty()).toBe(false);
    expect(heard).toEqual([1]);
    stop();
    log.append(target, 1, null, 'b');
    await log.commit();
    expect(heard).toEqual([1]);
  });

  it('are waited for when the log is closed, those too that have not begun', async () => {
    const { disk, release } = slowDisk();
    const log = open(disk);
    const target = log.createTopic('t', 1).partitions[0]!;
    const commits = ['a', 'b'].map((value) => {
      log.append(target, 1, null, value);
      return log.commit();
    });
    let closed = false;
    const closing = log.close().then(() => {
      closed = true;
    });
    await turns();
    await release();
    await turns();
    expect(closed).toBe(false);
    await release();
    await Promise.all([...commits, closing]);
    expect(values(open(disk), 't')).toEqual(['a', 'b']);
  });

  it('are refused once the log is closed', async () => {
    const log = open(memoryDisk());
    const target = log.createTopic('t', 1).partitions[0]!;
    await log.close();
    const closed = expect.objectContaining({ code: 'LOG_CLOSED' });
    await expect(log.commit()).rejects.toEqual(closed);
    expect(() => log.append(target, 1, null, 'a')).toThrow(closed);
    expect(() => log.createTopic('u', 1)).toThrow(closed);
  });
});
