import fc from 'fast-check';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import type { Changelog } from '../../../src/log/topic-log.ts';
import { change, replayed } from '../support/changes.ts';
import { openLog } from '../support/open-log.ts';

describe('changelogs', () => {
  it('are replayed in order, each to its own store', async () => {
    const disk = memoryDisk();
    const log = openLog(disk, { segmentBytes: 100, snapshotBytes: Number.POSITIVE_INFINITY });
    const a = log.changelog('a', replayed());
    const b = log.changelog('b', replayed());
    for (let i = 0; i < 40; i++) {
      change(i % 3 === 0 ? b : a, (writer) => writer.string(`${i}`));
      if (i % 4 === 0) await log.commit();
    }
    await log.commit();
    change(a, (writer) => writer.string('not committed'));
    const reopened = openLog(disk);
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
            const log = openLog(disk, {
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
    const log = openLog(disk, { limits: { recentBytes: 0 } });
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
