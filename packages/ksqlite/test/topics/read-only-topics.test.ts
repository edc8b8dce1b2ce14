import { openDatabase } from '../../src/index.ts';

it('takes no raw records for the topics that the engine writes, nor lets SQL delete them', async () => {
  const database = await openDatabase();
  await database.execute(`
    CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='AVRO', PARTITIONS=1);
    CREATE STREAM registry (v INT) WITH (KAFKA_TOPIC='_schemas', VALUE_FORMAT='JSON');`);
  const sent = { key: null, value: '{}' };
  for (const topic of ['_schemas', '_ksql-commands'])
    await expect(
      database.topics.produce([
        { topic: 's', ...sent },
        { topic, ...sent },
      ]),
    ).rejects.toMatchObject({
      code: 'TOPIC_READ_ONLY',
    });
  expect(await database.topics.ranges('s')).toMatchObject([{ end: 0 }]);
  await expect(database.execute('DROP STREAM registry DELETE TOPIC;')).rejects.toThrow(
    'Cannot delete read-only topic: _schemas',
  );
  expect(await database.topics.list()).toContain('_schemas');
  await database.close();
});
