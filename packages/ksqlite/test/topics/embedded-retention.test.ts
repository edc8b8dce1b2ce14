import { engineOf, memoryDisk, openOnDisk } from '../../src/testing/index.ts';
import { embeddedTopics } from '../../src/topics/embedded/embedded-topics.ts';

const clock = { now: 1_700_000_000_000 };

/** A topic of 500 records, of which the oldest are deleted; the group `stale` stands at its beginning. */
async function shortened() {
  const engine = engineOf(
    openOnDisk(memoryDisk(), { now: () => clock.now, segmentBytes: 2_000, retentionMs: 1_000 }),
  );
  const { log } = engine;
  const topics = embeddedTopics(log, engine.scheduler, () => clock.now).connect();
  const partition = log.createTopic('t', 1).partitions[0]!;
  log.setOffset({ group: 'stale', topic: 't', partition: 0, offset: 3, metadata: '' });
  for (let i = 0; i < 500; i++) {
    log.append(partition, clock.now, null, `${i} ${'x'.repeat(90)}`);
    await log.commit();
    clock.now += 10;
  }
  expect(partition.logStartOffset).toBeGreaterThan(300);
  return { engine, log, topics, partition };
}

test('a topic says where it begins now', async () => {
  const { engine, topics, partition } = await shortened();
  expect(await topics.ranges('t')).toEqual([{ partition: 0, start: partition.logStartOffset, end: 500 }]);
  await engine.close();
});

test.each(['fresh', 'stale'])('the group %s begins with the oldest record that is left', async (group) => {
  const { engine, topics, partition } = await shortened();
  const subscription = await topics.subscribe({ group, topics: ['t'], from: 'earliest' });
  const [first] = await subscription.poll(1_000);
  expect(String(first?.value)).toBe(`${partition.logStartOffset} ${'x'.repeat(90)}`);
  await subscription.close();
  await engine.close();
});

test.each(['fresh', 'stale'])('or, where %s asked for the latest, with the next one', async (group) => {
  const { engine, log, topics, partition } = await shortened();
  const subscription = await topics.subscribe({ group, topics: ['t'], from: 'latest' });
  log.append(partition, clock.now, null, 'new');
  await log.commit();
  expect((await subscription.poll(1_000)).map(({ value }) => String(value))).toEqual(['new']);
  await subscription.close();
  await engine.close();
});
