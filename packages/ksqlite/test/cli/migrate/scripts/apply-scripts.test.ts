import { createHash } from 'node:crypto';
import { applyScripts } from '../../../../src/cli/migrate/scripts/apply-scripts.ts';
import type { SqlScript } from '../../../../src/cli/migrate/scripts/sql-scripts.ts';
import { openDatabase } from '../../../../src/index.ts';

const script = (name: string, text: string): SqlScript => ({
  folder: name.replace(/\/.*/, ''),
  name,
  text,
  sha256: createHash('sha256').update(text).digest('hex'),
});
const A = script(
  'one/001_a.sql',
  "CREATE STREAM a (v INT) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='JSON', PARTITIONS=1);",
);
const B = script('one/002_b.sql', 'CREATE STREAM b AS SELECT * FROM a;');
const C = script('two/001_c.sql', 'CREATE STREAM c AS SELECT * FROM a;');

const now = () => 0;

it('keeps account of each folder by itself', async () => {
  const database = await openDatabase();
  await applyScripts(database, [A], now);
  await applyScripts(database, [C], now, [A]);
  // both again, and one more of the first
  await applyScripts(database, [A, B], now);
  await applyScripts(database, [C], now, [A, B]);
  expect(database.sources().map(({ name }) => name)).toEqual(['A', 'C', 'B']);
  const other = script(C.name, 'CREATE STREAM c AS SELECT v FROM a;');
  await expect(applyScripts(database, [other], now, [A, B])).rejects.toThrow('two/001_c.sql was changed');
  await database.close();
});

it('refuses a folder that has another name than the one that was applied', async () => {
  const database = await openDatabase();
  await applyScripts(database, [A], now);
  const renamed = script('other/001_a.sql', A.text);
  await expect(applyScripts(database, [renamed], now)).rejects.toThrow('one/001_a.sql is no longer there');
  await database.close();
});
