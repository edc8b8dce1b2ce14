import { appendCommand } from '../../src/engine/command-log.ts';
import { type Engine, openEngine } from '../../src/engine/engine.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../src/log/topic-log.ts';

const SOURCES: readonly Stored[] = [
  {
    sql: "CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);",
    creates: 'S',
  },
];

interface Stored {
  readonly sql: string;
  readonly creates?: string;
  readonly starts?: string;
}

const query = (sql: string): Stored => ({ sql, creates: 'O', starts: 'CSAS_O_1' });

/** What earlier versions took and ksqlDB refuses: a folder may hold it. */
const TAKEN_BEFORE: readonly (readonly [what: string, statements: readonly Stored[], output: unknown])[] = [
  ['a reserved name', [query('CREATE STREAM o AS SELECT id, ROWTIME FROM s;')], { ROWTIME: 5 }],
  ['a reserved alias', [query('CREATE STREAM o AS SELECT id, v AS windowstart FROM s;')], { WINDOWSTART: 1 }],
  ['no value columns', [query('CREATE STREAM o AS SELECT id FROM s;')], {}],
  ['a key twice', [query('CREATE STREAM o AS SELECT v, v AS w FROM s PARTITION BY v;')], { W: 1 }],
];

/** An engine on a folder that holds these commands, and has run none of their queries yet. */
function openStored(statements: readonly Stored[]): Engine {
  const log = openTopicLog({ disk: memoryDisk(), now: () => 0 });
  for (const { sql, creates, starts } of [...SOURCES, ...statements]) {
    const effect = {
      ...(creates === undefined ? {} : { creates }),
      ...(starts === undefined ? {} : { starts }),
    };
    appendCommand(log, { sql, file: undefined, properties: [], effect }, 0);
  }
  return openEngine({ log, now: () => 0 });
}

describe('a folder with a statement that is refused since', () => {
  it.each(TAKEN_BEFORE)('opens, and the query runs: %s', async (_, statements, output) => {
    const engine = openStored(statements);
    const { partitions } = engine.log.topics.get('s')!;
    engine.log.append(partitions[0]!, 5, 'a', '{"V":1}');
    await engine.scheduler.settled();
    const written = engine.log.topics.get('O')!.partitions[0]!;
    expect(
      [...Array(written.logEndOffset).keys()].map((offset) => String(written.get(offset).value)),
    ).toEqual([JSON.stringify(output)]);
    await engine.close();
  });

  it.each(TAKEN_BEFORE)('refuses the same when it is submitted: %s', async (_, statements) => {
    const engine = openStored([]);
    const script = statements.map(({ sql }) => sql).join(' ');
    await expect(engine.execute(script)).rejects.toMatchObject({ code: 'SQL_INVALID' });
    await engine.close();
  });
});

/** What a query gives for these records of `s` (id 'a', V and time), as [time, value]. */
async function outputOf(engine: Engine, records: readonly (readonly [v: number, ts: number])[]) {
  const { partitions } = engine.log.topics.get('s')!;
  for (const [v, ts] of records) engine.log.append(partitions[0]!, ts, 'a', `{"V":${v}}`);
  await engine.scheduler.settled();
  const written = engine.log.topics.get('O')!.partitions[0]!;
  const output = [...Array(written.logEndOffset).keys()].map((offset) => {
    const { timestamp, value } = written.get(offset);
    return [timestamp, value === null ? null : JSON.parse(String(value))];
  });
  await engine.close();
  return output;
}

/** By the first rules, which a folder has kept, and by today's. */
const RULES_CHANGED: readonly (readonly [
  what: string,
  sql: string,
  records: readonly (readonly [v: number, ts: number])[],
  before: unknown,
  now: unknown,
])[] = [
  [
    'EMIT FINAL without GRACE PERIOD',
    'CREATE TABLE o AS SELECT id, SUM(v) AS v FROM s WINDOW TUMBLING (SIZE 10 MILLISECONDS) GROUP BY id EMIT FINAL;',
    [
      [1, 3],
      [2, 9],
      [4, 10],
    ],
    [],
    [[9, { V: 3 }]],
  ],
  [
    'sessions with a GRACE PERIOD: how long they can grow',
    'CREATE TABLE o AS SELECT id, SUM(v) AS v FROM s WINDOW SESSION (10 MILLISECONDS, GRACE PERIOD 20 MILLISECONDS) GROUP BY id;',
    [
      [1, 66],
      [2, 100],
      [4, 75],
    ],
    [
      [66, { V: 1 }],
      [100, { V: 2 }],
      [66, null],
      [75, { V: 5 }],
    ],
    [
      [66, { V: 1 }],
      [100, { V: 2 }],
      [75, { V: 4 }],
    ],
  ],
  [
    'a late record of a session of EMIT FINAL',
    'CREATE TABLE o AS SELECT id, SUM(v) AS v FROM s WINDOW SESSION (10 MILLISECONDS, GRACE PERIOD 5 MILLISECONDS) GROUP BY id EMIT FINAL;',
    [
      [1, 100],
      [2, 120],
      [4, 108],
      [8, 200],
    ],
    [
      [100, { V: 1 }],
      [108, { V: 5 }],
      [120, { V: 2 }],
    ],
    [
      [100, { V: 1 }],
      [108, { V: 4 }],
      [120, { V: 2 }],
    ],
  ],
  [
    'a field without an alias',
    'CREATE STREAM o AS SELECT id, STRUCT(v := v)->v FROM s;',
    [[1, 3]],
    [[3, { V: 1 }]],
    [[3, { V_1: 1 }]],
  ],
  [
    'what fails inside a WHERE',
    'CREATE STREAM o AS SELECT id, v FROM s WHERE CAST(100 / v AS INT) IS NULL OR v > 1;',
    [
      [0, 1],
      [2, 2],
    ],
    [
      [1, { V: 0 }],
      [2, { V: 2 }],
    ],
    [[2, { V: 2 }]],
  ],
  [
    'what fails inside a GROUP BY',
    'CREATE TABLE o AS SELECT IFNULL(CAST(100 / v AS INT), 7) AS k, COUNT(*) AS n FROM s GROUP BY IFNULL(CAST(100 / v AS INT), 7);',
    [
      [0, 1],
      [50, 2],
    ],
    [
      [1, { N: 1 }],
      [2, { N: 1 }],
    ],
    [[2, { N: 1 }]],
  ],
];

describe('a statement that has other rules since', () => {
  it.each(RULES_CHANGED)('keeps its own in a folder: %s', async (_, sql, records, before) => {
    expect(await outputOf(openStored([query(sql)]), records)).toEqual(before);
  });

  it.each(RULES_CHANGED)('has them when it is submitted: %s', async (_, sql, records, __, now) => {
    const engine = openStored([]);
    await engine.execute(sql);
    expect(await outputOf(engine, records)).toEqual(now);
  });

  it('has them at the next start, too', async () => {
    const disk = memoryDisk();
    const [[, sql, records, , now]] = RULES_CHANGED as [(typeof RULES_CHANGED)[number]];
    const first = openEngine({ log: openTopicLog({ disk, now: () => 0 }), now: () => 0 });
    await first.execute(`${SOURCES[0]!.sql} ${sql}`);
    await first.close();
    const again = openEngine({ log: openTopicLog({ disk, now: () => 0 }), now: () => 0 });
    expect(await outputOf(again, records)).toEqual(now);
  });

  it('keeps what the server’s settings were, where they shape it', async () => {
    const disk = memoryDisk();
    const open = (properties: Readonly<Record<string, string>>): Engine =>
      openEngine({ log: openTopicLog({ disk, now: () => 0 }), now: () => 0, properties });
    const first = open({ 'ksql.output.topic.name.prefix': 'made-', 'auto.offset.reset': 'earliest' });
    await first.execute(`${SOURCES[0]!.sql} CREATE STREAM o AS SELECT * FROM s;`);
    await first.close();
    const again = open({});
    expect(again.sources().map(({ topic }) => topic)).toEqual(['s', 'made-O']);
    await again.close();
  });

  it('counts the window of a RIGHT JOIN from the right side', async () => {
    const join = query(
      'CREATE STREAM o AS SELECT r.id AS id, s.v AS v, r.w AS w FROM s RIGHT JOIN r WITHIN (10 MILLISECONDS, 0 SECONDS) GRACE PERIOD 0 SECONDS ON s.id = r.id;',
    );
    const right = {
      sql: "CREATE STREAM r (id VARCHAR KEY, w INT) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=1);",
      creates: 'R',
    };
    const run = async (engine: Engine): Promise<unknown> => {
      // five ms behind the left record: within ten ms before the right one, and not after the left one
      engine.log.append(engine.log.topics.get('r')!.partitions[0]!, 8, 'a', '{"W":1}');
      return outputOf(engine, [
        [7, 3],
        [0, 1000],
      ]);
    };
    const engine = openStored([right]);
    await engine.execute(join.sql);
    expect(await run(engine)).toEqual([[8, { V: 7, W: 1 }]]);
    expect(await run(openStored([right, join]))).toEqual([]);
  });
});
