import { openDatabase } from '../../src/database/open-database.ts';
import { PROCESSING_LOG_ON, PROCESSING_LOG_WITH_ROWS } from '../../src/problems/processing-log-settings.ts';

const SOURCES = `
  CREATE STREAM s (id VARCHAR KEY, t VARCHAR, n INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM numbers (id INT KEY, day VARCHAR, n INT)
    WITH (KAFKA_TOPIC='numbers', VALUE_FORMAT='JSON', PARTITIONS=1, TIMESTAMP='day', TIMESTAMP_FORMAT='yyyy-MM-dd');`;

interface Entry {
  readonly LOGGER: string;
  readonly LEVEL: string;
  readonly TIME: number;
  readonly MESSAGE: Readonly<Record<string, unknown>>;
}

async function open(properties: Readonly<Record<string, string>>) {
  const db = await openDatabase({ properties, now: () => 77 });
  await db.execute(SOURCES);
  const entries = async (): Promise<readonly Entry[]> => {
    await db.settled();
    const rows: unknown[] = [];
    for await (const row of await db.query('SELECT * FROM KSQL_PROCESSING_LOG;')) rows.push(row);
    return rows as Entry[];
  };
  return { db, entries };
}

/** What an entry's message holds besides NULLs. */
const shortOf = ({ LOGGER, MESSAGE }: Entry): unknown => [
  LOGGER,
  Object.fromEntries(Object.entries(MESSAGE).filter(([, value]) => value !== null)),
];

const failed = (
  logger: string,
  errorMessage: string,
  cause: readonly string[],
  record: string | null = null,
) => [
  `processing.${logger}`,
  { TYPE: 1, RECORDPROCESSINGERROR: { ERRORMESSAGE: errorMessage, RECORD: record, CAUSE: cause } },
];

describe('the processing log', () => {
  it('has an entry for each expression that fails, in the words of ksqlDB', async () => {
    const { db, entries } = await open(PROCESSING_LOG_ON);
    await db.execute(
      `
      CREATE STREAM o AS SELECT id, CAST(t AS INT) AS v, 10 / n AS w FROM s;
      CREATE STREAM p AS SELECT id, n FROM s WHERE CAST(t AS INT) > 3;`,
    );
    await db.insert('s', [{ id: 'a', t: 'x', n: 0 }]);
    const all = await entries();
    expect(all.map(shortOf)).toEqual(
      expect.arrayContaining([
        failed('CSAS_O_1.Project', 'Error processing INTEGER', ["'x' is not an INTEGER"]),
        failed('CSAS_O_1.Project', 'Error computing expression (10 / S.N) for column W with index 1', [
          'Division by zero',
        ]),
        failed('CSAS_P_2.WhereFilter', 'Error evaluating predicate (CAST(S.T AS INTEGER) > 3)', [
          "'x' is not an INTEGER",
        ]),
      ]),
    );
    expect(all).toHaveLength(3);
    expect(all[0]).toMatchObject({ LEVEL: 'ERROR', TIME: 77 });
    await db.close();
  });

  it('has an entry for what is left out, with the rows where that is wanted', async () => {
    const { db, entries } = await open(PROCESSING_LOG_WITH_ROWS);
    await db.execute(`
      CREATE TABLE g AS SELECT t, COUNT(*) AS c FROM s
        WINDOW TUMBLING (SIZE 10 MILLISECONDS, GRACE PERIOD 0 SECONDS) GROUP BY t;`);
    await db.topics.produce([
      { topic: 's', key: 'a', value: '{"T":null,"N":1}', timestamp: 100 },
      { topic: 's', key: 'a', value: '{"T":"x","N":1}', timestamp: 100 },
      { topic: 's', key: 'a', value: '{"T":"x","N":2}', timestamp: 5 },
    ]);
    expect((await entries()).map(shortOf)).toEqual([
      failed(
        'CTAS_G_1.Aggregate.GroupBy',
        'Group-by column with index 0 resolved to null. The source row will be excluded from the table.',
        [],
        '[null,"a",null,1]',
      ),
      failed(
        'CTAS_G_1.Aggregate.Aggregate',
        'The record came after its window had closed. It is left out.',
        [],
        '["x","a","x",2]',
      ),
    ]);
    await db.close();
  });

  it('has an entry for each record that can not be read', async () => {
    const { db, entries } = await open(PROCESSING_LOG_WITH_ROWS);
    await db.execute('CREATE STREAM o AS SELECT * FROM numbers;');
    const key = Buffer.from([0, 0, 0, 1]);
    await db.topics.produce([
      { topic: 'numbers', key: Buffer.from([1]), value: '{"DAY":"2026-01-02","N":1}' },
      { topic: 'numbers', key, value: '{"DAY":"2026-01-02","N":"x"}' },
      { topic: 'numbers', key, value: '{"DAY":"soon","N":1}' },
      { topic: 'numbers', key, value: '{"DAY":"2026-01-02","N":1}' },
    ]);
    const all = await entries();
    expect(all.map(shortOf)).toEqual([
      [
        'processing.CSAS_O_1.KsqlTopic.Source.deserializer',
        {
          TYPE: 0,
          DESERIALIZATIONERROR: {
            TARGET: 'key',
            ERRORMESSAGE: 'Failed to deserialize key from topic: numbers. Size of data received is not 4',
            RECORDB64: 'AQ==',
            CAUSE: ['Size of data received is not 4'],
            topic: 'numbers',
          },
        },
      ],
      [
        'processing.CSAS_O_1.KsqlTopic.Source.deserializer',
        {
          TYPE: 0,
          DESERIALIZATIONERROR: expect.objectContaining({
            TARGET: 'value',
            RECORDB64: Buffer.from('{"DAY":"2026-01-02","N":"x"}').toString('base64'),
          }),
        },
      ],
      failed(
        'CSAS_O_1.KsqlTopic.Source',
        'Failed to extract timestamp from row',
        ['the TIMESTAMP column holds no time'],
        '{"DAY":"soon","N":1}',
      ),
    ]);
    await db.close();
  });

  it('holds what queries of clients fail at', async () => {
    const { db, entries } = await open(PROCESSING_LOG_ON);
    await db.insert('s', [{ id: 'a', t: 'x', n: 0 }]);
    for await (const _ of await db.query('SELECT 10 / n AS v FROM s;'));
    expect((await entries()).map(shortOf)).toEqual([
      [expect.stringMatching(/^processing\.transient_S_\d+\.Project$/), expect.objectContaining({ TYPE: 1 })],
    ]);
    await db.close();
  });

  it('does not feed itself, by way of other queries either', async () => {
    const { db, entries } = await open(PROCESSING_LOG_ON);
    await db.execute(
      `
      CREATE STREAM loggers AS SELECT logger AS l, CAST(logger AS INT) AS n FROM KSQL_PROCESSING_LOG;
      CREATE STREAM again AS SELECT CAST(l AS INT) AS n FROM loggers;
      CREATE STREAM o AS SELECT id, CAST(t AS INT) AS v FROM s;`,
    );
    await db.insert('s', [{ id: 'a', t: 'x', n: 0 }]);
    expect(await entries()).toHaveLength(1);
    expect(await entries()).toHaveLength(1);
    await db.close();
  });

  it('is off, where nothing is said, and can have other names', async () => {
    const off = await open({});
    expect(off.db.sources().map(({ name }) => name)).toEqual(['S', 'NUMBERS']);
    await off.db.close();
    const named = await open({
      ...PROCESSING_LOG_ON,
      'ksql.logging.processing.topic.name': 'mishaps',
      'ksql.logging.processing.stream.name': 'MISHAPS',
    });
    expect(named.db.sources().map(({ name, topic }) => [name, topic])).toContainEqual(['MISHAPS', 'mishaps']);
    await named.db.close();
  });
});
