/** However files are edited: what runs in the end is what an empty engine makes of the last of them. */
import fc from 'fast-check';
import { ProjectJournal } from '../../../src/cli/dev/project/project-journal.ts';
import { syncProject } from '../../../src/cli/dev/project/sync-project.ts';
import type { Database } from '../../../src/database/database.ts';
import { engineOf } from '../../../src/database/engine-of.ts';
import { openOnDisk } from '../../../src/database/open-on-disk.ts';
import { memoryDisk } from '../../../src/log/disk/memory-disk.ts';

const stream = (name: string, columns: string): string =>
  `CREATE STREAM ${name} (id VARCHAR KEY, ${columns}) WITH (KAFKA_TOPIC='${name}', VALUE_FORMAT='JSON', PARTITIONS=1);`;

/** What may be said of each name; '': nothing. Some read others, some can't be upgraded into others, some are wrong. */
const VARIANTS: readonly (readonly string[])[] = [
  [stream('s', 'v INT'), stream('s', 'v INT, w INT'), stream('s', 'v VARCHAR'), ''],
  [stream('t', 'v INT'), ''],
  [
    'CREATE STREAM a AS SELECT id, v FROM s;',
    'CREATE STREAM a AS SELECT id, v FROM s WHERE v IS NOT NULL;',
    'CREATE STREAM a AS SELECT * FROM s;',
    'CREATE STREAM a AS SELECT v, id AS other FROM s PARTITION BY v;',
    'CREATE STREAM a AS SELECT id, nothing FROM s;',
    '',
  ],
  [
    'CREATE TABLE n AS SELECT id, COUNT(*) AS n FROM s GROUP BY id;',
    'CREATE TABLE n AS SELECT v, COUNT(*) AS n FROM s GROUP BY v;',
    '',
  ],
  ['CREATE STREAM b AS SELECT * FROM a;', 'CREATE STREAM b AS SELECT * FROM a WHERE v IS NULL;', ''],
  ['INSERT INTO t SELECT id, 1 AS v FROM s;', 'INSERT INTO t SELECT id, 2 AS v FROM b;', ''],
  ['CREATE STREM x;', '', ''],
];
const texts = fc
  .tuple(...VARIANTS.map((variants) => fc.constantFrom(...variants)))
  .map((all) => all.join('\n'));

async function sync(database: Database, text: string): Promise<readonly string[]> {
  const engine = engineOf(database);
  const journal = new ProjectJournal(engine.log, engine.now);
  const outcomes = await syncProject({ engine, journal, mayDrop: true }, [{ name: 'a.sql', text }]);
  return outcomes.filter(({ done }) => done === 'refused').map(({ label }) => label);
}
/** Streams and tables with their columns, and what each query does, without the numbers of queries. */
const catalogueOf = (database: Database) => ({
  sources: database
    .sources()
    .map(({ name, kind, topic, columns }) => ({ name, kind, topic, columns }))
    .sort((one, other) => (one.name < other.name ? -1 : 1)),
  queries: database
    .queries()
    .map(({ sql, state }) => [sql.replace('CREATE OR REPLACE ', 'CREATE '), state])
    .sort(),
});

test('edits of all kinds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 4 }), texts, async (before, last) => {
      const disk = memoryDisk();
      const edited = openOnDisk(disk, { now: Date.now });
      for (const text of before) await sync(edited, text);
      // an empty file in between: what is wrong now can't rest on what was there before
      await sync(edited, '');
      const refused = await sync(edited, last);
      const fresh = openOnDisk(memoryDisk(), { now: Date.now });
      expect(refused).toEqual(await sync(fresh, last));
      expect(catalogueOf(edited)).toEqual(catalogueOf(fresh));
      await edited.close();
      // and what is kept in the folder says the same
      const again = openOnDisk(disk, { now: Date.now });
      expect(catalogueOf(again)).toEqual(catalogueOf(fresh));
      expect(await sync(again, last)).toEqual(refused);
      await again.close();
      await fresh.close();
    }),
    { numRuns: 15 },
  );
});

test('edits that are all right lead to what an empty engine makes of them, without a file in between', async () => {
  const right = fc.tuple(
    ...VARIANTS.slice(0, 6).map((variants, i) =>
      // the streams with columns of their own stay: what reads them would be refused
      fc.constantFrom(...variants.filter((text) => !/nothing/.test(text) && (i > 1 || text !== ''))),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(right, { minLength: 1, maxLength: 4 }), right, async (before, last) => {
      const edited = openOnDisk(memoryDisk(), { now: Date.now });
      const fresh = openOnDisk(memoryDisk(), { now: Date.now });
      for (const text of before) await sync(edited, text.join('\n'));
      const expected = await sync(fresh, last.join('\n'));
      const refused = await sync(edited, last.join('\n'));
      if (expected.length === 0) {
        expect(refused).toEqual([]);
        expect(catalogueOf(edited)).toEqual(catalogueOf(fresh));
      }
      await edited.close();
      await fresh.close();
    }),
    { numRuns: 15 },
  );
});
