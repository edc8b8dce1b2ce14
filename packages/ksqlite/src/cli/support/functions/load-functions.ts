/**
 * The functions that a file exports, for `--functions FILE`: JavaScript on every Node; TypeScript where Node takes types away (22.18, 24
 * and later), where the process was started with a loader of its own, and else by the tsx that is installed beside the file.
 *
 * A file that was changed is read again under another address: Node keeps modules for ever. So what it imports is not read again:
 * `imports` names those files, for who wants to tell of a change.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isOwnFunction, type OwnFunction } from '../../../database/functions/own-function.ts';
import { CommandError } from '../../../errors/command-error.ts';
import { messageOf } from '../../../errors/message-of.ts';

/** What a file had when it was read. */
export interface FunctionsFile {
  /** As it was given. */
  readonly path: string;
  /** Its text: another one is a change. */
  readonly text: string;
  readonly functions: readonly OwnFunction[];
  /** Paths of the files beside it that it imports, and that these import. */
  readonly imports: readonly string[];
}

export type LoadFunctions = (path: string) => Promise<FunctionsFile>;

let loads = 0;

/** @throws CommandError INPUT_UNREADABLE: it can't be read, it fails, or it exports no function */
export const loadFunctions: LoadFunctions = async (path) => {
  const file = resolve(path);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(path, `can't be read (${messageOf(error)})`, error);
  }
  loads++;
  const address = `${pathToFileURL(file).href}${loads === 1 ? '' : `?${loads}`}`;
  const exported = await importFile(path, file, address);
  const functions = Object.values(exported)
    .flat()
    .filter(isOwnFunction)
    .map((one) => ({ ...one, path }));
  if (functions.length === 0)
    throw unreadable(
      path,
      'it exports no function: what scalarFunction, aggregateFunction or tableFunction gives, or a list of those',
    );
  // one that is exported by its name, and in a list
  const kept = new Map(functions.map((one) => [`${one.kind} ${one.signature}`, one]));
  return { path, text, functions: [...kept.values()], imports: importsOf(file, text) };
};

/** As far as they can be read; their endings are as they stand. */
function importsOf(file: string, text: string, known: Set<string> = new Set([file])): readonly string[] {
  for (const [, specifier = ''] of text.matchAll(IMPORT)) {
    const imported = resolve(dirname(file), specifier);
    if (known.has(imported)) continue;
    known.add(imported);
    try {
      importsOf(imported, readFileSync(imported, 'utf8'), known);
    } catch {
      known.delete(imported); // it has another ending, or stands in a comment
    }
  }
  return [...known].slice(1);
}

/** `from './x.ts'`, `import './x.ts'`, `import('./x.ts')` */
const IMPORT = /\b(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g;

async function importFile(path: string, file: string, address: string): Promise<Record<string, unknown>> {
  try {
    return await import(address);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_UNKNOWN_FILE_EXTENSION')
      throw unreadable(path, messageOf(error), error);
  }
  let api: string;
  try {
    // what is found is for `require`; beside it lies the one for `import`
    api = createRequire(file)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs');
  } catch (error) {
    throw unreadable(
      path,
      `Node ${process.versions.node} runs no TypeScript. Take Node 22.18 or later, or npm install tsx beside the file, or give a .js file`,
      error,
    );
  }
  try {
    const { tsImport } = (await import(pathToFileURL(api).href)) as {
      readonly tsImport: (address: string, parent: string) => Promise<Record<string, unknown>>;
    };
    return await tsImport(address, import.meta.url);
  } catch (error) {
    throw unreadable(path, messageOf(error), error);
  }
}

const unreadable = (path: string, message: string, cause?: unknown): CommandError =>
  new CommandError('INPUT_UNREADABLE', `--functions ${path}: ${message}`, { cause });
