import fc from 'fast-check';
import type { Disk } from '../../../src/log/disk/disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTopicLog, type TopicLog, type TopicLogOptions } from '../../../src/log/topic-log.ts';
import { crashed, recordingDisk } from '../../engine/support/recording-disk.ts';
import { countingStore } from '../support/counting-store.ts';

const open = (disk: Disk, options: Partial<TopicLogOptions> = {}): TopicLog =>
  openTopicLog({ disk, now: () => 0, ...options });

/** A disk that says how many bytes were read from which file. */
function meteredDisk() {
  const disk = memoryDisk();
  const read = new Map<string, number>();
  return {
    ...disk,
    readBytes: read,
    read: (file: string, position: number, length: number) => {
      const bytes = disk.read(file, position, length);
      read.set(file, (read.get(file) ?? 0) + bytes.length);
      return bytes;
    },
  };
}

const NAMES = ['a', 'b', 'c'];
const history = fc.array(
  fc.record({ store: fc.nat(2), key: fc.constantFrom('k', 'l', 'm', 'n'), commit: fc.boolean() }),
  { minLength: 20, maxLength: 120, size: 'max' },
);

describe('snapshots of stores', () => {
  it('make the same state again as all changes would, over any number of restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.constantFrom(100, 700, 1e9),
        fc.constantFrom(1, 40, 300),
        fc.array(fc.nat(120), { maxLength: 4 }),
        async (all, segmentBytes, snapshotBytes, restarts) => {
          const disk = memoryDisk();
          const model = NAMES.map(() => new Map<string, number>());
          const opened = () => {
            const log = open(disk, { segmentBytes, snapshotBytes: snapshotBytes });
            return { log, stores: NAMES.map((name) => countingStore(log, name)) };
          };
          let { log, stores } = opened();
          for (const [i, { store, key, commit }] of all.entries()) {
            stores[store]!.add(key);
            const count = (model[store]!.get(key) ?? 0) + 1;
            if (count < 10) model[store]!.set(key, count);
            else model[store]!.delete(key);
            if (commit) await log.commit();
            if (!restarts.includes(i)) continue;
            await log.commit();
            // else it may still delete a segment that the next one has seen
            await log.close();
            ({ log, stores } = opened());
            expect(stores.map(({ counts }) => counts)).toEqual(model);
          }
          await log.commit();
          await log.close();
          expect(opened().stores.map(({ counts }) => counts)).toEqual(model);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('killed at any byte, the state is that of the last whole commit', async () => {
    const disk = recordingDisk();
    const log = open(disk, { segmentBytes: 60, snapshotBytes: 10 });
    const stores = NAMES.map((name) => countingStore(log, name));
    const after: unknown[] = [NAMES.map(() => new Map())];
    // records hold the segments
    const target = log.createTopic('t', 1).partitions[0]!;
    for (let i = 0; i < 60; i++) {
      stores[(i * 7) % 3]!.add(`${i % 4}`);
      log.append(target, 0, null, 'x');
      await log.commit();
      after.push(stores.map(({ counts }) => new Map(counts)));
    }
    expect(disk.files.size).toBeGreaterThan(5);
    expect(stores.every(({ calls }) => calls.snapshots > 1)).toBe(true);
    for (const [count, { from, to }] of disk.writes.entries())
      for (let torn = 0; torn < to - from; torn += 3) {
        const left = open(memoryDiskOf(crashed(disk, count, torn)), { segmentBytes: 60, snapshotBytes: 10 });
        expect(NAMES.map((name) => countingStore(left, name).counts)).toEqual(after[count]);
      }
  });

  it('bound what is replayed by what there is: twice the state, or the least a snapshot is made for', async () => {
    const disk = memoryDisk();
    const options = { snapshotBytes: 2_000 };
    const log = open(disk, options);
    const store = countingStore(log, 'a', 3);
    for (let i = 0; i < 20_000; i++) {
      store.add(`${i % 500}`);
      if (i % 50 === 0) await log.commit();
    }
    await log.commit();
    const again = countingStore(open(disk, options), 'a', 3);
    expect(again.counts).toEqual(store.counts);
    expect(again.calls.restores).toBe(1);
    // a snapshot of 500 counts has some 5.5 kB, a change 7 bytes
    expect(again.calls.replays).toBeLessThan(1_000);
  });

  it('of idle stores do not hold old segments', async () => {
    const disk = memoryDisk();
    const options = { segmentBytes: 500 };
    const log = open(disk, options);
    const idle = countingStore(log, 'idle');
    idle.add('once');
    const busy = countingStore(log, 'busy');
    for (let i = 0; i < 2_000; i++) {
      busy.add(`${i % 7}`);
      if (i % 10 === 0) await log.commit();
    }
    await log.commit();
    expect(idle.calls.snapshots).toBeGreaterThan(0);
    const all = log.segments();
    expect(Number(all.at(-1)?.slice(0, 16))).toBeGreaterThan(150);
    // without records in them they are deleted as soon as no store needs them
    expect(Number(all[0]?.slice(0, 16))).toBeGreaterThan(100);
    expect(countingStore(open(disk, options), 'idle').counts).toEqual(new Map([['once', 1]]));
  });

  it('are not made of a store that nobody has opened: its changes are kept where they are', async () => {
    const disk = memoryDisk();
    const options = { segmentBytes: 1_000 };
    const log = open(disk, options);
    countingStore(log, 'forgotten').add('x');
    await log.commit();
    const second = open(disk, options);
    const busy = countingStore(second, 'busy');
    for (let i = 0; i < 500; i++) {
      busy.add('y');
      await second.commit();
    }
    expect(countingStore(open(disk, options), 'forgotten').counts).toEqual(new Map([['x', 1]]));
    disk.files.delete(second.segments()[0]!);
    expect(() => open(disk, options)).toThrow(/is missing/);
  });

  it('of a store that was dropped are not needed: its name may be taken again', async () => {
    const disk = memoryDisk();
    const log = open(disk);
    countingStore(log, 'q/0/a').add('x');
    countingStore(log, 'other').add('y');
    await log.commit();
    log.dropChangelogs('q/');
    await log.commit();
    const again = open(disk);
    expect(countingStore(again, 'q/0/a').counts.size).toBe(0);
    expect(countingStore(again, 'other').counts.size).toBe(1);
  });
});

it('opening reads the newest segment and those with the newest state, however many there are', async () => {
  const disk = meteredDisk();
  const options = { segmentBytes: 4_000, snapshotBytes: 500 };
  const log = open(disk, options);
  const target = log.createTopic('t', 1).partitions[0]!;
  const store = countingStore(log, 's');
  const openingReads = (): { files: number; bytes: number } => {
    disk.readBytes.clear();
    open(disk, options);
    return {
      files: disk.readBytes.size,
      bytes: [...disk.readBytes.values()].reduce((sum, n) => sum + n, 0),
    };
  };
  const opened: { files: number; bytes: number }[] = [];
  for (let i = 1; i <= 2_000; i++) {
    log.append(target, i, null, 'x'.repeat(100));
    store.add(`${i % 5}`);
    await log.commit();
    if (i % 100 === 0) opened.push(openingReads());
  }
  expect(log.segments().length).toBeGreaterThan(50);
  // the newest, up to four with state, and the oldest for where topics begin
  for (const { files, bytes } of opened) {
    expect(files).toBeLessThanOrEqual(7);
    expect(bytes).toBeLessThan(20_000);
  }
  const last = openTopicLog({ disk, now: () => 0, readOnly: true });
  expect(String(last.topics.get('t')!.partitions[0]!.get(17).value)).toBe('x'.repeat(100));
  expect(last.topics.get('t')!.partitions[0]!.logEndOffset).toBe(2_000);
});

function memoryDiskOf(files: ReadonlyMap<string, Buffer>) {
  const disk = memoryDisk();
  for (const [file, bytes] of files) disk.files.set(file, Buffer.from(bytes));
  return disk;
}
