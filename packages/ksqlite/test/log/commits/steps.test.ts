import fc from 'fast-check';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTopicLog, type TopicLog } from '../../../src/log/topic-log.ts';

const PARTITIONS = 3;

/** A store that is the list of its changes. */
function store(log: TopicLog) {
  const values: number[] = [];
  const changelog = log.changelog('store', {
    replay: (change) => values.push(change.u32()),
    writeSnapshot: (writer) => {
      writer.u32(values.length);
      for (const value of values) writer.u32(value);
    },
    restore: (snapshot) => {
      for (let left = snapshot.u32(); left > 0; left--) values.push(snapshot.u32());
    },
  });
  const write = (value: number): void => {
    changelog.begin().u32(value);
    changelog.end();
  };
  return { values, write };
}

/** All values of a topic, by partition. */
const contents = (log: TopicLog): string[][] =>
  (log.topics.get('t')?.partitions ?? []).map((partition) =>
    Array.from({ length: partition.logEndOffset }, (_, offset) => String(partition.get(offset).value)),
  );

/** What is done in one step, whether it is taken back, and whether somebody reads or commits behind it. */
const step = fc.record({
  records: fc.array(fc.nat(PARTITIONS - 1), { maxLength: 4 }),
  changes: fc.nat(3),
  isUndone: fc.boolean(),
  reads: fc.boolean(),
  commits: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
  isRead: fc.boolean(),
});

it('a step is taken back as a whole, and nothing else is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const disk = memoryDisk();
      const log = openTopicLog({ disk, now: () => 1 });
      const { partitions } = log.createTopic('t', PARTITIONS);
      const { write } = store(log);
      const wanted: string[][] = partitions.map(() => []);
      const kept: number[] = [];
      let next = 0;
      for (const { records, changes, isUndone, reads, commits, isRead } of steps) {
        // who reads has records kept as objects
        if (isRead) for (const { cursors } of partitions) cursors.push({ position: 0 });
        log.beginStep();
        for (const p of records) {
          const value = `v${next++}`;
          log.append(partitions[p]!, 1, 'k', value);
          if (!isUndone) wanted[p]!.push(value);
        }
        for (let i = 0; i < changes; i++) {
          write(next);
          if (!isUndone) kept.push(next);
          next++;
        }
        if (isUndone) log.undoStep();
        if (reads) expect(contents(log)).toEqual(wanted);
        if (commits) await log.commit();
      }
      expect(contents(log)).toEqual(wanted);
      await log.commit();
      await log.close();
      const again = openTopicLog({ disk, now: () => 1 });
      expect(contents(again)).toEqual(wanted);
      expect(store(again).values).toEqual(kept);
      await again.close();
    }),
    { numRuns: 150 },
  );
});
