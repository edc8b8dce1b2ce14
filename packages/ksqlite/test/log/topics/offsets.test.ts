import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openLog } from '../support/open-log.ts';

describe('offsets of groups', () => {
  it('are kept with their metadata; the last one counts', async () => {
    const disk = memoryDisk();
    const log = openLog(disk);
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
    const reopened = openLog(disk);
    expect(reopened.offset('g', 't', 0)).toEqual(of('g', 0, 6, 'and higher'));
    expect(reopened.offset('g', 't', 1)).toEqual(of('g', 1, 2 ** 40));
    expect(reopened.offset('h', 't', 0)).toEqual(of('h', 0, 1));
    expect(reopened.offset('h', 't', 1)).toBeUndefined();
  });

  it('continue under the group’s id when new groups come after opening', async () => {
    const disk = memoryDisk();
    const set = async (group: string, offset: number): Promise<void> => {
      const log = openLog(disk);
      log.createTopic('t', 1);
      log.setOffset({ group, topic: 't', partition: 0, offset, metadata: group });
      await log.commit();
    };
    await set('a', 1);
    await set('b', 2);
    await set('a', 3);
    const log = openLog(disk);
    expect(['a', 'b'].map((group) => log.offset(group, 't', 0)?.offset)).toEqual([3, 2]);
  });

  it('go with their topic', async () => {
    const disk = memoryDisk();
    const log = openLog(disk);
    log.createTopic('t', 1);
    log.setOffset({ group: 'g', topic: 't', partition: 0, offset: 5, metadata: '' });
    await log.commit();
    log.deleteTopic('t');
    log.createTopic('t', 1);
    await log.commit();
    expect(log.offset('g', 't', 0)).toBeUndefined();
    expect(openLog(disk).offset('g', 't', 0)).toBeUndefined();
  });
});
