import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { change, replayed } from '../support/changes.ts';
import { openLog, values } from '../support/open-log.ts';
import { slowDisk, turns } from '../support/slow-disk.ts';

describe('commits', () => {
  it('asked for while one runs share the next one', async () => {
    const { disk, waiting, release } = slowDisk();
    const log = openLog(disk);
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
    const log = openLog(disk);
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
    const kept = values(openLog(disk), 't');
    expect(kept).toHaveLength(15);
    expect([...kept].sort()).toEqual([...values(log, 't')].sort());
  });

  it('hold what was there when they began, all of it or nothing', async () => {
    const { disk, files, release } = slowDisk();
    const log = openLog(disk);
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
      const read = openLog(copy);
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
    const log = openLog(memoryDisk());
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
    const log = openLog(disk);
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
    expect(values(openLog(disk), 't')).toEqual(['a', 'b']);
  });

  it('are refused once the log is closed', async () => {
    const log = openLog(memoryDisk());
    const target = log.createTopic('t', 1).partitions[0]!;
    await log.close();
    const closed = expect.objectContaining({ code: 'LOG_CLOSED' });
    await expect(log.commit()).rejects.toEqual(closed);
    expect(() => log.append(target, 1, null, 'a')).toThrow(closed);
    expect(() => log.createTopic('u', 1)).toThrow(closed);
  });
});
