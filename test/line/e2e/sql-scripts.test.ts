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
    ['was changed', { '001_bodies.sql': `${BODIES}-- more\n` }, 'ksql/001_bodies.sql was changed since'],
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

  it.each([
    ['a folder that is not there', () => join(temporaryFolder(), 'none'), /none: .*ENOENT/],
    ['a folder without any', () => temporaryFolder(), /: it holds no \.sql file$/],
  ])('are wanted: %s', async (_, folder, message) => {
    expect(await refusal(() => readScripts(folder()))).toMatch(message);
  });
});
