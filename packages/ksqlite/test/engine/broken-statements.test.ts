import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { functionRegistry } from '../../src/functions/function-registry.ts';
import { defineScalar } from '../../src/functions/signature/define-scalar.ts';
import { int } from '../../src/functions/signature/parameter.ts';
import { strict } from '../../src/functions/signature/variant.ts';
import { listQueries } from '../../src/inspect/list-queries.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { INTEGER } from '../../src/types/sql-type.ts';
import { type Input, type Line, openLine } from './support/line.ts';

const twice = defineScalar('TWICE', 'OTHER', '', [strict([int], INTEGER, (n) => n * 2)]);
const { scalars, aggregates, tables } = builtinFunctions;
const WITH_TWICE = { functions: functionRegistry([...scalars, twice], aggregates, tables) };

const SQL = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM a AS SELECT id, TWICE(v) AS v FROM s;
  CREATE STREAM b AS SELECT * FROM s;
  CREATE TABLE n AS SELECT id, COUNT(*) AS n FROM a GROUP BY id;
  INSERT INTO b SELECT id, TWICE(v) AS v FROM s;`;
const record = (v: number): Input => ({ topic: 's', key: 'x', value: { v }, ts: v });
const size = (line: Line, topic: string): number => line.topics()[topic]!.flat().length;
const states = (line: Line): string[] => listQueries(line.engine).map(({ id, state }) => `${id} ${state}`);

/** A folder whose statements call a function, opened without it. */
async function brokenFolder() {
  const disk = memoryDisk();
  const first = openLine(disk, WITH_TWICE);
  await first.run({ sql: SQL });
  await first.run({ inputs: [record(1)] });
  await first.engine.close();
  return disk;
}

describe('a folder with a statement that can’t be executed any more', () => {
  it('opens: its query and those that need what it made are in state ERROR, the others run', async () => {
    const line = openLine(await brokenFolder(), { steps: 2 });
    await line.run({ inputs: [record(2)] });
    expect(states(line)).toEqual([
      'CSAS_B_2 RUNNING',
      'CSAS_A_1 ERROR',
      'CTAS_N_3 ERROR',
      'INSERTQUERY_4 ERROR',
    ]);
    expect(line.problems).toHaveLength(3);
    expect(line.problems[0]).toContain(
      "CSAS_A_1: its statement is stored in the folder and can’t be executed any more: Can't find any functions with the name 'TWICE'.",
    );
    expect(size(line, 'B')).toBe(3);
    await line.engine.close();
  });

  it('continues when it can be executed again, where it was', async () => {
    const disk = await brokenFolder();
    const options = { segmentBytes: 1_000, steps: 2 };
    const broken = openLine(disk, options);
    for (let v = 2; v < 40; v++) await broken.run({ inputs: [record(v)] });
    await broken.engine.close();
    const mended = openLine(disk, { ...options, ...WITH_TWICE, steps: 50 });
    await mended.run({ inputs: [record(40)] });
    expect(states(mended).filter((state) => !state.endsWith('RUNNING'))).toEqual([]);
    expect([size(mended, 'A'), size(mended, 'N'), size(mended, 'B')]).toEqual([40, 40, 80]);
    await mended.engine.close();
  });

  it('is put in order with TERMINATE and DROP', async () => {
    const disk = await brokenFolder();
    const line = openLine(disk, { steps: 2 });
    await expect(line.engine.execute('CREATE STREAM a AS SELECT * FROM s;')).rejects.toMatchObject({
      code: 'SOURCE_EXISTS',
    });
    await expect(line.engine.execute('DROP STREAM a DELETE TOPIC;')).rejects.toMatchObject({
      code: 'SQL_INVALID',
      hint: 'leave DELETE TOPIC out: the topic stays as it is',
    });
    await line.run({ sql: 'TERMINATE INSERTQUERY_4; TERMINATE CTAS_N_3; DROP TABLE n; DROP STREAM a;' });
    expect(states(line)).toEqual(['CSAS_B_2 RUNNING']);
    await line.run({ sql: "CREATE STREAM a WITH (KAFKA_TOPIC='other') AS SELECT * FROM s;" });
    await line.engine.close();
    const after = openLine(disk, { steps: 10 });
    expect(after.problems).toEqual([]);
    expect(states(after)).toEqual(['CSAS_B_2 RUNNING', 'CSAS_A_5 RUNNING']);
    await after.engine.close();
  });

  it('remembers that a query is terminated or paused whose statement can’t be executed', async () => {
    const disk = await brokenFolder();
    const line = openLine(disk, { steps: 2 });
    await line.run({ sql: 'PAUSE ALL; TERMINATE CSAS_A_1; RESUME CSAS_B_2;' });
    expect(listQueries(line.engine).map(({ id, statusCount }) => [id, statusCount])).toEqual([
      ['CSAS_B_2', { RUNNING: 1 }],
      ['CTAS_N_3', { PAUSED: 1 }],
      ['INSERTQUERY_4', { PAUSED: 1 }],
    ]);
    await line.engine.close();
    const mended = openLine(disk, { ...WITH_TWICE, steps: 10 });
    expect(states(mended)).toEqual(['CSAS_B_2 RUNNING', 'CTAS_N_3 RUNNING', 'INSERTQUERY_4 RUNNING']);
    expect(mended.engine.queries().map(({ status }) => status().state)).toEqual([
      'RUNNING',
      'PAUSED',
      'PAUSED',
    ]);
    await mended.engine.close();
  });

  it('takes up what a parser does not take any more', async () => {
    const disk = memoryDisk();
    const line = openLine(disk);
    await line.run({ sql: `${SQL.split(';')[0]};` });
    const { log } = line.engine;
    const command = {
      sql: 'CREATE STREAM z AS GARBLED;',
      properties: [],
      effect: { creates: 'Z', starts: 'CSAS_Z_9' },
    };
    log.append(log.topics.get('_ksql-commands')!.partitions[0]!, 1, null, JSON.stringify(command));
    await log.commit();
    await line.engine.close();
    const after = openLine(disk, { steps: 2 });
    expect(states(after)).toEqual(['CSAS_Z_9 ERROR']);
    await after.run({ sql: 'TERMINATE CSAS_Z_9; DROP STREAM z;' });
    await after.run({ sql: 'CREATE STREAM z AS SELECT * FROM s;' });
    expect(states(after)).toEqual(['CSAS_Z_10 RUNNING']);
    await after.engine.close();
  });
});
