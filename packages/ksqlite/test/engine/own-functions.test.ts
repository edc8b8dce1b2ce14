import { aggregateFunction, type OwnFunction, scalarFunction, tableFunction } from '../../src/index.ts';
import { listQueries } from '../../src/inspect/list-queries.ts';
import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { type Input, type Line, openLine } from './support/line.ts';

const twice = (returns: 'INT' | 'BIGINT'): OwnFunction =>
  scalarFunction({ name: 'TWICE', args: ['INT'], returns, call: (n) => n * 2 });
const total = (state: 'INT' | 'BIGINT'): OwnFunction =>
  aggregateFunction({
    name: 'TOTAL',
    args: ['INT'],
    state,
    returns: 'BIGINT',
    initial: () => 0,
    add: (sum, n) => Number(sum) + n,
    result: (sum) => sum,
  });
const pair = (returns: 'INT' | 'VARCHAR'): OwnFunction =>
  tableFunction({ name: 'PAIR', args: ['INT'], returns, rows: (n) => [n, n] as never });

const ALL = [twice('INT'), total('INT'), pair('INT')];
const SQL = `
  CREATE STREAM s (id VARCHAR KEY, v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);
  CREATE STREAM a AS SELECT id, TWICE(v) AS v FROM s;
  CREATE TABLE b AS SELECT id, TOTAL(v) AS v FROM s GROUP BY id;
  CREATE STREAM c AS SELECT id, PAIR(v) AS v FROM s;
  CREATE STREAM d AS SELECT * FROM s;`;
const record = (v: number): Input => ({ topic: 's', key: 'x', value: { v }, ts: v });
const states = (line: Line): string[] =>
  listQueries(line.engine)
    .filter(({ state }) => state !== 'RUNNING')
    .map(({ id }) => id);
const last = (line: Line, topic: string): unknown => line.topics()[topic]!.flat().at(-1);

/** A folder that was written with all functions, opened with these. */
async function reopened(functions: readonly OwnFunction[]) {
  const disk = memoryDisk();
  const first = openLine(disk, { functions: ALL });
  await first.run({ sql: SQL });
  await first.run({ inputs: [record(1)] });
  await first.engine.close();
  return { disk, line: openLine(disk, { functions, steps: 2 }) };
}

it.each<[string, readonly OwnFunction[], string[], string]>([
  ['as they were', ALL, [], ''],
  [
    'with another variant',
    [...ALL, scalarFunction({ name: 'TWICE', args: ['VARCHAR'], returns: 'INT', call: () => 0 })],
    [],
    '',
  ],
  [
    'without one',
    [total('INT'), pair('INT')],
    ['CSAS_A_1'],
    'The function TWICE is not among those that were given: it was TWICE(INTEGER) INTEGER. Open the folder with it again',
  ],
  [
    'with another result',
    [twice('BIGINT'), total('INT'), pair('INT')],
    ['CSAS_A_1'],
    'The function TWICE was TWICE(INTEGER) INTEGER when the statement was submitted, and is TWICE(INTEGER) BIGINT now',
  ],
  [
    'with another state',
    [twice('INT'), total('BIGINT'), pair('INT')],
    ['CTAS_B_2'],
    'TOTAL(INTEGER) BIGINT STATE INTEGER when the statement was submitted, and is TOTAL(INTEGER) BIGINT STATE BIGINT now',
  ],
  [
    'with other rows',
    [twice('INT'), total('INT'), pair('VARCHAR')],
    ['CSAS_C_3'],
    'PAIR(INTEGER) INTEGER when the statement was submitted, and is PAIR(INTEGER) STRING now',
  ],
])('a folder that is opened with its functions %s', async (_, functions, failed, reason) => {
  const { disk, line } = await reopened(functions);
  expect(states(line)).toEqual(failed);
  expect(line.problems.join('\n')).toContain(reason);
  await line.run({ inputs: [record(2)] });
  await line.engine.close();
  // as they were again: what failed continues where it was
  const mended = openLine(disk, { functions: ALL, steps: 3 });
  await mended.run({ inputs: [record(3)] });
  expect(states(mended)).toEqual([]);
  expect(last(mended, 'A')).toEqual(expect.arrayContaining(['{"V":6}']));
  expect(last(mended, 'B')).toEqual(expect.arrayContaining(['{"V":6}']));
  expect(mended.topics().C!.flat()).toHaveLength(6);
  await mended.engine.close();
});
