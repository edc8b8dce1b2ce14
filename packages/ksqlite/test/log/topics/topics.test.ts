import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openLog, values } from '../support/open-log.ts';

describe('topics', () => {
  it('keep their partitions: another number is refused', async () => {
    const disk = memoryDisk();
    const log = openLog(disk);
    const topic = log.createTopic('t', 2);
    expect(log.createTopic('t', 2)).toBe(topic);
    expect(() => log.createTopic('t', 3)).toThrow(expect.objectContaining({ code: 'TOPIC_PARTITIONS' }));
    await log.commit();
    expect(openLog(disk).topics.get('t')?.partitions).toHaveLength(2);
  });

  it('deleted and made again are empty, before and after opening', async () => {
    const disk = memoryDisk();
    const log = openLog(disk);
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
    const reopened = openLog(disk);
    expect(reopened.topics.get('t')?.partitions).toHaveLength(1);
    expect(values(reopened, 't')).toEqual(['new']);
  });

  it('deleted stay so', async () => {
    const disk = memoryDisk();
    const log = openLog(disk);
    log.createTopic('t', 1);
    await log.commit();
    log.deleteTopic('t');
    log.deleteTopic('never was');
    await log.commit();
    expect(openLog(disk).topics.size).toBe(0);
  });
});
