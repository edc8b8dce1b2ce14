/**
 * The package's layers: what the files of a folder may import of other folders. Biome holds two more walls: no import
 * cycles, and no way out of the package or into it but by its exports.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** The lower layers: each may import these folders and files, and itself. Those that are not here are above them all. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  clock: [],
  logging: [],
  metrics: [],
  types: [],
  errors: ['sql'], // what prints an error with its place
  sql: ['errors', 'types'],
  functions: ['errors', 'types'],
  log: ['errors', 'memory-limits.ts', 'metrics'],
  // formats: what a schema says is checked by the format that reads it
  schemas: [
    'awaitable.ts',
    'client',
    'clock',
    'errors',
    'formats',
    'functions',
    'lazy-module.ts',
    'log',
    'types',
  ],
  // schemas: the port
  formats: ['errors', 'functions', 'lazy-module.ts', 'log', 'schemas', 'types'],
  // sql: which name was meant
  topics: ['clock', 'errors', 'log', 'sql'],
  // over any topics: it knows no engine
  enrich: ['clock', 'errors', 'metrics', 'topics'],
  // over any topics: it knows no engine
  connect: ['awaitable.ts', 'clock', 'errors', 'formats', 'logging', 'metrics', 'topics'],
  client: ['clock', 'errors', 'formats', 'sql', 'types'],
  // runtime: a record's shape
  expressions: ['errors', 'functions', 'runtime', 'sql', 'types'],
  state: ['errors', 'formats', 'log', 'memory-limits.ts', 'runtime', 'types'],
  operators: ['errors', 'expressions', 'formats', 'functions', 'metastore', 'runtime', 'state', 'types'],
  analysis: [
    'errors',
    'expressions',
    'formats',
    'functions',
    'metastore',
    'schemas',
    'sql',
    'state',
    'types',
  ],
  // a plan is data: it knows no operator, no store, no log
  plan: ['analysis', 'errors', 'formats', 'metastore', 'sql', 'types'],
  topology: [
    'analysis',
    'expressions',
    'formats',
    'metastore',
    'operators',
    'plan',
    'runtime',
    'sql',
    'state',
    'types',
  ],
};
/** Nothing below imports these; they may import each other as far as it makes no cycle. */
const ABOVE: readonly string[] = ['cli', 'database', 'server', 'testing'];

interface Import {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const partOf = (path: string): string => relative(SRC, path).split(sep)[0] ?? '';

function importsOf(file: string): readonly Import[] {
  return ts
    .preProcessFile(readFileSync(file, 'utf8'), true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => ({
      file: relative(SRC, file),
      from: partOf(file),
      to: partOf(join(dirname(file), fileName)),
    }));
}

const imports = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .flatMap((name) => importsOf(join(SRC, name)))
  .filter(({ from, to }) => from !== to);

const listed = (wrong: readonly Import[]): readonly string[] =>
  wrong.map(({ file, to }) => `${file} → ${to}`);

test('there are imports to look at', () => {
  expect(imports.length).toBeGreaterThan(300);
  expect(
    Object.keys(BELOW).filter((folder) => !imports.some(({ from, to }) => [from, to].includes(folder))),
  ).toEqual([]);
});

test.each(Object.entries(BELOW))('%s imports %j of the others, and no more', (folder, allowed) => {
  expect(listed(imports.filter(({ from, to }) => from === folder && !allowed.includes(to)))).toEqual([]);
});

test('what is on top is imported by what is on top, and by the package’s own exports', () => {
  const entries = ['index.ts', 'internals.ts'];
  const wrong = imports.filter(
    ({ from, to }) => ABOVE.includes(to) && !ABOVE.includes(from) && !entries.includes(from),
  );
  expect(listed(wrong)).toEqual([]);
});
