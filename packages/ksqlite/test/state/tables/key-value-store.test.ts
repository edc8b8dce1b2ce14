import fc from 'fast-check';
import type { Disk } from '../../../src/log/disk/disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openTopicLog, type TopicLog } from '../../../src/log/topic-log.ts';
import { type RowChanges, rowCodec } from '../../../src/state/codecs/row-codec.ts';
import type { StateContext } from '../../../src/state/state-context.ts';
import { type KeyValueStore, keyValueStore } from '../../../src/state/tables/key-value-store.ts';
import { STRING } from '../../../src/types/sql-type.ts';
import { crashed, recordingDisk } from '../../engine/support/recording-disk.ts';

/** A text that grows: what is new in it is its end. */
const growth: RowChanges = {
  between: ([before], [after]) => {
    const isGrown = String(after).startsWith(String(before));
    return isGrown ? String(after).slice(String(before).length) : undefined;
  },
  apply: ([before], added) => [`${before}${added}`],
};

interface Opened {
  readonly log: TopicLog;
  readonly store: KeyValueStore;
}

function open(disk: Disk, grows: boolean): Opened {
  // a part of a snapshot has a row or two
  const log = openTopicLog({ disk, now: () => 0, segmentBytes: 400, snapshotBytes: 25 });
  const changelog: StateContext['changelog'] = (name, state) => log.changelog(name, state);
  const codec = { key: rowCodec([]), row: rowCodec([STRING]), ...(grows ? { changes: growth } : {}) };
  return { log, store: keyValueStore({ changelog } as StateContext, 'rows', codec) };
}

const rowsOf = ({ entries }: KeyValueStore): unknown => [...entries()].map(([key, { row }]) => [key, ...row]);

/** With a store that writes what is new, the order of rows is nobody's. */
const inOrder = (rows: unknown, grows: boolean): unknown =>
  grows ? (rows as readonly unknown[]).toSorted((a, b) => (String(a) < String(b) ? -1 : 1)) : rows;

type Act = { readonly kind: 'put' | 'grow' | 'delete'; readonly key: string } | 'commit' | 'restart';

function act({ store }: Opened, { kind, key }: Exclude<Act, string>, value: string): void {
  const before = store.get(key);
  if (kind === 'delete') store.delete(key);
  else {
    const text = kind === 'grow' && before !== undefined ? `${before.row[0]}${value}` : value;
    store.put(key, { keyRow: [], row: [text], ts: 1 }, before);
  }
}

const acts = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom('put', 'put', 'grow', 'grow', 'delete'),
        key: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
      }),
    },
    { weight: 3, arbitrary: fc.constant<Act>('commit') },
    { weight: 1, arbitrary: fc.constant<Act>('restart') },
  ) as fc.Arbitrary<Act>,
  { minLength: 40, maxLength: 120, size: 'max' },
);

test('its rows are those that it had, however its snapshots are cut and wherever it was opened again', async () => {
  await fc.assert(
    fc.asyncProperty(acts, fc.boolean(), async (all, grows) => {
      const disk = memoryDisk();
      let opened = open(disk, grows);
      for (const [i, each] of all.entries()) {
        if (each === 'commit') await opened.log.commit();
        else if (each !== 'restart') act(opened, each, `v${i}`);
        else {
          await opened.log.commit();
          const before = rowsOf(opened.store);
          // else it may still delete a segment that the next one has seen
          await opened.log.close();
          opened = open(disk, grows);
          expect(inOrder(rowsOf(opened.store), grows)).toEqual(inOrder(before, grows));
        }
      }
    }),
    { numRuns: 30 },
  );
});

test.each([false, true])(
  'killed anywhere in a snapshot, it has what was committed (grows: %s)',
  async (grows) => {
    const disk = recordingDisk();
    const opened = open(disk, grows);
    // records hold the segments
    const target = opened.log.createTopic('t', 1).partitions[0]!;
    const after: unknown[] = [[]];
    for (let i = 0; i < 40; i++) {
      for (const key of [`k${i % 23}`, `k${(i * 5) % 23}`])
        act(opened, { kind: i % 7 === 3 ? 'delete' : i % 2 === 0 ? 'put' : 'grow', key }, `v${i}`);
      opened.log.append(target, 0, null, 'x');
      await opened.log.commit();
      after.push(rowsOf(opened.store));
    }
    for (let count = 0; count < disk.writes.length; count++) {
      const left = memoryDisk();
      for (const [file, bytes] of crashed(disk, count)) left.files.set(file, Buffer.from(bytes));
      expect(inOrder(rowsOf(open(left, grows).store), grows)).toEqual(inOrder(after[count], grows));
    }
  },
);
