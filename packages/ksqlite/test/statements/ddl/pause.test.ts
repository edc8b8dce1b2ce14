import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';
import { type Input, type Line, openLine } from '../../engine/support/line.ts';

const SQL = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM a AS SELECT * FROM s;
  CREATE TABLE n AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;`;
const record = (v: number): Input => ({ topic: 's', key: 'x', value: { v }, ts: v });
const counts = (line: Line): number[] => [line.topics().A!.flat().length, line.topics().N!.flat().length];
const states = (line: Line): string[] => line.engine.queries().map(({ status }) => status().state);

describe('PAUSE and RESUME', () => {
  it('stop a query and let it continue where it was', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: SQL });
    await line.run({ inputs: [record(1)] });
    await line.run({ sql: 'PAUSE CSAS_A_1;' });
    await line.run({ inputs: [record(2), record(3)] });
    expect(states(line)).toEqual(['PAUSED', 'RUNNING']);
    expect(counts(line)).toEqual([1, 3]);
    expect(line.engine.scheduler.backlog()).toBe(0);
    await line.run({ sql: 'PAUSE CSAS_A_1; RESUME CSAS_A_1; RESUME CSAS_A_1;' });
    await line.run({ inputs: [record(4)] });
    expect(states(line)).toEqual(['RUNNING', 'RUNNING']);
    expect(counts(line)).toEqual([4, 4]);
    await line.engine.close();
  });

  it('take ALL, and hold over restarts', async () => {
    const disk = memoryDisk();
    const first = openLine(disk);
    await first.run({ sql: SQL });
    await first.run({ inputs: [record(1)] });
    await first.run({ sql: 'PAUSE ALL;' });
    await first.run({ inputs: [record(2)] });
    await first.engine.close();
    const second = openLine(disk, { steps: 10 });
    await second.run({ inputs: [record(3)] });
    expect(states(second)).toEqual(['PAUSED', 'PAUSED']);
    expect(counts(second)).toEqual([1, 1]);
    await second.run({ sql: 'RESUME CTAS_N_2;' });
    await second.run({ inputs: [record(4)] });
    await second.engine.close();
    const third = openLine(disk, { steps: 20 });
    await third.run({ inputs: [record(5)] });
    expect(states(third)).toEqual(['PAUSED', 'RUNNING']);
    expect(counts(third)).toEqual([1, 5]);
    await third.run({ sql: 'RESUME ALL;' });
    await third.run({ inputs: [record(6)] });
    expect(counts(third)).toEqual([6, 6]);
    await third.engine.close();
  });

  it('keep what a paused query has not read, and let it be terminated', async () => {
    const disk = memoryDisk();
    const options = { segmentBytes: 1_000, retentionMs: 10_000 };
    const line = openLine(disk, options);
    await line.run({ sql: `${SQL} PAUSE CSAS_A_1;` });
    for (let v = 1; v <= 60; v++) await line.run({ inputs: [record(v)] });
    expect(counts(line)).toEqual([0, 60]);
    await line.run({ sql: 'RESUME CSAS_A_1;' });
    await line.run({ inputs: [record(61)] });
    expect(line.engine.log.offset('CSAS_A_1/main', 's', 0)?.offset).toBe(61);
    expect(line.engine.log.topics.get('A')!.partitions[0]!.logEndOffset).toBe(61);
    await line.run({ sql: 'PAUSE CSAS_A_1; TERMINATE ALL;' });
    expect(states(line)).toEqual([]);
    await line.engine.close();
    expect(states(openLine(disk, { ...options, steps: 100 }))).toEqual([]);
  });

  it('refuse an unknown query, and say of a client’s that it is done, as ksqlDB does', async () => {
    const line = openLine(memoryDisk());
    await line.run({ sql: SQL });
    await expect(line.engine.execute('PAUSE nope;')).rejects.toMatchObject({
      code: 'UNKNOWN_QUERY',
      message: 'Unknown queryId: NOPE',
    });
    await expect(line.engine.execute('RESUME nope;')).rejects.toMatchObject({ code: 'UNKNOWN_QUERY' });
    expect(await line.engine.execute('PAUSE transient_x_1; RESUME transient_x_1;')).toMatchObject([
      { message: 'Query paused.' },
      { message: 'Query resumed.' },
    ]);
    await line.engine.close();
  });
});
