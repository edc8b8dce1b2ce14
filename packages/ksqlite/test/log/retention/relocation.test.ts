import { stateCodec } from '../../../src/formats/value-text.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { KEPT_FOR_EVER, type TopicLog } from '../../../src/log/topic-log.ts';
import { rowCodec } from '../../../src/state/codecs/row-codec.ts';
import { SessionStore } from '../../../src/state/sessions/session-store.ts';
import { STRING } from '../../../src/types/sql-type.ts';
import { countingStore } from '../support/counting-store.ts';
import { clock, DAY, fill, openSmall, partition, values } from '../support/retention-log.ts';

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

describe('what must outlive its segment', () => {
  it('is relocated: records of topics kept for ever, with their offsets', async () => {
    const disk = memoryDisk();
    let log = openSmall(disk);
    for (let i = 0; i < 40; i++) {
      const kept = log.createTopic('kept', 1, { retentionMs: KEPT_FOR_EVER }).partitions[0]!;
      log.append(kept, i, `k${i}`, `v${i}`);
      await fill(log, 't', 30);
      if (i % 7 !== 0) continue;
      log = openSmall(disk);
      expect(partition(log, 'kept').logEndOffset).toBe(i + 1);
    }
    const all = Array.from(
      { length: log.topics.get('kept')!.partitions[0]!.logEndOffset },
      (_, i) => `v${i}`,
    );
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(800);
    for (const each of [log, openSmall(disk)]) {
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
    const log = openSmall(memoryDisk(), { relocatedShare });
    const kept = log.createTopic('kept', 1, { retentionMs: KEPT_FOR_EVER }).partitions[0]!;
    log.append(kept, 1, null, 'x'.repeat(1_900));
    await fill(log, 't', 500);
    expect([partition(log, 't').logStartOffset > 100, values(log, 'kept').length]).toEqual([goes, 1]);
  });

  it('is held by a statement that has not read it', async () => {
    const disk = memoryDisk();
    const log = openSmall(disk);
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
    const log = openSmall(disk);
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
    const log = openSmall(disk);
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
    let log = openSmall(disk, { segmentBytes });
    let store = sessionsOf(log);
    const expected: unknown[][] = [];
    const byStart = ([, a]: unknown[], [, b]: unknown[]): number => Number(a) - Number(b);
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
      log = openSmall(disk, { segmentBytes });
      store = sessionsOf(log);
      const found = store.refs().map((ref) => {
        const session = store.get(ref)!;
        return [session.key, session.start, session.end, store.stateOf(session)];
      });
      expect(found.sort(byStart)).toEqual(expected);
    }
  });

  it('state of stores is, by snapshots', async () => {
    const disk = memoryDisk();
    const log = openSmall(disk);
    const store = countingStore(log, 's');
    store.add('once');
    await fill(log, 't', 500);
    expect(partition(log, 't').logStartOffset).toBeGreaterThan(300);
    expect(countingStore(openSmall(disk), 's').counts).toEqual(new Map([['once', 1]]));
  });
});

it('offsets of groups, topics and settings are those that were, after any number of segments', async () => {
  const disk = memoryDisk();
  let log = openSmall(disk);
  log.createTopic('changed', 2, { retentionMs: 77 });
  log.createTopic('deleted', 1);
  log.setOffset({ group: 'g', topic: 'changed', partition: 1, offset: 5, metadata: 'note' });
  await fill(log, 't', 100);
  log.deleteTopic('deleted');
  await fill(log, 't', 100);
  log.setRetention(log.topics.get('t')!, 12_345);
  await fill(log, 't', 30);
  for (let i = 0; i < 3; i++) {
    log = openSmall(disk);
    expect(log.offset('g', 'changed', 1)).toMatchObject({ offset: 5, metadata: 'note' });
    expect(
      [...log.topics].map(([name, { partitions, retentionMs }]) => [name, partitions.length, retentionMs]),
    ).toEqual([
      ['changed', 2, 77],
      ['t', 1, 12_345],
    ]);
    // a number is not given out twice: records of the deleted topic may still lie about
    const made = log.createTopic(`new ${i}`, 1);
    expect(made.id).toBe(4 + i);
    log.deleteTopic(made.name);
    await fill(log, 't', 30);
  }
});
