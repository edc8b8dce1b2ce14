import { readdirSync, readFileSync } from 'node:fs';
import type { KsqlError } from '../../src/errors/ksql-error.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Input, type Line, openLine } from './support/line.ts';
import { recordingDisk } from './support/recording-disk.ts';

const S = `CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;
const at = (key: string, v: number, ts: number, topic = 's'): Input => ({ topic, key, value: { v }, ts });
const valuesOf = (line: Line, topic: string): unknown[] =>
  line
    .topics()
    [topic]!.flat()
    .map((record) => (record as [number, string, string])[2]);
const ids = (line: Line): string[] => line.engine.queries().map(({ id }) => id);
const refused = async (line: Line, sql: string): Promise<KsqlError> =>
  line.engine.execute(sql).then(
    () => {
      throw new Error('was not refused');
    },
    (error: KsqlError) => error,
  );

describe('the command log', () => {
  it('brings streams, tables and queries back under their ids, where they were', async () => {
    const disk = memoryDisk();
    const sql = `${S}
      CREATE STREAM a AS SELECT id, v + 1 AS v FROM s;
      CREATE TABLE n AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;
      INSERT INTO a SELECT id, v * 10 AS v FROM s;`;
    const before = openLine(disk);
    await before.run({ sql });
    await before.run({ inputs: [at('x', 1, 1), at('y', 2, 2)] });
    const known = before.engine.sources().map(({ name, kind, topic }) => [name, kind, topic]);
    const running = ids(before);
    expect(running).toEqual(['CSAS_A_1', 'CTAS_N_2', 'INSERTQUERY_3']);
    await before.engine.close();

    const after = openLine(disk);
    expect(after.engine.sources().map(({ name, kind, topic }) => [name, kind, topic])).toEqual(known);
    expect(ids(after)).toEqual(running);
    await after.run({ inputs: [at('x', 3, 3)] });
    expect(valuesOf(after, 'A')).toEqual([
      '{"V":2}',
      '{"V":10}',
      '{"V":3}',
      '{"V":20}',
      '{"V":4}',
      '{"V":30}',
    ]);
    expect(valuesOf(after, 'N')).toEqual(['{"N":1}', '{"N":1}', '{"N":2}']);
    await after.run({ sql: 'CREATE STREAM b AS SELECT * FROM s;' });
    expect(ids(after)).toEqual([...running, 'CSAS_B_4']);
  });

  it('remembers what was terminated and dropped', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    await before.run({ sql: `${S} CREATE STREAM a AS SELECT * FROM s; CREATE STREAM b AS SELECT * FROM s;` });
    await before.run({ sql: 'TERMINATE CSAS_A_1; DROP STREAM a;' });
    await before.run({ inputs: [at('x', 1, 1)] });
    await before.engine.close();
    const after = openLine(disk);
    expect(ids(after)).toEqual(['CSAS_B_2']);
    expect(after.engine.sources().map(({ name }) => name)).toEqual(['S', 'B']);
    await after.run({ inputs: [at('x', 2, 2)] });
    expect([valuesOf(after, 'A'), valuesOf(after, 'B')]).toEqual([[], ['{"V":1}', '{"V":2}']]);
    await after.run({ sql: 'CREATE STREAM a AS SELECT * FROM s;' });
    expect(ids(after)).toEqual(['CSAS_B_2', 'CSAS_A_3']);
    expect(valuesOf(after, 'A')).toEqual(['{"V":1}', '{"V":2}']);
  });

  it('holds the settings a statement was submitted with', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    await before.run({ sql: S });
    await before.run({ inputs: [at('x', 1, 1)] });
    await before.run({ sql: `SET 'auto.offset.reset'='latest'; CREATE STREAM a AS SELECT * FROM s;` });
    await before.run({ inputs: [at('x', 2, 2)] });
    await before.engine.close();
    const after = openLine(disk);
    await after.run({ inputs: [at('x', 3, 3)] });
    expect(valuesOf(after, 'A')).toEqual(['{"V":2}', '{"V":3}']);
  });

  it('does not hold what was refused, and continues before it', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    const error = await refused(
      before,
      `${S} CREATE STREAM a AS SELECT id, nothing FROM s; CREATE STREAM b AS SELECT * FROM s;`,
    );
    expect(error.code).toBe('SQL_UNKNOWN_COLUMN');
    await before.engine.close();
    const after = openLine(disk);
    expect(after.engine.sources().map(({ name }) => name)).toEqual(['S']);
  });

  it('refuses a row before 1970 with words', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: S });
    const error = await refused(line, "INSERT INTO s (ROWTIME, id, v) VALUES (-1, 'x', 1);");
    expect(error).toMatchObject({
      code: 'SQL_INVALID',
      message: "Failed to insert values into 'S': ROWTIME holds no time: it must be 0 or later",
    });
  });

  it('refuses a row whose expression fails, with its reason', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: S });
    const error = await refused(line, "INSERT INTO s (id, v) VALUES ('x', 1 / 0);");
    expect(error).toMatchObject({
      code: 'SQL_INVALID',
      message: expect.stringMatching(/^Failed to insert values into 'S'\. ./),
      at: { line: 1, column: 36 },
    });
    expect(line.topics()).toMatchObject({ s: [[]] });
  });

  it('is durable when execute resolves, with one write for a script', async () => {
    const disk = recordingDisk();
    const line = openLine(disk);
    await line.run({ sql: `${S} CREATE STREAM a AS SELECT * FROM s;` });
    expect(disk.writes).toHaveLength(1);
    expect(ids(openLine(recordingDisk(disk.files)))).toEqual(['CSAS_A_1']);
  });

  it('runs the line’s own script, and brings it back', async () => {
    const folder = new URL('../../../../ksql/', import.meta.url);
    const disk = memoryDisk();
    const before = openLine(disk);
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort())
      await before.engine.execute(readFileSync(new URL(file, folder), 'utf8'), {
        file,
        variables: { format: 'JSON' },
      });
    const known = [before.engine.sources().map(({ name }) => name), ids(before)];
    await before.engine.close();
    const after = openLine(disk);
    expect([after.engine.sources().map(({ name }) => name), ids(after)]).toEqual(known);
    await after.engine.close();
  });

  it('keeps what is on a topic that was deleted and made again', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    await before.run({ sql: `${S} DROP STREAM s DELETE TOPIC; ${S}` });
    await before.run({ inputs: [at('x', 1, 1)] });
    await before.engine.close();
    expect(valuesOf(openLine(disk), 's')).toEqual(['{"v":1}']);
  });

  it('opens after a topic was deleted that an earlier statement found there', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    before.engine.log.createTopic('t', 1);
    await before.run({
      sql: `CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON'); DROP STREAM s DELETE TOPIC;`,
    });
    await before.engine.close();
    openLine(disk);
  });

  it('opens after a topic was made again with other partitions', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    await before.run({
      sql: `${S} DROP STREAM s DELETE TOPIC; ${S.replace('PARTITIONS=1', 'PARTITIONS=2')}`,
    });
    await before.engine.close();
    openLine(disk);
  });
});

describe('EARLIEST_BY_OFFSET and LATEST_BY_OFFSET', () => {
  it('know over a restart which of two merged sessions was first', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    await before.run({
      sql: `${S} CREATE TABLE o AS SELECT id, EARLIEST_BY_OFFSET(v) AS e, LATEST_BY_OFFSET(v) AS l FROM s
              WINDOW SESSION (10 SECONDS, GRACE PERIOD 1 HOURS) GROUP BY id;`,
    });
    await before.run({ inputs: [at('b', 7, 1), at('b', 8, 2), at('a', 1, 20_000)] });
    await before.engine.close();
    const after = openLine(disk, { steps: 2 });
    await after.run({ inputs: [at('a', 2, 5_000), at('a', 3, 12_000)] });
    expect(valuesOf(after, 'O').at(-1)).toBe('{"E":1,"L":3}');
  });
});

describe('INSERT INTO … VALUES', () => {
  it('writes a record, at the clock’s time or its own, into streams and tables', async () => {
    const line = openLine(memoryDisk());
    await line.run({
      sql: `${S} CREATE TABLE t (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);
        INSERT INTO s VALUES ('a', 1);
        INSERT INTO s (v, id) VALUES (1 + 1, 'b');
        INSERT INTO s (ROWTIME, id) VALUES (1700000000005, 'c');
        INSERT INTO t VALUES ('k', 4);`,
    });
    expect(line.topics().s).toEqual([
      [
        [1000, 'a', '{"V":1}'],
        [1000, 'b', '{"V":2}'],
        [5, 'c', '{"V":null}'],
      ],
    ]);
    expect(valuesOf(line, 't')).toEqual(['{"V":4}']);
  });

  it.each([
    [`INSERT INTO s VALUES ('a');`, 'SQL_INVALID', 1],
    [`INSERT INTO s VALUES ('a', 'text');`, 'SQL_TYPE', 28],
    [`INSERT INTO s (id, w) VALUES ('a', 1);`, 'SQL_UNKNOWN_COLUMN', 20],
    [`INSERT INTO s VALUES (id, 1);`, 'SQL_INVALID', 23],
    [`INSERT INTO nowhere VALUES ('a', 1);`, 'SQL_UNKNOWN_SOURCE', 13],
    [`INSERT INTO t VALUES (NULL, 1);`, 'SQL_INVALID', 1],
  ])('%s is refused', async (sql, code, column) => {
    const line = openLine(memoryDisk());
    await line.run({
      sql: `${S} CREATE TABLE t (id VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC='t', VALUE_FORMAT='JSON', PARTITIONS=1);`,
    });
    const error = await refused(line, sql);
    expect([error.code, error.at?.column]).toEqual([code, column]);
    expect([valuesOf(line, 's'), valuesOf(line, 't')]).toEqual([[], []]);
  });
});

describe('SET auto.offset.reset', () => {
  it('earliest reads what is there, latest what comes', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: S });
    await line.run({ inputs: [at('x', 1, 1)] });
    await line.run({
      sql: `SET 'auto.offset.reset'='latest'; CREATE STREAM late AS SELECT * FROM s;
            SET 'auto.offset.reset'='earliest'; CREATE STREAM early AS SELECT * FROM s;
            UNSET 'auto.offset.reset'; CREATE STREAM usual AS SELECT * FROM s;`,
    });
    await line.run({ inputs: [at('x', 2, 2)] });
    expect(['LATE', 'EARLY', 'USUAL'].map((topic) => valuesOf(line, topic).length)).toEqual([1, 2, 2]);
  });

  it('lasts for one script', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: `${S} SET 'auto.offset.reset'='latest';` });
    await line.run({ inputs: [at('x', 1, 1)] });
    await line.run({ sql: 'CREATE STREAM a AS SELECT * FROM s;' });
    expect(valuesOf(line, 'A')).toHaveLength(1);
  });
});

describe('CREATE … IF NOT EXISTS', () => {
  it('leaves what exists alone, and takes no place in the command log', async () => {
    const disk = memoryDisk();
    const line = openLine(disk);
    await line.run({ sql: `${S} CREATE STREAM a AS SELECT * FROM s;` });
    const commands = valuesOf(line, '_ksql-commands').length;
    await line.run({
      sql: `CREATE STREAM IF NOT EXISTS s (other INT) WITH (KAFKA_TOPIC='o', VALUE_FORMAT='JSON', PARTITIONS=4);
            CREATE STREAM IF NOT EXISTS a AS SELECT id FROM s;`,
    });
    expect(valuesOf(line, '_ksql-commands')).toHaveLength(commands);
    expect([ids(line), Object.keys(line.topics())]).toEqual([['CSAS_A_1'], ['A', '_ksql-commands', 's']]);
  });
});

describe('TERMINATE and DROP', () => {
  it('TERMINATE stops one query or all, and leaves what they made', async () => {
    const line = openLine(memoryDisk());
    await line.run({
      sql: `${S} CREATE STREAM a AS SELECT * FROM s; CREATE STREAM b AS SELECT * FROM s; CREATE STREAM c AS SELECT * FROM s;`,
    });
    await line.run({ inputs: [at('x', 1, 1)] });
    await line.run({ sql: 'TERMINATE CSAS_B_2;' });
    await line.run({ inputs: [at('x', 2, 2)] });
    await line.run({ sql: 'TERMINATE ALL;' });
    await line.run({ inputs: [at('x', 3, 3)] });
    expect(['A', 'B', 'C'].map((topic) => valuesOf(line, topic).length)).toEqual([2, 1, 2]);
    expect(ids(line)).toEqual([]);
    expect(line.engine.sources().map(({ name }) => name)).toEqual(['S', 'A', 'B', 'C']);
  });

  it('DROP takes the stream’s own query along, its topic when told', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: `${S} CREATE STREAM a AS SELECT * FROM s; CREATE STREAM b AS SELECT * FROM s;` });
    await line.run({ sql: 'DROP STREAM a; DROP STREAM b DELETE TOPIC;' });
    expect([ids(line), Object.keys(line.topics())]).toEqual([[], ['A', '_ksql-commands', 's']]);
    await line.run({ sql: 'DROP STREAM IF EXISTS a; DROP TABLE IF EXISTS nothing;' });
    expect(line.engine.sources().map(({ name }) => name)).toEqual(['S']);
  });

  it('DROP of what a query reads or writes is refused with the queries’ names', async () => {
    const line = openLine(memoryDisk());
    await line.run({
      sql: `${S} CREATE STREAM a AS SELECT * FROM s; INSERT INTO a SELECT * FROM s WHERE v > 1;`,
    });
    const read = await refused(line, 'DROP STREAM s;');
    expect([read.code, read.message]).toEqual([
      'SOURCE_IN_USE',
      'Cannot drop S.\nThe following queries read from this source: [INSERTQUERY_2].\nThe following queries write into this source: [].\nYou need to terminate them before dropping S.',
    ]);
    const writtenTo = await refused(line, 'DROP STREAM a;');
    expect([writtenTo.code, writtenTo.at?.column]).toEqual(['SOURCE_IN_USE', 13]);
    expect(writtenTo.message).toContain('INSERTQUERY_2');
    expect(ids(line)).toEqual(['CSAS_A_1', 'INSERTQUERY_2']);
  });

  it('DROP of what another source was made of is refused, terminated or not, before and after a restart', async () => {
    const disk = memoryDisk();
    const before = openLine(disk);
    await before.run({ sql: `${S} CREATE STREAM a AS SELECT * FROM s; TERMINATE CSAS_A_1;` });
    const made = {
      code: 'SOURCE_IN_USE',
      message:
        'Cannot drop S.\nThe following streams and/or tables read from this source: [A].\nYou need to drop them before dropping S.',
    };
    expect(await refused(before, 'DROP STREAM s;')).toMatchObject(made);
    await before.engine.close();
    const after = openLine(disk);
    expect(await refused(after, 'DROP STREAM s;')).toMatchObject(made);
    await after.run({ sql: 'DROP STREAM a; DROP STREAM s;' });
    expect(after.engine.sources()).toEqual([]);
  });

  it('DROP of a second stream over a topic goes through while the first one is read', async () => {
    const line = openLine(memoryDisk());
    await line.run({
      sql: `${S} ${S.replace('STREAM s', 'STREAM again')} CREATE STREAM a AS SELECT * FROM s;`,
    });
    await line.run({ sql: 'DROP STREAM again;' });
  });
});

describe('records that can not be read', () => {
  it('are passed over and reported once by each query, not again after a restart', async () => {
    const disk = memoryDisk();
    const line = openLine(disk);
    await line.run({
      sql: `${S} CREATE STREAM a AS SELECT * FROM s; CREATE STREAM b AS SELECT v, v + 1 AS w FROM s PARTITION BY v;`,
    });
    const bad = { topic: 's', key: 'k', value: { v: 'text' }, ts: 1 };
    await line.run({ inputs: [at('x', 1, 1), bad, at('x', 2, 2)] });
    expect(valuesOf(line, 'A')).toEqual(['{"V":1}', '{"V":2}']);
    expect(line.problems).toHaveLength(2);
    expect(line.problems[0]).toMatch(/^s, partition 0, offset 1: /);
    await line.engine.close();
    const again = openLine(disk);
    await again.run({ inputs: [at('x', 3, 3)] });
    expect([valuesOf(again, 'A').length, again.problems]).toEqual([3, []]);
  });

  it('do not hold up a query that has nothing else to read', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: `${S} CREATE STREAM a AS SELECT * FROM s;` });
    await line.run({ inputs: [{ topic: 's', key: 'k', value: 'no object', ts: 1 }] });
    expect([line.engine.scheduler.backlog(), line.problems.length]).toEqual([0, 1]);
  });
});

describe('a disk that fails', () => {
  it('is reported once; what was committed is there when the engine opens again', async () => {
    const disk = recordingDisk();
    let full = false;
    const failing = {
      ...disk,
      append: (file: string) => {
        const appending = disk.append(file);
        return {
          ...appending,
          write: async (bytes: Buffer) => {
            if (!full) return appending.write(bytes);
            await appending.write(bytes.subarray(0, 20));
            throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
          },
        };
      },
    };
    const line = openLine(failing);
    await line.run({ sql: `${S} CREATE STREAM a AS SELECT * FROM s;` });
    await line.run({ inputs: [at('x', 1, 1)] });
    full = true;
    const io = expect.objectContaining({ code: 'LOG_IO' });
    await expect(line.run({ inputs: [at('x', 2, 2)] })).rejects.toEqual(io);
    await expect(line.engine.scheduler.settled()).rejects.toEqual(io);
    expect(line.problems).toEqual(['KsqlError: the disk refused: ENOSPC: no space left on device, write']);
    await line.engine.close();
    const again = openLine(recordingDisk(disk.files));
    expect([valuesOf(again, 's').length, valuesOf(again, 'A').length]).toEqual([1, 1]);
    await again.run({ inputs: [at('x', 3, 3)] });
    expect(valuesOf(again, 'A')).toEqual(['{"V":1}', '{"V":3}']);
  });
});
