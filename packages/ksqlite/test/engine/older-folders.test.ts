/** Data folders that older versions made: they open, hold what they held, and continue as if this version had made them. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '../../src/index.ts';

const FOLDERS = fileURLToPath(new URL('../fixtures/folders', import.meta.url));
const VERSIONS = readdirSync(FOLDERS, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const now = (): number => 1795305700000;

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'older-folders-'));
});
afterEach(() => rmSync(home, { recursive: true }));

async function run(db: Database, ...scripts: readonly string[]): Promise<void> {
  for (const name of scripts) await db.execute(readFileSync(join(FOLDERS, `${name}.sql`), 'utf8'));
  await db.settled();
}

/** All rows of what can be asked, of each in one order. */
async function rowsOf(db: Database): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows: Record<string, readonly string[]> = {};
  for (const { name } of db.sources()) {
    // a table over a topic keeps no rows to ask for: PLACED shows what is in it
    if (name === 'PLACES') continue;
    const all = await db.query(`SELECT * FROM ${name};`).all();
    rows[name] = all.map((row) => JSON.stringify(row)).sort();
  }
  return rows;
}

/** What this version makes of the same statements and rows, then of more. */
async function expected() {
  const db = await openDatabase({ now });
  await run(db, 'statements', 'first', 'second');
  const before = await rowsOf(db);
  await run(db, 'third');
  const after = await rowsOf(db);
  await db.close();
  return { before, after };
}

test('there are folders, and what they are compared with is worth it', async () => {
  expect(VERSIONS.length).toBeGreaterThanOrEqual(4);
  const { before, after } = await expected();
  expect(Object.keys(before)).toHaveLength(9);
  expect(after.HEAT).toEqual([
    '{"SENSOR":"attic","TIMES":4,"HIGHEST":35}',
    '{"SENSOR":"cellar","TIMES":2,"HIGHEST":40}',
  ]);
  // each query needed something from before
  for (const [name, rows] of Object.entries(before))
    if (name !== 'DOORS') expect([name, after[name]]).not.toEqual([name, rows]);
});

test.each(VERSIONS)('a folder of %s opens and continues, also when it is opened again', async (version) => {
  const folder = join(home, 'data');
  cpSync(join(FOLDERS, version), folder, { recursive: true });
  const { before, after } = await expected();
  const db = await openDatabase(folder, { now });
  expect(db.queries().map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'RUNNING'));
  expect(await rowsOf(db)).toEqual(before);
  await run(db, 'third');
  expect(await rowsOf(db)).toEqual(after);
  await db.close();
  const again = await openDatabase(folder, { now });
  expect(await rowsOf(again)).toEqual(after);
  await again.close();
});
