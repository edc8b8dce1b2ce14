import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE_OUTPUTS } from '../../../src/catalogue/output-topics.ts';
import type { HistoryLine } from '../../../src/catalogue/source/source-of-truth.ts';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { checkCatalogue } from '../../support/catalogue-check.mjs';
import { judge, readTopic } from '../../support/data-topics.ts';
import { cleanUp, runLine, startLine, temporaryFolder, until } from '../../support/line-process.ts';

afterAll(cleanUp);

/** No request of a slow machine times out: a car that could not be priced is none of this test's. */
const PATIENT = [
  '--price-attempt-timeout',
  '600000',
  '--price-lookup-timeout',
  '600000',
  '--price-delay',
  '0-20',
];

/** What the check leaves open of changes this near to each other: a machine may be slow. */
const SLACK_MS = 60_000;

it('changes a catalogue beside the line over kills: each change once, cars at its prices', async () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const file = join(folder, 'history.jsonl');
  const args = [
    '--catalogue',
    '--parts',
    '80',
    '--changes',
    '100',
    '--cars',
    '14',
    '--rate',
    '60',
    '--seed',
    '3',
    '--missing',
    '0',
    '--late',
    '0',
  ];
  const all = [...args, ...PATIENT, '--no-ksqldb', '--json', '--data', data, '--history', file];
  // while it is filled, and while it is changed
  for (const rows of [1, 100]) {
    const before = (await readTopic(data, 'catalogue-rows')).length;
    const line = startLine(all);
    await until(
      `${before} + ${rows} rows`,
      async () => line.hasEnded() || (await readTopic(data, 'catalogue-rows')).length >= before + rows,
      600_000,
    );
    line.kill('SIGKILL');
    expect((await line.ended).stderr).toBe('');
  }
  const last = await runLine(all);
  expect(last).toMatchObject({ code: 0, stderr: '' });
  expect((await judge(data)).text).toContain(' 0 violations');

  const history: HistoryLine[] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(history.map(({ n }) => n)).toEqual(history.map((_, index) => index + 1));
  const report = JSON.parse(last.stdout);
  expect(report.catalogue).toMatchObject({ parts: 80, seed: '3', changedRows: expect.any(Number) });

  // each committed row has one event, of what was committed
  const events: [number, unknown][] = [];
  for (const table of new Set(history.map((line) => line.table)))
    for (const { value } of await readTopic(data, `catalogue.public.${table}`))
      if (value !== null) events.push([value.source.lsn, [table, value.before, value.after]]);
  expect(events.sort(([a], [b]) => a - b)).toEqual(
    history.map(({ n, table, before, after }) => [n, [table, before, after]]),
  );

  // no car has a price that its part never had
  const prices = new Set(
    history.flatMap(({ table, key, after }) => (table === 'parts' ? `${key} ${Number(after?.price)}` : [])),
  );
  const completed = await readTopic(data, TOPICS.completed);
  expect(completed.length).toBeGreaterThan(0);
  for (const { value } of completed)
    for (const { id, part } of [value.body, value.engine, value.remoteControl, ...value.wheels])
      expect(prices).toContain(`${id} ${part.price}`);

  const dumps: Record<string, Awaited<ReturnType<typeof readTopic>>> = { [TOPICS.completed]: completed };
  for (const topic of [...Object.keys(CATALOGUE_OUTPUTS), 'catalogue-watched-drops'])
    dumps[topic] = await readTopic(data, topic);
  expect(checkCatalogue(history, dumps, SLACK_MS).violations).toEqual([]);
}, 1_200_000);
