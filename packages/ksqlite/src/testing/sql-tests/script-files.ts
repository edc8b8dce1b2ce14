import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** A script that a test runs. */
export interface ScriptFile {
  readonly file: string;
  readonly sql: string;
}

/**
 * The files that `RUN SCRIPT 'path'` or `--@run: path` of a test file means: a file, or the .sql files of a folder in the order of
 * their names. It is looked for beside the test file, then in the folder of the process. A path that begins with a slash is also looked
 * for in the folders above the test file, as ksqlDB looks for it on its class path.
 *
 * @throws Error that names the places
 */
export function scriptFiles(path: string, testFile: string): readonly ScriptFile[] {
  const places = placesOf(path, testFile);
  const found = places.find((place) => statSync(place, { throwIfNoEntry: false }) !== undefined);
  if (found === undefined)
    throw new Error(`Could not read ${path}: it is not at ${places.join(', nor at ')}`);
  return scriptsAt(found);
}

/** A file, or the .sql files of a folder in the order of their names. Throws Error. */
export function scriptsAt(path: string): readonly ScriptFile[] {
  const files = statSync(path).isDirectory() ? sqlFiles(path) : [path];
  if (files.length === 0) throw new Error(`${path} holds no .sql file`);
  return files.map((file) => ({ file, sql: readFileSync(file, 'utf8') }));
}

const sqlFiles = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => join(folder, name));

function placesOf(path: string, testFile: string): readonly string[] {
  const folder = dirname(resolve(testFile));
  if (!isAbsolute(path)) return [...new Set([join(folder, path), resolve(path)])];
  const places = [path];
  for (let at = folder; ; at = dirname(at)) {
    places.push(join(at, path));
    if (dirname(at) === at) return places;
  }
}
