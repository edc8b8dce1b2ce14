import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { scriptStatements } from '../../../src/statements/session/script-statements.ts';
import { openSession } from '../../../src/statements/session/session.ts';
import { type Line, openLine } from '../../engine/support/line.ts';

let line: Line;
beforeEach(() => {
  line = openLine(memoryDisk());
});
afterEach(() => line.engine.close());

const CREATE = `CREATE STREAM \${name} (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='\${name}-topic', VALUE_FORMAT='JSON', PARTITIONS=\${n});`;

describe('variables', () => {
  it('stand for names, numbers and in strings, from the next statement on', async () => {
    await line.engine.execute(`DEFINE name = 'cars'; DEFINE n = '3'; ${CREATE}`);
    const [source] = line.engine.sources();
    expect(source).toMatchObject({ name: 'CARS', topic: 'cars-topic', partitions: 3 });
    expect(line.engine.log.topics.get('cars-topic')?.partitions).toHaveLength(3);
  });

  it('come from the caller as well, and the command log has them filled in', async () => {
    const [done] = await line.engine.execute(CREATE, { variables: { NAME: 'cars', n: '1' } });
    expect(done?.sql).toContain('CREATE STREAM cars (');
    expect(done?.effect).toEqual({ creates: 'CARS' });
  });

  it('are gone after UNDEFINE, and after their script', async () => {
    await expect(
      line.engine.execute(`DEFINE name = 'a'; DEFINE n = '1'; UNDEFINE NAME; ${CREATE}`),
    ).rejects.toMatchObject({ code: 'SQL_SYNTAX' });
    await line.engine.execute("DEFINE name = 'a'; DEFINE n = '1';");
    await expect(line.engine.execute(CREATE)).rejects.toMatchObject({ code: 'SQL_SYNTAX' });
    expect(line.engine.sources()).toEqual([]);
  });
});

describe('a session', () => {
  const S =
    "CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);";

  it('carries statement by statement what SET said, and tells each command’s place', () => {
    const session = openSession({ properties: { 'auto.offset.reset': 'latest' } });
    const done = [
      ...scriptStatements(
        `${S} SET 'commit.interval.ms' = '5'; CREATE STREAM t AS SELECT * FROM s;`,
        session,
        line.engine,
      ),
    ].map((statement) => line.engine.run(statement, session));
    expect(done.map(({ sequence }) => sequence)).toEqual([0, undefined, 1]);
    expect(done[2]?.effect).toEqual({ creates: 'T', starts: 'CSAS_T_1' });
    expect(Object.fromEntries(session.properties)).toEqual({
      'auto.offset.reset': 'latest',
      'commit.interval.ms': '5',
    });
  });

  it('refuses a script that can’t be read before its first statement runs', async () => {
    await expect(line.engine.execute(`${S} CREATE STREM t;`)).rejects.toMatchObject({ code: 'SQL_SYNTAX' });
    expect(line.engine.sources()).toEqual([]);
  });
});
