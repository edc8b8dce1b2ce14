import { engineOf, memoryDisk, openOnDisk } from '../../src/testing/index.ts';
import { outputs } from '../support/engine-bench.ts';

test('sessions from before a restart merge in the order they were seen, with a clock that was set back', async () => {
  const disk = memoryDisk();
  const open = (now: number) => engineOf(openOnDisk(disk, { now: () => now }));
  const put = async (engine: ReturnType<typeof open>, ts: number, v: number): Promise<void> => {
    engine.log.append(engine.log.topics.get('s')!.partitions[0]!, ts, 'k', `{"V":${v}}`);
    await engine.scheduler.settled();
  };
  const first = open(2_000_000_000_000);
  await first.execute(`
    CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
    CREATE TABLE o AS SELECT id, EARLIEST_BY_OFFSET(v) AS first, LATEST_BY_OFFSET(v) AS last
      FROM s WINDOW SESSION (10 MILLISECONDS, GRACE PERIOD 1 HOUR) GROUP BY id;`);
  await put(first, 100, 1);
  await first.close();

  const second = open(1_000_000_000_000);
  await put(second, 80, 2);
  // both sessions become one
  await put(second, 90, 3);
  expect(outputs(second, 'O').at(-1)!.value).toEqual({ FIRST: 1, LAST: 3 });
  await second.close();
});
