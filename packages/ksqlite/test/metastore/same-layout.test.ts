import fc from 'fast-check';
import { type Output, outputs, type TestEngine, testEngine } from '../support/engine-bench.ts';

/**
 * A stream over another statement's topic is read without parsing where that comes to the same: checked by reading
 * with columns that do, and with others beside them, and again by a second engine that finds all records on disk.
 */
describe('a topic written by one source and read as another', () => {
  const READERS: Readonly<Record<string, string>> = {
    'the same columns':
      'id INT, name VARCHAR, moment BIGINT, weight DOUBLE, tags ARRAY<VARCHAR>, pos STRUCT<x INT, y DOUBLE>',
    'some, in another order': 'tags ARRAY<VARCHAR>, weight DOUBLE, id INT',
    'one alone': 'pos STRUCT<x INT, y DOUBLE>',
    'one that is not there': 'name VARCHAR, nothing VARCHAR',
    'another type': 'id BIGINT, name VARCHAR',
    'another struct': 'id INT, pos STRUCT<x INT>',
    'names in another case': '`name` VARCHAR, `ID` INT',
  };
  const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
  const double = fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => value + 0);
  const row = fc.record({
    ID: nullable(fc.integer({ min: -1000, max: 1000 })),
    NAME: nullable(fc.string({ unit: 'binary' })),
    MOMENT: nullable(fc.integer()),
    WEIGHT: nullable(double),
    TAGS: nullable(fc.array(nullable(fc.string()), { maxLength: 3 })),
    POS: nullable(fc.record({ X: nullable(fc.integer()), Y: nullable(double) })),
  });

  const read = (engine: TestEngine['engine'], i: number): Output[] => outputs(engine, `OUT_${i}`);

  it.each(Object.entries(READERS))('%s', async (_, columns) => {
    await fc.assert(
      fc.asyncProperty(fc.array(nullable(row), { minLength: 1, maxLength: 8 }), async (rows) => {
        const live = testEngine();
        await live.engine.execute(`
          SET 'auto.offset.reset' = 'earliest';
          CREATE STREAM source (${READERS['the same columns']})
            WITH (KAFKA_TOPIC = 'source', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
          CREATE STREAM written WITH (KAFKA_TOPIC = 'written') AS SELECT * FROM source EMIT CHANGES;
          CREATE STREAM reader (${columns}) WITH (KAFKA_TOPIC = 'written', VALUE_FORMAT = 'JSON');
          CREATE STREAM out_0 AS SELECT * FROM reader EMIT CHANGES;`);
        rows.forEach((value, i) => {
          live.produce('source', null, value === null ? null : JSON.stringify(value), i);
        });
        await live.engine.scheduler.settled();
        // a statement that comes later finds the records as bytes
        await live.engine.execute(
          "SET 'auto.offset.reset' = 'earliest'; CREATE STREAM out_1 AS SELECT * FROM reader EMIT CHANGES;",
        );
        await live.engine.scheduler.settled();
        expect(read(live.engine, 0)).toEqual(read(live.engine, 1));
        expect(live.errors.filter((error) => !error.includes('null'))).toEqual([]);
        await live.close();
      }),
      { numRuns: 25 },
    );
  });
});
