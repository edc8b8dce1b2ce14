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
