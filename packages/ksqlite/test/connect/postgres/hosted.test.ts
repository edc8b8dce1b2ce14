/** The connector as a database hosts it: records on topics as JSON, its password nowhere. */
import { hostConnectors } from '../../../src/database/host-connectors.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { openOnDisk } from '../../../src/testing/index.ts';
import { describeOnPostgres } from '../../support/postgres/on-postgres.ts';
import { readAll } from '../../support/read-all.ts';
import { connect, keysFor } from './run-connector.ts';

describeOnPostgres('PostgreSQL’s connector in a database', (server) => {
  test('writes rows and changes to topics', async () => {
    const client = await connect(server().port);
    await client.query(
      `CREATE TABLE parts (id TEXT PRIMARY KEY, price NUMERIC(10,2), big BIGINT); INSERT INTO parts VALUES ('a', 1.50, 9007199254740993)`,
    );
    const database = openOnDisk(memoryDisk(), { now: Date.now });
    const worker = await hostConnectors({
      connectTopics: () => database.connectTopics(),
      connectors: [],
      retryMs: 1,
    });
    const json = {
      'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'key.converter.schemas.enable': 'false',
    };
    await worker.create('shop', {
      ...keysFor(server().port, 'postgres'),
      ...json,
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
      'connector.class': 'io.debezium.connector.postgresql.PostgresConnector',
      'decimal.handling.mode': 'string',
    });
    const records = () => worker.get('shop').tasks()[0]?.counts.records ?? 0;
    await worker.until(() => records() === 1);
    await client.query(`BEGIN; UPDATE parts SET price = 2; DELETE FROM parts; COMMIT`);
    await worker.until(() => records() === 4);
    const written = (await readAll(database.topics, 'shop.public.parts')).map(({ key, value }) => [
      String(key),
      value === null ? null : String(value),
    ]);
    expect(written.map(([key]) => key)).toEqual(Array(4).fill('{"id":"a"}'));
    expect(written[0]?.[1]).toContain('"after":{"id":"a","price":"1.50","big":9007199254740993}');
    expect(written.map(([, value]) => /"op":"(.)"/.exec(value ?? '')?.[1])).toEqual([
      'r',
      'u',
      'd',
      undefined,
    ]);
    await worker.close();
    await database.close();
    await client.end();
  });
});
