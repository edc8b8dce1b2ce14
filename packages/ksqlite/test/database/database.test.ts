import { type Database, KsqlError, openDatabase } from '../../src/index.ts';

const NOW = 1_795_305_600_000;
const SQL = `
  CREATE STREAM readings (sensor VARCHAR KEY, celsius DOUBLE)
    WITH (KAFKA_TOPIC='readings', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE heat AS SELECT sensor, COUNT(*) AS times FROM readings WHERE celsius > 30 GROUP BY sensor EMIT CHANGES;
  CREATE TABLE prices (item VARCHAR PRIMARY KEY, \`price\` DECIMAL(6, 2))
    WITH (KAFKA_TOPIC='prices', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE SOURCE STREAM fixed (v INT) WITH (KAFKA_TOPIC='fixed', VALUE_FORMAT='JSON', PARTITIONS=1);
`;

let now: number;
let db: Database;
beforeEach(async () => {
  now = NOW;
  db = await openDatabase({ now: () => now });
});
afterEach(() => db.close());

const attic = (...celsius: number[]) => celsius.map((each) => ({ sensor: 'attic', celsius: each }));

it('takes options behind a folder that is undefined, as JavaScript can give it', async () => {
  const open = openDatabase as (folder: undefined, options: { now: () => number }) => Promise<Database>;
  const other = await open(undefined, { now: () => 7 });
  await other.execute(SQL);
  await other.insert('readings', attic(31));
  expect(await other.query('SELECT ROWTIME AS t FROM readings;').all()).toEqual([{ T: 7 }]);
  await other.close();
});

describe('execute', () => {
  it('tells what each statement did', async () => {
    const done = await db.execute(SQL);
    expect(done.map(({ message, queryId }) => [message, queryId])).toEqual([
      ['STREAM READINGS created', undefined],
      ['Created query with ID CTAS_HEAT_1', 'CTAS_HEAT_1'],
      ['TABLE PRICES created', undefined],
      ['STREAM FIXED created', undefined],
    ]);
  });

  it('says where it refuses, and keeps what was done before', async () => {
    const refused = db.execute(`${SQL} CREATE STREAM bad AS SELECT sensor, nothing FROM readings;`, {
      file: 'x.sql',
    });
    await expect(refused).rejects.toMatchObject({
      name: 'KsqlError',
      code: 'SQL_UNKNOWN_COLUMN',
      at: { file: 'x.sql', line: 8 },
    });
    expect(db.sources().map(({ name }) => name)).toEqual(['READINGS', 'HEAT', 'PRICES', 'FIXED']);
  });

  it('takes variables and properties along', async () => {
    await db.execute(SQL);
    await db.insert('readings', attic(31));
    await db.execute('CREATE STREAM ${name} AS SELECT * FROM readings EMIT CHANGES;', {
      variables: { name: 'late' },
      properties: { 'auto.offset.reset': 'latest' },
    });
    await db.insert('readings', attic(32));
    await db.settled();
    expect(db.countRecords('LATE')).toBe(1);
  });
});

describe('query', () => {
  beforeEach(() => db.execute(SQL));

  it('gives the rows of a pull query as objects', async () => {
    await db.insert('readings', attic(31, 32));
    await db.settled();
    const query = db.query<{ SENSOR: string; TIMES: number }>('SELECT * FROM heat;');
    expect([query.kind, query.columns]).toEqual([
      'pull',
      [
        { name: 'SENSOR', type: 'STRING', key: true },
        { name: 'TIMES', type: 'BIGINT', key: false },
      ],
    ]);
    expect(await query.all()).toEqual([{ SENSOR: 'attic', TIMES: 2 }]);
  });

  it('gives rows as arrays on request', async () => {
    await db.insert('readings', attic(31));
    const rows = db.query('SELECT sensor, celsius FROM readings EMIT CHANGES LIMIT 1;', { rows: 'arrays' });
    expect(await rows.all()).toEqual([['attic', 31]]);
  });

  it('gives what comes, until the reader leaves', async () => {
    const query = db.query<{ CELSIUS: number }>('SELECT * FROM readings EMIT CHANGES;');
    const seen: number[] = [];
    await db.insert('readings', attic(1, 2, 3));
    for await (const { CELSIUS } of query) {
      seen.push(CELSIUS);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual([1, 2, 3]);
    expect(db.queries().map(({ id }) => id)).toEqual(['CTAS_HEAT_1']);
  });

  it('ends quietly with its signal, before, while and after it is read', async () => {
    const early = db.query('SELECT * FROM readings EMIT CHANGES;', { signal: AbortSignal.abort() });
    expect(await early.all()).toEqual([]);
    const stop = new AbortController();
    const rows = db.query('SELECT * FROM readings EMIT CHANGES;', { signal: stop.signal }).all();
    stop.abort();
    expect(await rows).toEqual([]);
  });

  it('takes SET and DEFINE before the SELECT, and nothing behind it', async () => {
    await db.insert('readings', attic(31));
    const sql =
      "DEFINE least = '30'; SELECT celsius FROM readings WHERE celsius > ${least} EMIT CHANGES LIMIT 1;";
    expect(await db.query(sql).all()).toEqual([{ CELSIUS: 31 }]);
    expect(() => db.query('SELECT * FROM heat; SELECT * FROM heat;')).toThrow(KsqlError);
    expect(() => db.query('SELECT * FROM nowhere EMIT CHANGES;')).toThrow(/NOWHERE does not exist/);
  });
});

describe('insert', () => {
  beforeEach(() => db.execute(SQL));

  it('takes names as SQL does, or exactly as they are', async () => {
    await db.insert('Readings', [{ sensor: 'a', CELSIUS: 1 }, { Sensor: 'b' }]);
    await db.insert('prices', [{ item: 'wheel', price: '12.5' }]);
    const rows = db.query('SELECT * FROM readings EMIT CHANGES LIMIT 2;');
    expect(
      (await rows.all()).sort((one, other) => (String(one.SENSOR) < String(other.SENSOR) ? -1 : 1)),
    ).toEqual([
      { SENSOR: 'a', CELSIUS: 1 },
      { SENSOR: 'b', CELSIUS: null },
    ]);
    expect(await db.query('SELECT * FROM prices EMIT CHANGES LIMIT 1;').all()).toEqual([
      { ITEM: 'wheel', price: '12.50' },
    ]);
  });

  it('stamps records with the clock, or with ROWTIME', async () => {
    now = NOW + 5;
    await db.insert('readings', [
      { sensor: 'attic', celsius: 1 },
      { sensor: 'attic', celsius: 2, rowtime: 7 },
    ]);
    expect(
      await db.query('SELECT ROWTIME FROM readings EMIT CHANGES LIMIT 2;', { rows: 'arrays' }).all(),
    ).toEqual([[NOW + 5], [7]]);
  });

  it.each([
    ['nowhere', [{ v: 1 }], 'SQL_UNKNOWN_SOURCE', /nowhere does not exist/],
    [
      'readings',
      [{ sensor: 'a' }, { sensors: 'a' }],
      'SQL_UNKNOWN_COLUMN',
      /row 2: there is no column sensors/,
    ],
    [
      'readings',
      [{ sensor: 'a' }, { celsius: 'warm' }],
      'SQL_TYPE',
      /row 2: CELSIUS is DOUBLE, .* text "warm"/,
    ],
    ['readings', [{ sensor: 'a', SENSOR: 'a' }], 'SQL_INVALID', /SENSOR is given twice/],
    ['readings', [{ rowtime: -1 }], 'SQL_INVALID', /ROWTIME holds no time/],
    ['prices', [{ price: 1 }], 'SQL_INVALID', /primary key ITEM can not be null/],
    ['prices', [{ item: 'a', price: 1.005 }], 'SQL_TYPE', /does not fit DECIMAL\(6, 2\)/],
    ['fixed', [{ v: 1 }], 'SQL_INVALID', /read-only/],
  ])('writes nothing where a row is refused: %s %j', async (source, rows, code, message) => {
    await expect(db.insert(source, rows)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(['readings', 'prices', 'fixed'].map((topic) => db.countRecords(topic))).toEqual([0, 0, 0]);
  });
});

describe('what it knows', () => {
  beforeEach(() => db.execute(SQL));

  it('describes sources and queries as plain data', () => {
    expect(db.sources()[1]).toEqual({
      kind: 'TABLE',
      name: 'HEAT',
      topic: 'HEAT',
      partitions: 2,
      keyFormat: 'KAFKA',
      valueFormat: 'JSON',
      window: undefined,
      columns: [
        { name: 'SENSOR', type: 'STRING', key: true },
        { name: 'TIMES', type: 'BIGINT', key: false },
      ],
      readOnly: false,
      sql: expect.stringMatching(/^CREATE TABLE heat AS/),
    });
    expect(db.queries()).toEqual([
      {
        id: 'CTAS_HEAT_1',
        sql: expect.any(String),
        reads: ['READINGS'],
        writes: 'HEAT',
        state: 'RUNNING',
        errors: [],
        problems: {},
      },
    ]);
  });

  it('reads a record as the statements do', async () => {
    await db.topics.produce(
      ['{"celsius":"31.5"}', '{"celsius":[]}', null].map((value) => ({
        topic: 'readings',
        key: 'attic',
        partition: 0,
        value,
      })),
    );
    const { columns, read } = db.recordReader('readings');
    expect(columns.map(({ name }) => name)).toEqual(['SENSOR', 'CELSIUS']);
    const records = await db.topics.read('readings', 0, 0, 10);
    expect(records.map(read)).toEqual([
      { values: ['attic', 31.5], deleted: false, timestamp: NOW, window: undefined },
      { unreadable: expect.stringContaining("Can't convert type"), part: 'value' },
      { values: ['attic', null], deleted: true, timestamp: NOW, window: undefined },
    ]);
  });

  it('counts durable records and tells of commits', async () => {
    const counts: number[] = [];
    const stop = db.onCommit(() => counts.push(db.countRecords('readings')));
    await db.insert('readings', attic(31, 32));
    await db.settled();
    expect(counts.at(-1)).toBe(2);
    stop();
    await db.insert('readings', attic(33));
    expect(counts.at(-1)).toBe(2);
    expect(db.countRecords('nowhere')).toBe(0);
  });
});

describe('close', () => {
  it('ends queries and subscriptions, and refuses what comes later; twice is once', async () => {
    await db.execute(SQL);
    const rows = db.query('SELECT * FROM readings EMIT CHANGES;').all();
    const subscription = await db
      .connectTopics()
      .subscribe({ group: 'g', topics: ['readings'], from: 'latest' });
    const polled = subscription.poll(1);
    await Promise.all([db.close(), db[Symbol.asyncDispose]()]);
    expect([await rows, await polled]).toEqual([[], []]);
    await expect(db.insert('readings', attic(1))).rejects.toMatchObject({ code: 'LOG_CLOSED' });
    await expect(db.execute('DROP TABLE heat;')).rejects.toMatchObject({ code: 'LOG_CLOSED' });
  });
});
