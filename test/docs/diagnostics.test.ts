/** What docs/guide/diagnostics.md asks of a running line, and what other documents show of one: asked here of the cars that `npm start` makes. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Database, openDatabase } from 'ksqlite';
import { applyScripts, shellCommand } from 'ksqlite/cli';
import { splitStatements } from 'ksqlite/internals';
import { type KsqlServer, startKsqlServer } from 'ksqlite/server';
import { startCommand } from '../../packages/ksqlite/test/support/command-context.ts';
import { PARTITIONS, TOPICS } from '../../src/contracts/topic-names.ts';
import { lineScripts } from '../../src/line/sql-folder.ts';
import { LINE_TOPICS } from '../../src/line/topics/line-topics.ts';
import { generatedCars } from '../../src/producer/generator/generate.ts';
import { DEFAULT_MIX } from '../../src/producer/generator/mix.ts';
import { heartbeatParts, heartbeatSku } from '../../src/producer/heartbeat.ts';
import { recordsOf } from '../producer/records-of.ts';
import { blocksOf, textOf } from './documents.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const GUIDE = textOf('docs/guide/diagnostics.md');
const START = 1795305600000;
const MINUTE = 60_000;
const cars = (seed: string) => generatedCars({ cars: 100, rate: 40, seed, mix: DEFAULT_MIX });

let db: Database;
let server: KsqlServer;
/** SKUs of the cars that got no price, the oldest first. */
let waiting: readonly string[];
let skus: ReadonlySet<string>;

beforeAll(async () => {
  db = await openDatabase({ now: () => START });
  await db.topics.create(LINE_TOPICS);
  await applyScripts(db, lineScripts(), () => START);
  const parts = await recordsOf(cars('1'));
  skus = new Set(parts.map(({ key }) => String(key)));
  await db.topics.produce(parts.map(({ at, ...record }) => ({ ...record, timestamp: START + at })));
  for (const after of [MINUTE, 15 * MINUTE]) await heartbeats(START + after);
  // later cars, so that the time of what waits moves on
  const later = await recordsOf(cars('2'));
  await db.topics.produce(
    later.map(({ at, ...record }) => ({ ...record, timestamp: START + 20 * MINUTE + at })),
  );
  await heartbeats(START + 25 * MINUTE);
  await db.settled();
  const awaiting = await rowsOf('SELECT sku, ROWTIME AS since FROM awaiting_price;');
  const inOrder = awaiting.sort((a, b) => Number(a.SINCE) - Number(b.SINCE));
  waiting = [3, 10].map((at) => String(inOrder[at]?.SKU));
  await db.topics.produce(
    inOrder
      .filter(({ SKU }) => !waiting.includes(String(SKU)))
      .map(({ SKU, SINCE }) => ({
        topic: TOPICS.priced,
        key: String(SKU),
        value: JSON.stringify({ sku: SKU, totalPrice: 7, situation: 'COMPLETE' }),
        timestamp: Number(SINCE),
      })),
  );
  await db.topics.create([{ name: TOPICS.deadLetter, partitions: PARTITIONS }]);
  await db.topics.produce([{ topic: TOPICS.deadLetter, key: 'a', value: 'not JSON' }]);
  await db.settled();
  server = await startKsqlServer({ database: db, host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await db.close();
});

async function heartbeats(at: number): Promise<void> {
  for (let partition = 0; partition < PARTITIONS; partition++)
    await db.topics.produce(heartbeatParts(heartbeatSku(`t${at}`, partition, PARTITIONS), at));
  await db.settled();
}

const rowsOf = async (sql: string): Promise<Readonly<Record<string, unknown>>[]> => [
  ...(await db.query<Record<string, unknown>>(sql).all()),
];

/** The first line that the shell writes of a statement; a query that stays is ended then. */
async function ask(statement: string): Promise<string> {
  const script = `DEFINE car = '${CAR}'; ${statement}`;
  const run = startCommand(shellCommand(), [server.url, '--json', '-e', script]);
  let ended = false;
  const end = run.ended.finally(() => {
    ended = true;
  });
  while (!ended && !run.stdout().includes('\n'))
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 5))]);
  run.stop();
  await end;
  return run.stdout().split('\n')[0] ?? '';
}

const blocks = blocksOf(GUIDE, 'sql');
const statements = blocks.flatMap((block) => splitStatements(block).map(({ text }) => text));
const CAR = /DEFINE car = '(.*?)'/.exec(GUIDE)?.[1] ?? '';
/** They say nothing. */
const SILENT = /^(SET|DEFINE) /;

test.each(statements.filter((text) => !SILENT.test(text)))('%s', async (statement) => {
  expect(JSON.parse(await ask(statement))).toEqual(expect.any(Object));
});

test('the alarm is about cars that wait', async () => {
  const alarm = statements.find((text) => text.includes('LEFT JOIN priced')) ?? '';
  expect(waiting).toContain(JSON.parse(await ask(alarm)).SKU);
});

test('what is waiting, which is the oldest, what is missing: as in a terminal', async () => {
  const [first = '', ...others] = blocksOf(GUIDE, 'sh');
  const [define = '', ...rest] = first.split('\n');
  expect(define).toMatch(/^ask\(\) /);
  const said = [rest.join('\n'), ...others].map(async (script) => {
    const { stdout } = await promisify(execFile)('bash', ['-c', `${define}\n${script}`], {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '', KSQLDB_URL: server.url },
    });
    return stdout.trimEnd().split('\n');
  });
  const [all = [], [oldest = ''] = [], missing = []] = await Promise.all(said);
  expect(all.map((line) => JSON.parse(line).SKU).sort()).toEqual([...waiting].sort());
  expect(JSON.parse(oldest)).toEqual({ AGE_MS: expect.any(Number), SKU: waiting[0] });
  expect(missing[0]).toMatch(/^ +\d+ {"situation":"INCOMPLETE"}$/);
});

test('documents show cars that npm start makes', async () => {
  const guides = readdirSync(join(ROOT, 'docs/guide')).filter((name) => name.endsWith('.md'));
  for (const document of ['README.md', ...guides.map((name) => `docs/guide/${name}`)])
    for (const [sku] of textOf(document).matchAll(/\bcar-\d[\w-]*/g))
      expect([document, sku, skus.has(sku)]).toEqual([document, sku, true]);
});

test('docs/guide/shell.md shows what is missing of them', async () => {
  const shown = [...textOf('docs/guide/shell.md').matchAll(/^(car-\S+) +\| (\w+)$/gm)];
  expect(shown).toHaveLength(2);
  const missing = (await rowsOf('SELECT sku, `situation` FROM incomplete;')).map((row) => Object.values(row));
  for (const [, ...row] of shown) expect(missing).toContainEqual(row);
});

test('the README shows what becomes of them', async () => {
  const [run = ''] = blocksOf(textOf('README.md'), 'text');
  const parts = await recordsOf(cars('1'));
  const ids = new Set(parts.map(({ value }) => JSON.parse(value ?? '').id));
  expect(run).toContain(`${parts.length} of ${parts.length} parts sent`);
  expect(run).toContain(`${ids.size} in, ${parts.length - ids.size} delivered again`);
  const outcomes = new Map<string, number>();
  for (const row of [
    ...(await rowsOf("SELECT sku, 'COMPLETE' AS situation FROM awaiting_price;")),
    ...(await rowsOf('SELECT sku, `situation` FROM incomplete;')),
  ]) {
    const [sku, situation] = Object.values(row);
    if (skus.has(String(sku))) outcomes.set(String(situation), (outcomes.get(String(situation)) ?? 0) + 1);
  }
  const shown = [...run.matchAll(/^ {2}(COMPLETE|INCOMPLETE|MISSING_\w+) +(\d+) /gm)];
  expect(shown.map(([, name, count]) => [name, Number(count)]).sort()).toEqual([...outcomes].sort());
});
