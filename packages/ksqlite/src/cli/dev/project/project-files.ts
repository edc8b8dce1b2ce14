import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError } from '../../../errors/command-error.ts';

/** A file of SQL, as it is now. */
export interface SqlFile {
  /** As messages name it: the path as it was given. */
  readonly name: string;
  readonly text: string;
}

/**
 * The SQL that the command line names: files as they are given, of a folder those that end with `.sql`, by name; by number where all
 * begin with one, as migrations do (`999_a.sql` before `1000_b.sql`, `V000002__b.sql`).
 *
 * @throws CommandError INPUT_UNREADABLE: a path that can't be read
 */
export const readProject = (paths: readonly string[]): readonly SqlFile[] =>
  paths.flatMap((path) =>
    filesOf(path).map((name) => ({ name, text: reading(name, () => readFileSync(name, 'utf8')) })),
  );

/** The folders whose changes may be changes of the SQL. A file is often replaced by another one, so its folder is watched. */
export function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = paths.map((path) => (isFolder(path) ? path : dirname(path)));
  return [...new Set(folders)];
}

const filesOf = (path: string): readonly string[] =>
  reading(path, () => isFolder(path))
    ? inOrder(reading(path, () => readdirSync(path)).filter((name) => name.endsWith('.sql'))).map((name) =>
        join(path, name),
      )
    : [path];

function inOrder(names: readonly string[]): readonly string[] {
  const sorted = [...names].sort();
  return sorted.every((name) => NUMBERED.test(name))
    ? sorted.sort((one, other) => numberOf(one) - numberOf(other))
    : sorted;
}

const NUMBERED = /^V?(\d+)_/;
const numberOf = (name: string): number => Number(NUMBERED.exec(name)?.[1]);

const isFolder = (path: string): boolean => statSync(path).isDirectory();

function reading<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError('INPUT_UNREADABLE', `${path}: can't be read (${reason})`, { cause: error });
  }
}
