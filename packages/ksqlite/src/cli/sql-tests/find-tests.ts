/**
 * The tests of files and folders. Two forms are known, both ksqlDB's:
 *
 * - a `.sql` file with `--@test` in it: its SQL testing tool;
 * - `statements.sql` beside `output.json` and perhaps `input.json`, or NAME.sql beside NAME.output.json and perhaps NAME.input.json: its
 *   ksql-test-runner.
 *
 * Other `.sql` files of a folder are no tests: they are what tests run.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CommandError } from '../../errors/command-error.ts';
import { messageOf } from '../../errors/message-of.ts';
import { readSqlTests } from '../../testing/sql-tests/read-sql-tests.ts';
import { runSqlTest } from '../../testing/sql-tests/run-sql-test.ts';
import { runTriple } from '../../testing/triples/run-triple.ts';
import type { Triple } from '../../testing/triples/triple.ts';
import type { FoundTest } from './found-test.ts';

/**
 * In the order of the paths, and of names in a folder.
 *
 * @throws CommandError INPUT_UNREADABLE for a path that can't be read, and for a file that is named and holds no test
 */
export function findTests(paths: readonly string[]): readonly FoundTest[] {
  return paths.flatMap((path) => {
    if (isFolder(path)) return testsOfFolder(path);
    const found = testsOfFile(path);
    if (found.length > 0) return found;
    throw new CommandError(
      'INPUT_UNREADABLE',
      `${path}: holds no test: one begins with --@test: NAME, or has what must come in ${outputsOf(path)} beside it`,
    );
  });
}

/** A test of ksql-test-runner. */
export const tripleTest = (triple: Triple): FoundTest => ({
  file: triple.sqlFile,
  name: triple.name,
  line: 1,
  run: (options) => runTriple(triple, options),
});

/** Folders that hold other people's files. */
const SKIPPED = /^(\..*|node_modules)$/;

/** The folder and all folders in it. */
export function foldersIn(folder: string): readonly string[] {
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !SKIPPED.test(entry.name))
    .map(({ name }) => join(folder, name));
  return [folder, ...inside.flatMap(foldersIn)];
}

function testsOfFolder(folder: string): readonly FoundTest[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : testsOfFolder(path);
      return entry.name.endsWith('.sql') ? testsOfFile(path) : [];
    });
}

function testsOfFile(path: string): readonly FoundTest[] {
  const text = readText(path);
  const tests = readSqlTests(text, path).map((test) => ({
    file: test.file,
    name: test.name,
    line: test.line,
    run: (options: Parameters<FoundTest['run']>[0]) => runSqlTest(test, options),
  }));
  if (tests.length > 0) return tests;
  const outputFile = outputsOf(path);
  if (!isFile(outputFile)) return [];
  const inputFile = outputFile.replace(/output\.json$/, 'input.json');
  const name = basename(path) === STATEMENTS ? basename(dirname(path)) : basename(path, '.sql');
  return [
    tripleTest({
      name,
      sqlFile: path,
      inputFile: isFile(inputFile) ? inputFile : undefined,
      outputFile,
    }),
  ];
}

const STATEMENTS = 'statements.sql';

/** Where the records are that must come of a file's statements. */
const outputsOf = (path: string): string =>
  basename(path) === STATEMENTS
    ? join(dirname(path), 'output.json')
    : path.replace(/(\.sql)?$/, '.output.json');

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const unreadable = (path: string, cause: unknown): CommandError =>
  new CommandError('INPUT_UNREADABLE', `${path}: ${messageOf(cause)}`, {
    cause,
  });
