import type { Disk } from '../../../src/log/disk/disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { segmentNames } from '../../../src/log/segments/segment-name.ts';
import { KEPT_FOR_EVER } from '../../../src/log/topic-log.ts';
import { clock, DAY, fill, openSmall, partition, values, valuesFrom } from '../support/retention-log.ts';

describe('a segment', () => {
  it('goes when the newest of its records is past the retention, the oldest first', async () => {
    const disk = memoryDisk();
    const log = openSmall(disk);
    await fill(log, 't', 500);
    const { logStartOffset: start, logEndOffset: end } = partition(log, 't');
    // ten records a segment, ten ms a record: 1,000 ms are 100 records
    expect(end).toBe(500);
    expect(start).toBeGreaterThan(350);
    expect(start).toBeLessThanOrEqual(400);
    expect(values(log, 't')).toEqual(valuesFrom(start, 500));
    expect([...disk.files.keys()].sort()).toEqual(log.segments());
    const again = openSmall(disk);
    expect(partition(again, 't').logStartOffset).toBe(start);
    expect(values(again, 't')).toEqual(valuesFrom(start, 500));
    expect(() => partition(again, 't').get(start - 1)).toThrow(
      expect.objectContaining({ code: 'RECORD_DELETED' }),
    );
  });

  it('stays while another topic in it is kept for longer', async () => {
    const disk = memoryDisk();
    const log = openSmall(disk);
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
    const log = openSmall(disk, { retentionMs: DAY });
    await fill(log, 'gone', 200, 0);
    log.deleteTopic('gone');
    await fill(log, 't', 100, 0);
    const [oldest] = log.segments();
    expect(Number(oldest?.slice(0, 16))).toBeGreaterThan(180);
    expect(values(log, 't')).toHaveLength(100);
  });

  it('is begun by time as well, so that little is kept for longer than it has to be', async () => {
    const disk = memoryDisk();
    const log = openSmall(disk, { segmentBytes: 1e9, retentionMs: 5_000 });
    await fill(log, 't', 200, 100);
    const { logStartOffset: start } = partition(log, 't');
    // 200 records in 20 s
    expect(start).toBeGreaterThanOrEqual(90);
    expect(start).toBeLessThan(150);
  });

  it('stays for ever where the log is told so', async () => {
    const disk = memoryDisk();
    const log = openSmall(disk, { retentionMs: KEPT_FOR_EVER });
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
    const log = openSmall(refusing);
    await fill(log, 't', 100);
    refusals = 3;
    while (log.segments()[0] === segmentNames(disk.list())[0]) await fill(log, 't', 1);
    for (let i = 0; i < 30; i++) {
      await fill(log, 't', 1);
      const again = openSmall(disk);
      expect(values(again, 't')).toEqual(
        valuesFrom(partition(again, 't').logStartOffset, partition(again, 't').logEndOffset),
      );
    }
    await fill(log, 't', 30);
    expect(refusals).toBeLessThan(0);
    expect(segmentNames(disk.list())).toEqual(log.segments());
  });

  it('that was to be deleted when its process died is deleted by the next', async () => {
    const disk = memoryDisk();
    const log = openSmall({ ...disk, remove: () => new Promise(() => undefined) });
    await fill(log, 't', 200);
    expect(segmentNames(disk.list()).length).toBeGreaterThan(log.segments().length);
    const again = openSmall(disk);
    await fill(again, 't', 1);
    expect(segmentNames(disk.list())).toEqual(again.segments());
  });
});
