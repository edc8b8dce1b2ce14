import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layOutFolder } from '../../src/database/folder/folder-layout.ts';
import { openDatabase, readFolder } from '../../src/index.ts';
import { nodeDisk } from '../../src/log/disk/node-disk.ts';

const SQL = `CREATE STREAM s (v INT) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ksqlite-folder-'));
  folder = join(home, 'data');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

async function addRow(v: number): Promise<void> {
  const db = await openDatabase(folder);
  await db.execute(SQL.replace('STREAM', 'STREAM IF NOT EXISTS'));
  await db.insert('s', [{ v }]);
  await db.close();
}

async function rows(): Promise<unknown[]> {
  const db = await openDatabase(folder);
  try {
    return (await db.query('SELECT v FROM s;').all()).map(({ V }) => V);
  } finally {
    await db.close();
  }
}

/** The layout of before: segments beside `lock`. */
function layOutAsBefore(): void {
  for (const file of readdirSync(join(folder, 'log')))
    renameSync(join(folder, 'log', file), join(folder, file));
  rmSync(join(folder, 'log'), { recursive: true });
}

it('holds lock and log/ while it is open, log/ afterwards', async () => {
  const db = await openDatabase(folder);
  await db.execute(SQL);
  expect(readdirSync(folder).sort()).toEqual(['lock', 'log']);
  await db.close();
  expect(readdirSync(folder)).toEqual(['log']);
});

it('is this process’s until it is closed', async () => {
  const db = await openDatabase(folder);
  await expect(openDatabase(folder)).rejects.toMatchObject({
    code: 'LOG_LOCKED',
    message: expect.stringContaining(`in use by process ${process.pid}`),
  });
  await expect(openDatabase(folder, { fresh: true })).rejects.toMatchObject({ code: 'LOG_LOCKED' });
  await db.close();
  await (await openDatabase(folder)).close();
});

it('is given back when it can not be opened', async () => {
  await addRow(1);
  const [segment = ''] = readdirSync(join(folder, 'log'));
  writeFileSync(join(folder, 'log', segment), 'KSQLLOG9 of a version to come');
  await expect(openDatabase(folder)).rejects.toMatchObject({ code: 'LOG_DAMAGED' });
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

it('refuses a file', async () => {
  writeFileSync(folder, '');
  await expect(openDatabase(folder)).rejects.toMatchObject({ code: 'LOG_IO', message: /is a file/ });
});

it('begins again with fresh, and leaves what is not the log’s', async () => {
  await addRow(1);
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  writeFileSync(join(folder, 'log', 'server.log'), 'mine, too');
  await (await openDatabase(folder, { fresh: true })).close();
  expect(readdirSync(folder).sort()).toEqual(['log', 'notes.txt']);
  expect(readdirSync(join(folder, 'log'))).toContain('server.log');
  await addRow(2);
  expect(await rows()).toEqual([2]);
});

describe('a folder that has its segments beside lock', () => {
  beforeEach(async () => {
    await addRow(1);
    layOutAsBefore();
  });

  it('opens, and is laid out as others from then on', async () => {
    await addRow(2);
    expect(readdirSync(folder)).toEqual(['log']);
    expect(await rows()).toEqual([1, 2]);
  });

  it('is read beside its owner', async () => {
    const topics = readFolder(folder);
    expect((await topics?.read('s', 0, 0, 10))?.map(({ value }) => String(value))).toEqual(['{"V":1}']);
    await topics?.close();
  });

  it('opens after a process that was killed while it moved them', async () => {
    // a second segment, so that there is a half
    for (const v of [2, 3]) await addRow(v);
    layOutAsBefore();
    const [segment = ''] = readdirSync(folder);
    mkdirSync(join(folder, 'log.moving'));
    renameSync(join(folder, segment), join(folder, 'log.moving', segment));
    expect(await rows()).toEqual([1, 2, 3]);
  });

  it('opens when a reader has made an empty log/', async () => {
    nodeDisk(join(folder, 'log')).list();
    expect(await rows()).toEqual([1]);
  });

  it('is refused when there is another log in log/', async () => {
    const other = join(home, 'other');
    const db = await openDatabase(other);
    await db.execute(SQL);
    await db.close();
    renameSync(join(other, 'log'), join(folder, 'log'));
    await expect(openDatabase(folder)).rejects.toMatchObject({
      code: 'LOG_DAMAGED',
      message: /holds two logs/,
    });
    expect(() => layOutFolder(folder)).toThrow(/holds two logs/);
  });
});

it('gives no topics of a folder without a log', () => {
  expect(readFolder(folder)).toBeUndefined();
  mkdirSync(folder);
  expect(readFolder(folder)).toBeUndefined();
});
