import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { KEPT_FOR_EVER } from '../../../src/log/topic-log.ts';
import { countingStore } from '../support/counting-store.ts';
import {
  clock,
  deletionsDone,
  openSmall,
  partition,
  valueAt,
  values,
  valuesFrom,
} from '../support/retention-log.ts';

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
    const disk = killableDisk();
    const log = openSmall(disk, options);
    const kept = log.createTopic('kept', 1, { retentionMs: KEPT_FOR_EVER }).partitions[0]!;
    const target = log.createTopic('t', 1).partitions[0]!;
    const store = countingStore(log, 's');
    const after: { counts: ReadonlyMap<string, number>; now: number }[] = [];
    for (let i = 0; i < 60; i++) {
      if (i % 10 === 0) log.append(kept, i, null, `kept ${i / 10}`);
      log.append(target, i, null, valueAt(i));
      store.add(`${i % 3}`);
      await log.commit();
      after.push({ counts: new Map(store.counts), now: clock.now });
      await deletionsDone();
      clock.now += 10;
    }
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(0);
    for (const { files, commits } of disk.states) {
      const left = memoryDisk();
      for (const [file, bytes] of files) left.files.set(file, Buffer.from(bytes));
      const again = openSmall(left, options);
      const t = again.topics.get('t')?.partitions[0];
      expect(t?.logEndOffset ?? 0).toBe(commits);
      if (t === undefined) continue;
      expect(values(again, 't')).toEqual(valuesFrom(t.logStartOffset, commits));
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
      again.append(t, 1, null, valueAt(commits));
      await again.commit();
      expect(partition(openSmall(left, options), 't').logEndOffset).toBe(commits + 1);
    }
  },
);
