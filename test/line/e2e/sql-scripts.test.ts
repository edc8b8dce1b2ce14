import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from 'ksqlite';
import { applyScripts, commandErrorOf, readScripts } from 'ksqlite/cli';
import { fingerprint } from '../../support/data-topics.ts';
import { cleanUp, temporaryFolder } from '../../support/line-process.ts';

afterAll(cleanUp);

const BODIES = `CREATE STREAM bodies (sku VARCHAR KEY, id VARCHAR)
  WITH (kafka_topic = 'bodies', value_format = 'JSON', partitions = 2);\n`;
const COPY = "CREATE STREAM copy WITH (kafka_topic = 'copy') AS SELECT * FROM bodies EMIT CHANGES;\n";

/** A folder of SQL files; writing null takes one away. */
function sqlFolder(files: Readonly<Record<string, string | null>>) {
  const folder = join(temporaryFolder(), 'ksql');
  mkdirSync(folder);
  const write = (more: Readonly<Record<string, string | null>>): void => {
    for (const [name, text] of Object.entries(more)) {
      if (text === null) rmSync(join(folder, name));
      else writeFileSync(join(folder, name), text);
    }
  };
  write(files);
  return { folder, write };
}

/** Opens the data folder, applies the scripts and closes it; gives its topics. */
async function apply(data: string, folder: string): Promise<readonly string[]> {
  const scripts = readScripts(folder);
  const opened = await openDatabase(data);
  try {
    await applyScripts(opened, scripts, Date.now);
    return [...(await opened.topics.list())].filter((name) => !name.startsWith('_')).sort();
  } finally {
    await opened.close();
  }
}

async function refusal(work: () => Promise<unknown> | unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    const ended = commandErrorOf(error);
    expect(ended).toMatchObject({ code: 'SQL_REFUSED', exitCode: 4 });
    return ended.message;
  }
  throw new Error('it was taken');
}

describe('the SQL files of a data folder', () => {
  it('are applied in the order of their names, each once, new ones later', async () => {
    const data = join(temporaryFolder(), 'data');
    const sql = sqlFolder({ '002_copy.sql': COPY, '001_bodies.sql': BODIES, 'notes.txt': 'no SQL' });
    expect(await apply(data, sql.folder)).toEqual(['bodies', 'copy']);
    const before = fingerprint(data);
    expect(await apply(data, sql.folder)).toEqual(['bodies', 'copy']);
    expect(fingerprint(data)).toBe(before);
    sql.write({ '003_more.sql': COPY.replaceAll('copy', 'more') });
    expect(await apply(data, sql.folder)).toEqual(['bodies', 'copy', 'more']);
  });

  it('leave the data folder as it was when a later one is wrong, and are told with the place', async () => {
    const data = join(temporaryFolder(), 'data');
    const sql = sqlFolder({ '001_bodies.sql': BODIES });
    await apply(data, sql.folder);
    const before = fingerprint(data);
    sql.write({
      '002_copy.sql': COPY,
      '003_wrong.sql': `-- fine so far\n${COPY.replaceAll('copy', 'wrong').replace('SELECT *', 'SELECT sku, colour')}`,
    });
    const message = await refusal(() => apply(data, sql.folder));
    expect(message.split('\n')[0]).toMatch(/^ksql\/003_wrong\.sql:2:\d+: SQL_\w+: .*colour/i);
    expect(message).toMatch(/\n {2}.*SELECT sku, colour.*\n +\^+/);
    expect(fingerprint(data)).toBe(before);
    sql.write({ '003_wrong.sql': null });
    expect(await apply(data, sql.folder)).toEqual(['bodies', 'copy']);
  });

  it('make nothing of a new data folder when one is wrong', async () => {
    const data = join(temporaryFolder(), 'data');
    const sql = sqlFolder({ '001_bodies.sql': BODIES, '002_wrong.sql': 'CREATE STREM x;' });
    expect(await refusal(() => apply(data, sql.folder))).toMatch(/^ksql\/002_wrong\.sql:1:8: SQL_SYNTAX: /);
    sql.write({ '002_wrong.sql': null });
    expect(await apply(data, sql.folder)).toEqual(['bodies']);
  });

  it.each([
    [
      'was changed',
      { '001_bodies.sql': BODIES.replace('id VARCHAR', 'id VARCHAR, colour VARCHAR') },
      'ksql/001_bodies.sql was changed since this data folder was made with it: CREATE STREAM BODIES (line 1) was "…',
    ],
    [
      'has one more statement',
      { '002_copy.sql': `${COPY}${COPY.replaceAll('copy', 'more')}` },
      'with it: CREATE STREAM MORE (line 2) is new. Restore it',
    ],
    [
      'lacks a statement',
      { '002_copy.sql': '-- nothing' },
      'with it: CREATE STREAM COPY is no longer in it.',
    ],
    [
      'has other settings',
      { '002_copy.sql': `SET 'auto.offset.reset' = 'latest';\n${COPY}` },
      'CREATE STREAM COPY (line 2) is made with other settings (SET)',
    ],
    ['is gone', { '002_copy.sql': null }, 'ksql/002_copy.sql is no longer there since'],
    [
      'has another name',
      { '001_bodies.sql': null, '001_parts.sql': BODIES },
      'ksql/001_bodies.sql is no longer there',
    ],
    ['has one before it now', { '000_new.sql': COPY }, 'ksql/001_bodies.sql is no longer there'],
  ])('are refused when an applied one %s', async (_, change, expected) => {
    const data = join(temporaryFolder(), 'data');
    const sql = sqlFolder({ '001_bodies.sql': BODIES, '002_copy.sql': COPY });
    await apply(data, sql.folder);
    const before = fingerprint(data);
    sql.write(change);
    const message = await refusal(() => apply(data, sql.folder));
    expect(message).toContain(expected);
    expect(message).toMatch(/--fresh/);
    expect(message).not.toContain('\n');
    expect(fingerprint(data)).toBe(before);
  });

  const BLANKS = `-- what comes in\n${BODIES.replace('(sku', '(\n  -- the car\n  sku')}\n/* the end */\n`;

  it('may change in blanks and comments: the statements count', async () => {
    const data = join(temporaryFolder(), 'data');
    const sql = sqlFolder({ '001_bodies.sql': BODIES, '002_copy.sql': COPY });
    await apply(data, sql.folder);
    sql.write({ '001_bodies.sql': BLANKS });
    expect(await apply(data, sql.folder)).toEqual(['bodies', 'copy']);
    const noted = fingerprint(data);
    expect(await apply(data, sql.folder)).toEqual(['bodies', 'copy']);
    expect(fingerprint(data)).toBe(noted);
    sql.write({ '001_bodies.sql': BLANKS.replace('id VARCHAR', 'id INT') });
    expect(await refusal(() => apply(data, sql.folder))).toContain('CREATE STREAM BODIES (line 2) was "');
  });

  it('tell where CREATE OR REPLACE would be taken', async () => {
    const data = join(temporaryFolder(), 'data');
    const sql = sqlFolder({ '001_bodies.sql': BODIES, '002_copy.sql': COPY });
    await apply(data, sql.folder);
    sql.write({ '002_copy.sql': COPY.replace('*', '*, LEN(id) AS l') });
    expect(await refusal(() => apply(data, sql.folder))).toMatch(
      /with the next number \(CREATE OR REPLACE STREAM COPY .* is taken as an upgrade\), or start with --fresh/,
    );
    sql.write({ '002_copy.sql': COPY.replace('*', 'sku') });
    expect(await refusal(() => apply(data, sql.folder))).not.toContain('OR REPLACE');
  });

  it('that an earlier version noted, without their text, may as well', async () => {
    const data = join(temporaryFolder(), 'data');
    const settings = "SET 'ksql.streams.max.task.idle.ms' = '30000';\n";
    const sql = sqlFolder({ '001_bodies.sql': BODIES, '002_copy.sql': `${settings}${COPY}` });
    await apply(data, sql.folder);
    const opened = await openDatabase(data);
    for (const { name, sha256 } of readScripts(sql.folder))
      await opened.topics.produce([
        { topic: '_line-scripts', key: name, value: JSON.stringify({ name, sha256 }) },
      ]);
    await opened.close();
    sql.write({ '001_bodies.sql': BLANKS });
    expect(await apply(data, sql.folder)).toEqual(['bodies', 'copy']);
    sql.write({ '002_copy.sql': COPY });
    expect(await refusal(() => apply(data, sql.folder))).toMatch(
      /002_copy\.sql was changed since .* with it\./,
    );
    sql.write({ '002_copy.sql': `${settings}\n-- again\n${COPY}` });
    expect(await apply(data, sql.folder)).toEqual(['bodies', 'copy']);
  });

  it.each([
    ['a folder that is not there', () => join(temporaryFolder(), 'none'), /none: .*ENOENT/],
    ['a folder without any', () => temporaryFolder(), /: it holds no \.sql file$/],
  ])('are wanted: %s', async (_, folder, message) => {
    expect(await refusal(() => readScripts(folder()))).toMatch(message);
  });
});
