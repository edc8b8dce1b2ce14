import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { WatchFolders } from '../../../src/cli/dev/watch-folders.ts';
import { typesCommand } from '../../../src/cli/types/types-command.ts';
import type { AnyDatabase, Database, QueryRow, RowObject, SchemaTypes } from '../../../src/index.ts';
import { startCommand } from '../../support/command-context.ts';

const SCHEMA_TYPES = fileURLToPath(new URL('../../../src/database/schema-types.ts', import.meta.url));
const QUERY_TYPES = fileURLToPath(new URL('../../../src/database/query-types.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../../../../', import.meta.url));
const FUNCTIONS = join(ROOT, 'docs/examples/own-function.ts');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ksqlite-types-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function typesOf(sql: string, ...options: readonly string[]) {
  const file = join(folder, 'a.sql');
  writeFileSync(file, sql);
  const run = startCommand(typesCommand(), [file, ...options]);
  const code = await run.ended;
  return { code, stdout: run.stdout(), stderr: run.stderr() };
}

const READINGS = `
  CREATE STREAM readings (sensor VARCHAR KEY, n BIGINT, price DECIMAL(8, 2), at_ TIMESTAMP, tags ARRAY<VARCHAR>,
    place STRUCT<lat DOUBLE, \`more of it\` MAP<VARCHAR, INT>>) WITH (KAFKA_TOPIC='r', VALUE_FORMAT='JSON', PARTITIONS=2);
  CREATE TABLE heat AS SELECT sensor, COUNT(*) AS n FROM readings WINDOW TUMBLING (SIZE 1 MINUTE) GROUP BY sensor;`;

test('a source has a row, a key, and what is inserted', async () => {
  const { code, stdout } = await typesOf(READINGS);
  expect(code).toBe(0);
  expect(stdout).toBe(`// Made by \`ksqlite types\`. To change it, change the SQL and make it again.

/** Streams and tables, for \`openDatabase<Schema>()\`. */
export type Schema = {
  /** TABLE, TUMBLING windows */
  HEAT: {
    row: {
      readonly SENSOR: string;
      readonly WINDOWSTART: number;
      readonly WINDOWEND: number;
      readonly N: number | bigint | null;
    };
    key: {
      readonly SENSOR: string;
      readonly WINDOWSTART: number;
      readonly WINDOWEND: number;
    };
    insert: never;
  };
  /** STREAM */
  READINGS: {
    row: {
      readonly SENSOR: string | null;
      readonly N: number | bigint | null;
      readonly PRICE: string | null;
      readonly AT_: string | null;
      readonly TAGS: readonly (string | null)[] | null;
      readonly PLACE: { readonly LAT: number | null; readonly "more of it": { readonly [key: string]: number | null } | null } | null;
    };
    key: {
      readonly SENSOR: string | null;
    };
    insert: {
      readonly SENSOR?: string | null | undefined;
      readonly N?: number | bigint | null | undefined;
      readonly PRICE?: string | number | bigint | null | undefined;
      readonly AT_?: string | null | undefined;
      readonly TAGS?: readonly (string | null | undefined)[] | null | undefined;
      readonly PLACE?: { readonly LAT?: number | bigint | null | undefined; readonly "more of it"?: { readonly [key: string]: number | bigint | null | undefined } | null | undefined } | null | undefined;
      readonly ROWTIME?: number | undefined;
    };
  };
};
`);
});

test('--check says whether a file has them', async () => {
  const out = join(folder, 'ksql.d.ts');
  expect(await typesOf(READINGS, '--out', out)).toMatchObject({ code: 0, stdout: '' });
  expect(await typesOf(READINGS, '--check', out)).toMatchObject({ code: 0, stderr: '' });
  const changed = await typesOf(`${READINGS} CREATE STREAM b AS SELECT * FROM readings;`, '--check', out);
  expect(changed.code).toBe(1);
  expect(changed.stderr).toContain('does not have the types of');
});

test('--define says what a variable stands for, before a DEFINE', async () => {
  const sql = `DEFINE type = 'BIGINT'; CREATE STREAM a (\${name} \${type}) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='\${format}', PARTITIONS=1);`;
  const given = ['--define', 'format=JSON', '--define', 'type=INT', '--define', 'name=v'];
  expect((await typesOf(sql, ...given)).stdout).toContain('readonly V: number | null;');
  await expect(typesOf(sql, '--define', 'format')).rejects.toMatchObject({ code: 'USAGE' });
});

test('numbered files are taken by number, others by name', async () => {
  const stream = (name: string) => `CREATE STREAM ${name} AS SELECT * FROM readings;`;
  writeFileSync(join(folder, '1000_b.sql'), stream('b'));
  writeFileSync(join(folder, '999_a.sql'), READINGS);
  writeFileSync(join(folder, 'V001001__c.sql'), `ALTER STREAM readings ADD COLUMN more INT; ${stream('c')}`);
  const run = startCommand(typesCommand(), [folder]);
  expect(await run.ended).toBe(0);
  expect(run.stdout().match(/MORE/g)).toHaveLength(4);
});

test('--watch writes them again when files have changed, and tells what is wrong', async () => {
  const file = join(folder, 'a.sql');
  const out = join(folder, 'ksql.d.ts');
  const s = (columns: string) =>
    `CREATE STREAM s (${columns}) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`;
  writeFileSync(file, s('v INT'));
  let change: () => void = () => undefined;
  const watch: WatchFolders = (folders, onChange) => {
    expect(folders).toEqual([folder]);
    change = onChange;
    return () => undefined;
  };
  const run = startCommand(typesCommand(watch), [file, '--out', out, '--watch']);
  const until = async (isThere: () => boolean): Promise<void> => {
    while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const written = (): number => run.stdout().split('written').length - 1;
  await until(() => written() === 1);
  expect(readFileSync(out, 'utf8')).toContain('V: number');
  writeFileSync(file, s('v ITN'));
  change();
  await until(() => run.stderr() !== '');
  expect(run.stderr()).toMatch(/^SQL_REFUSED: .*a\.sql:1:/);
  expect(readFileSync(out, 'utf8')).toContain('V: number');
  writeFileSync(file, s('w VARCHAR'));
  change();
  change();
  run.stop();
  expect(await run.ended).toBe(0);
  expect(written()).toBe(2);
  expect(readFileSync(out, 'utf8')).toContain('W: string');
});

test.each([
  [['--watch'], /^--watch: wants --out FILE/],
  [['--out', 'a', '--check', 'b'], /^--check: compares and writes nothing/],
])('%j is refused', async (options, message) => {
  await expect(typesOf(READINGS, ...options)).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringMatching(message),
  });
});

/** What the compiler says of files, under the strictest settings. */
function problemsOf(...files: readonly string[]): readonly string[] {
  // all that is needed of Node's types, which take longer to read than the rest
  const node = join(folder, 'node.d.ts');
  writeFileSync(node, 'interface Buffer extends Uint8Array {}');
  const program = ts.createProgram([node, ...files], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2023.d.ts'],
    types: [],
  });
  return files
    .flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const read = (document: string): string => readFileSync(join(ROOT, document), 'utf8');
const blocks = (document: string, pattern: RegExp): readonly string[] =>
  [...read(document).matchAll(pattern)].map(([, block = '']) => block);

/** What documents show: all of docs/sql.md, and each script of a guide. */
const shown = (): readonly string[] => [
  `${blocks('docs/sql.md', /```sql\n(.*?)```/gs).join('')}${READINGS}`,
  ...['docs/guide/testing.md', 'docs/guide/schemas.md', 'packages/ksqlite/README.md'].flatMap((guide) =>
    blocks(guide, /`\n(\s*CREATE [^`]*)`/g),
  ),
];

test('types of every statement that the documents show compile, and programs are checked against them', async () => {
  const scripts = shown();
  expect(scripts.length).toBeGreaterThan(5);
  const schemas: string[] = [];
  for (const [i, sql] of scripts.entries()) {
    const schema = join(folder, `${i}.mts`);
    const made = await typesOf(sql, '--out', schema, '--functions', FUNCTIONS);
    expect([sql, made]).toEqual([sql, { code: 0, stdout: '', stderr: '' }]);
    schemas.push(schema);
  }
  const line = join(folder, 'line.mts');
  const run = startCommand(typesCommand(), [join(ROOT, 'ksql'), '--define', 'format=JSON', '--out', line]);
  expect(await run.ended).toBe(0);
  const use = join(folder, 'use.mts');
  writeFileSync(use, USE);
  expect(problemsOf(...schemas, line, use)).toEqual([]);
});

const USE = `
  import type { InsertRow, SourceName } from ${JSON.stringify(SCHEMA_TYPES)};
  import type { QueryRow } from ${JSON.stringify(QUERY_TYPES)};
  import type { Schema } from './0.mts';
  import type { Schema as Line } from './line.mts';
  // as Database declares it: compiling all of the engine would take a minute
  interface Db<Types> {
    insert<Name extends SourceName<Types>>(source: Name, rows: readonly InsertRow<Types, Name>[]): Promise<void>;
    query<const Sql extends string>(sql: Sql): AsyncIterable<QueryRow<Types, Sql>>;
  }
  declare const db: Db<Schema>;
  declare const line: Db<Line>;
  await db.insert('readings', [{ sensor: 'attic', N: 2n ** 60n, price: 1.5, place: { LAT: 1 }, rowtime: 1 }]);
  await db.insert('READINGS', [{ tags: ['a', null] }]);
  // @ts-expect-error there is no such source
  await db.insert('reading', []);
  // @ts-expect-error there is no such column
  await db.insert('readings', [{ sensors: 'attic' }]);
  // @ts-expect-error it is of another type
  await db.insert('readings', [{ sensor: 7 }]);
  // @ts-expect-error a windowed table takes no rows
  await db.insert('heat', [{ sensor: 'attic' }]);
  for await (const row of db.query('SELECT * FROM heat EMIT CHANGES;')) {
    const start: number = row.WINDOWSTART;
    const n: number | bigint | null = row.N;
    // @ts-expect-error there is no such column
    void [start, n, row.TIMES];
  }
  for await (const row of line.query('SELECT * FROM bodies WHERE sku = 1;')) {
    const sku: string | null | undefined = row.PART?.sku;
    void sku;
  }
  export {};`;

/** Whether two types are the same, `any` included. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Two = {
  S: { row: { V: number }; key: object; insert: { V?: number } };
  odd: { row: { W: string }; key: object; insert: never };
};
type V = { V: number };

/** Compiled, and not run: what is known of a query's rows. */
export const KNOWN: readonly true[] = [
  true satisfies Same<QueryRow<Two, 'SELECT * FROM s EMIT CHANGES;'>, V>,
  true satisfies Same<QueryRow<Two, 'select * from S;'>, V>,
  true satisfies Same<QueryRow<Two, '\n  SELECT *\n\tFROM s\n  WHERE v > 1\n  LIMIT 1;\n'>, V>,
  true satisfies Same<QueryRow<Two, 'SELECT * FROM `odd`'>, { W: string }>,
  // what is not known
  true satisfies Same<QueryRow<Two, 'SELECT * FROM odd;'>, RowObject>,
  true satisfies Same<QueryRow<Two, 'SELECT * FROM `s`;'>, RowObject>,
  true satisfies Same<QueryRow<Two, 'SELECT v FROM s;'>, RowObject>,
  true satisfies Same<QueryRow<Two, 'SELECT * FROM s JOIN t ON s.v = t.v EMIT CHANGES;'>, RowObject>,
  true satisfies Same<QueryRow<Two, 'SELECT * FROM s\nPARTITION BY v + 1 EMIT CHANGES;'>, RowObject>,
  true satisfies Same<QueryRow<Two, 'SELECT *, v FROM s;'>, RowObject>,
  true satisfies Same<QueryRow<Two, 'SHOW STREAMS;'>, RowObject>,
  true satisfies Same<QueryRow<Two, string>, RowObject>,
  true satisfies Same<QueryRow<SchemaTypes, 'SELECT * FROM s;'>, RowObject>,
];

/** Compiled, and not run: a database that was opened with types checks its inserts and knows its rows. */
export const used = async (db: Database<Two>) => {
  await db.insert('s', [{ v: 1 }]);
  // @ts-expect-error there is no such column
  await db.insert('s', [{ w: 1 }]);
  const [row] = await db.query('SELECT * FROM s;').all();
  // @ts-expect-error there is no such column
  void [row?.V.toFixed(), row?.W];
  const [own] = await db.query<{ n: string }>('SELECT COUNT(*) AS n FROM s EMIT CHANGES;').all();
  void own?.n.length;
  const [values] = await db.query('SELECT * FROM s;', { rows: 'arrays' }).all();
  void values?.[0];
  // and what asks for any database takes it
  return db satisfies AnyDatabase;
};
