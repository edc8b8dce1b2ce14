import { engineOf } from '../../src/database/engine-of.ts';
import { type ReplayCache, replayCache } from '../../src/engine/replay-cache.ts';
import type { RegisteredSchema, SubjectVersion } from '../../src/schemas/schema-registry.ts';
import { openTestDriver, type TestDriver } from '../../src/testing/index.ts';

const SQL = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='AVRO', PARTITIONS=1);
  CREATE STREAM a AS SELECT id, v + 1 AS v FROM s;
  CREATE STREAM b WITH (VALUE_FORMAT='JSON') AS SELECT * FROM a;`;

/** What was planned, by statement. */
const plans = ({ next }: ReplayCache): unknown[] =>
  [...next.values()].flatMap((cache) => [cache.topology ?? cache.source, ...plans(cache)]);

/** Gives the topic's schema one field more, that has a default. */
function registerNewer(driver: TestDriver): number {
  const { schemaRegistry } = engineOf(driver.database);
  const { schema } = schemaRegistry.version('s-value') as SubjectVersion;
  const { fields, ...record } = JSON.parse(schema);
  const newer = { ...record, fields: [...fields, { name: 'W', type: 'int', default: 0 }] };
  const text = { type: 'AVRO', schema: JSON.stringify(newer), references: [] } as const;
  return (schemaRegistry.register('s-value', text) as RegisteredSchema).id;
}

/** V, which may be null, and W: small enough to be a byte each. */
function avro(id: number, v: number, w: number): Buffer {
  const header = Buffer.alloc(5);
  header.writeInt32BE(id, 1);
  return Buffer.concat([header, Buffer.of(2, 2 * v, 2 * w)]);
}

describe('plans that are kept over restarts', () => {
  it('are made once, those of formats with schemas too, and find the schemas of the newest engine', async () => {
    using first = openTestDriver({ sql: SQL });
    const kept = { files: await first.files(), replayCache: replayCache() };
    openTestDriver(kept).close();
    const planned = plans(kept.replayCache);
    expect(planned).toHaveLength(3);
    expect(planned).not.toContain(undefined);

    using driver = openTestDriver(kept);
    expect(plans(kept.replayCache).map((plan, i) => plan === planned[i])).toEqual([true, true, true]);
    const id = registerNewer(driver);
    driver.produce([{ topic: 's', key: 'x', value: avro(id, 5, 7) }]);
    await driver.restart();
    driver.produce([{ topic: 's', key: 'y', value: avro(id, 8, 9) }]);
    expect(driver.readTopic('B').map(({ value }) => String(value))).toEqual(['{"V":6}', '{"V":9}']);
    expect(driver.errors()).toEqual([]);
  });
});
