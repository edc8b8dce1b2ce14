import type { AggregateFunction } from '../../src/functions/aggregate-function.ts';
import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { type FunctionRegistry, functionRegistry } from '../../src/functions/function-registry.ts';
import { defineScalar } from '../../src/functions/signature/define-scalar.ts';
import { arrayOf, int } from '../../src/functions/signature/parameter.ts';
import { strict } from '../../src/functions/signature/variant.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { PROCESSING_LOG_ON } from '../../src/problems/processing-log-settings.ts';
import { array, BIGINT, INTEGER } from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';
import { type Input, type Line, openLine } from '../engine/support/line.ts';

const NO_NUMBER = Symbol('not a value') as unknown as SqlValue;

/** How many rows there are; with a defect of which the sink hears, when the state is changed already: it gives no number for 2. */
const counter = (isBroken: boolean): AggregateFunction => ({
  name: 'TALLY',
  description: '',
  signatures: ['TALLY(*)'],
  bind: () => ({
    stateType: BIGINT,
    returns: BIGINT,
    initial: 0,
    add: (state) => (state as number) + 1,
    merge: (a, b) => (a as number) + (b as number),
    undo: (state) => (state as number) - 1,
    result: (state) => (isBroken && state === 2 ? NO_NUMBER : state),
  }),
});
/** A list with what is no number in the place of 13. */
const spoiler = (isBroken: boolean) =>
  defineScalar('SPOIL', 'OTHER', '', [
    strict([arrayOf(int)], array(INTEGER), (list) =>
      list.map((one) => (isBroken && one === 13 ? NO_NUMBER : one)),
    ),
  ]);
const functions = (isBroken: boolean): FunctionRegistry =>
  functionRegistry(
    [...builtinFunctions.scalars, spoiler(isBroken)],
    [...builtinFunctions.aggregates, counter(isBroken)],
    builtinFunctions.tables,
  );
const BROKEN = { functions: functions(true) };
const MENDED = { functions: functions(false) };

const SQL = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE TABLE t AS SELECT id, TALLY(v) AS n FROM s GROUP BY id;
  CREATE STREAM a AS SELECT * FROM s;
  CREATE STREAM j AS SELECT a.id AS id, a.v AS v, t.n AS n FROM a JOIN t ON a.id = t.id;`;
const record = (v: number, key = 'x'): Input => ({ topic: 's', key, value: { v }, ts: v });
const valuesOf = (line: Line, topic: string): unknown[] =>
  line
    .topics()
    [topic]!.flat()
    .map((one) => (one as [number, string, string])[2]);
const states = (line: Line): string[] =>
  line.engine.queries().map(({ id, status }) => `${id} ${status().state}`);

describe('a query that fails', () => {
  it('has an entry of the processing log for that', async () => {
    const line = openLine(memoryDisk(), { ...BROKEN, properties: PROCESSING_LOG_ON });
    line.engine.log.createTopic('default_ksql_processing_log', 1);
    await line.run({ sql: SQL });
    await line.run({ inputs: [record(1), record(2), record(3)] });
    const entries = valuesOf(line, 'default_ksql_processing_log').map((entry) => JSON.parse(String(entry)));
    expect(entries).toMatchObject([
      {
        logger: 'processing.CTAS_T_1.ksql.logger.thread.exception.uncaught',
        message: {
          type: 4,
          recordProcessingError: null,
          kafkaStreamsThreadError: {
            errorMessage: 'Unhandled exception caught in streams thread',
            threadName: 'topic s, partition 0, offset 1',
            cause: [expect.any(String)],
          },
        },
      },
    ]);
    await line.engine.close();
  });

  it('is in state ERROR with its record unread, and the others run on', async () => {
    const line = openLine(memoryDisk(), BROKEN);
    await line.run({ sql: SQL });
    await line.run({ inputs: [record(1), record(2), record(3)] });
    await line.run({ inputs: [record(4, 'y')] });
    expect(states(line)).toEqual(['CTAS_T_1 ERROR', 'CSAS_A_2 RUNNING', 'CSAS_J_3 RUNNING']);
    expect(valuesOf(line, 'T')).toEqual(['{"N":1}']);
    expect(valuesOf(line, 'A')).toEqual(['{"V":1}', '{"V":2}', '{"V":3}', '{"V":4}']);
    expect(valuesOf(line, 'J')).toEqual(['{"V":2,"N":1}', '{"V":3,"N":1}']);
    const [error] = line.engine.queries()[0]!.status().errors;
    expect(error).toMatchObject({ type: 'UNKNOWN', timestamp: 1_700_000_002_000 });
    expect(error!.errorMessage).toMatch(/^topic s, partition 0, offset 1: TypeError: /);
    expect(line.problems).toHaveLength(1);
    expect(line.engine.log.offset('CTAS_T_1/main', 's', 0)?.offset).toBe(1);
    await line.engine.close();
  });

  it('tries again when the folder is opened, with the state that it had before its record', async () => {
    const disk = memoryDisk();
    const first = openLine(disk, BROKEN);
    await first.run({ sql: SQL });
    await first.run({ inputs: [record(1), record(2), record(3)] });
    await first.engine.close();

    const again = openLine(disk, { ...BROKEN, steps: 2 });
    await again.run({ inputs: [record(4)] });
    expect(states(again)[0]).toBe('CTAS_T_1 ERROR');
    expect(valuesOf(again, 'T')).toEqual(['{"N":1}']);
    await again.engine.close();

    const mended = openLine(disk, { ...MENDED, steps: 3 });
    await mended.run({ inputs: [record(5)] });
    expect(states(mended)).toEqual(['CTAS_T_1 RUNNING', 'CSAS_A_2 RUNNING', 'CSAS_J_3 RUNNING']);
    expect(valuesOf(mended, 'T')).toEqual(['{"N":1}', '{"N":2}', '{"N":3}', '{"N":4}', '{"N":5}']);
    await mended.engine.close();
  });

  it('keeps what it needs while segments go, and is terminated and dropped like any other', async () => {
    const disk = memoryDisk();
    const options = { ...BROKEN, segmentBytes: 1_000 };
    const line = openLine(disk, options);
    await line.run({ sql: SQL });
    for (let v = 1; v < 60; v++) await line.run({ inputs: [record(v)] });
    expect(states(line)[0]).toBe('CTAS_T_1 ERROR');
    await line.engine.close();
    const after = openLine(disk, { ...options, steps: 100 });
    await after.run({ inputs: [record(60)] });
    expect(states(after)[0]).toBe('CTAS_T_1 ERROR');
    await after.run({ sql: 'TERMINATE CTAS_T_1; TERMINATE CSAS_J_3; DROP STREAM j; DROP TABLE t;' });
    expect(states(after)).toEqual(['CSAS_A_2 RUNNING']);
    await after.run({ inputs: [record(61)] });
    expect(valuesOf(after, 'A')).toHaveLength(61);
    await after.engine.close();
    const last = openLine(disk, { ...options, steps: 200 });
    expect(states(last)).toEqual(['CSAS_A_2 RUNNING']);
    await last.engine.close();
  });

  it('takes back all that its record had written already', async () => {
    const disk = memoryDisk();
    const sql = `
      CREATE STREAM s (id VARCHAR KEY, v ARRAY<INT>) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
      CREATE STREAM e WITH (PARTITIONS=3) AS SELECT EXPLODE(SPOIL(v)) AS v, id FROM s PARTITION BY id;
      CREATE STREAM p WITH (PARTITIONS=3) AS SELECT v AS k, id FROM e PARTITION BY v;
      CREATE TABLE n AS SELECT id, COUNT(*) AS n FROM e GROUP BY id;`;
    const line = openLine(disk, BROKEN);
    await line.run({ sql });
    const list = (ts: number, ...v: number[]): Input => ({ topic: 's', key: 'x', value: { v }, ts });
    await line.run({ inputs: [list(1, 1, 2), list(2, 3, 4, 13, 5)] });
    await line.run({ inputs: [list(3, 6)] });
    expect(states(line)).toEqual(['CSAS_E_1 ERROR', 'CSAS_P_2 RUNNING', 'CTAS_N_3 RUNNING']);
    expect(valuesOf(line, 'E')).toEqual(['{"V":1}', '{"V":2}']);
    expect(valuesOf(line, 'N')).toEqual(['{"N":1}', '{"N":2}']);
    await line.run({ sql: `INSERT INTO e (id, v) VALUES ('y', 100);` });
    await line.engine.close();
    const mended = openLine(disk, { ...MENDED, steps: 3 });
    await mended.run({ inputs: [list(4, 7)] });
    expect(valuesOf(mended, 'N')).toHaveLength(2 + 1 + 4 + 1 + 1);
    expect(valuesOf(mended, 'P')).toHaveLength(2 + 1 + 4 + 1 + 1);
    await mended.engine.close();
  });
});
