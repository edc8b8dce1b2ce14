import { nodeDisk, openEngine, openTopicLog } from 'ksqlite/internals';
import { embeddedTopics } from 'ksqlite/topics';

const SQL = `
  CREATE STREAM IF NOT EXISTS readings (sensor VARCHAR KEY, celsius DOUBLE)
    WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 4);

  CREATE TABLE IF NOT EXISTS heat WITH (KAFKA_TOPIC = 'heat') AS
    SELECT sensor, COUNT(*) AS times, MAX(celsius) AS highest
    FROM readings
    WHERE celsius > 30
    GROUP BY sensor
    EMIT CHANGES;
`;

/** Sends some readings; gives every change of the table `heat` so far. On the same folder it goes on where it was. */
export async function measureHeat(folder: string, readings: readonly [string, number][]): Promise<string[]> {
  const log = openTopicLog({ disk: nodeDisk(folder), now: Date.now });
  const engine = openEngine({ log, now: Date.now });
  const topics = embeddedTopics(log, engine.scheduler, Date.now).connect();
  try {
    await engine.execute(SQL, { file: 'heat.sql' });
    await topics.produce(
      readings.map(([sensor, celsius]) => ({
        topic: 'readings',
        key: sensor,
        value: JSON.stringify({ celsius }),
      })),
    );
    const changes: string[] = [];
    for (const { partition, start, end } of (await topics.ranges('heat')) ?? [])
      for (const { key, value } of await topics.read('heat', partition, start, end - start))
        changes.push(`${key} ${value}`);
    return changes;
  } finally {
    await engine.close();
  }
}
