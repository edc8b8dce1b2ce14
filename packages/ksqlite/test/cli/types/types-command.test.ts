import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { typesCommand } from '../../../src/cli/types/types-command.ts';
import type { Database } from '../../../src/index.ts';
import { startCommand } from '../../support/command-context.ts';

const SCHEMA_TYPES = fileURLToPath(new URL('../../../src/database/schema-types.ts', import.meta.url));
const DOCUMENT = fileURLToPath(new URL('../../../../../docs/sql.md', import.meta.url));
const TYPE_ROOTS = fileURLToPath(new URL('../../../../../node_modules/@types', import.meta.url));
const FUNCTIONS = fileURLToPath(new URL('../../../../../docs/examples/own-function.ts', import.meta.url));

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

/** What the compiler says of files, under the strictest settings. */
function problemsOf(...files: readonly string[]): readonly string[] {
  const program = ts.createProgram(files, {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    typeRoots: [TYPE_ROOTS],
  });
  return files
    .flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('types of every statement of docs/sql.md compile, and insert is checked against them', async () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  const sql = [...document.matchAll(/```sql\n(.*?)```/gs)].map(([, block]) => block).join('');
  const schema = join(folder, 'ksql.mts');
  expect(await typesOf(`${sql}${READINGS}`, '--out', schema, '--functions', FUNCTIONS)).toMatchObject({
    code: 0,
  });
  const use = join(folder, 'use.mts');
  writeFileSync(
    use,
    `import type { InsertRow, SourceName } from ${JSON.stringify(SCHEMA_TYPES)};
     import type { Schema } from './ksql.mts';
     // as Database declares it: compiling all of the engine would take a minute
     declare const db: {
       insert<Name extends SourceName<Schema>>(source: Name, rows: Iterable<InsertRow<Schema, Name>>): Promise<void>;
     };
     declare const heat: Schema['HEAT']['row'][];
     await db.insert('readings', [{ sensor: 'attic', N: 2n ** 60n, price: 1.5, place: { LAT: 1 }, rowtime: 1 }]);
     await db.insert('READINGS', [{ tags: ['a', null] }]);
     for (const row of heat) {
       const start: number = row.WINDOWSTART;
       const n: number | bigint | null = row.N;
       void [start, n];
     }
     // @ts-expect-error there is no such source
     await db.insert('reading', []);
     // @ts-expect-error there is no such column
     await db.insert('readings', [{ sensors: 'attic' }]);
     // @ts-expect-error it is of another type
     await db.insert('readings', [{ sensor: 7 }]);
     // @ts-expect-error a windowed table takes no rows
     await db.insert('heat', [{ sensor: 'attic' }]);
     export {};`,
  );
  expect(problemsOf(schema, use)).toEqual([]);
});

/** Compiled, and not run: a database that was opened with types checks its inserts. */
export const inserted = async (db: Database<{ S: { row: object; key: object; insert: { V?: number } } }>) => {
  await db.insert('s', [{ v: 1 }]);
  // @ts-expect-error there is no such column
  await db.insert('s', [{ w: 1 }]);
};
