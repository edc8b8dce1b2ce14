import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { CommandError } from '../../errors/command-error.ts';
import type { FunctionsFile, LoadFunctions } from '../support/functions/load-functions.ts';
import type { WatchFolders } from './watch-folders.ts';

export interface WatchFunctionsOptions {
  readonly watch: WatchFolders;
  readonly load: LoadFunctions;
  /** Told why a changed file can't be taken: all runs on with what it was. */
  readonly onUnreadable: (message: string) => void;
  readonly onChange: (file: FunctionsFile) => void;
}

/**
 * Reads a file of functions again when its text has changed. What it imports can't be read again in this process: that it was changed is
 * told.
 *
 * @returns ends it
 */
export function watchFunctions(file: FunctionsFile, options: WatchFunctionsOptions): () => void {
  const { watch, load, onUnreadable, onChange } = options;
  let seen = file.text;
  let isEnded = false;
  const imported = new Map(file.imports.map((path) => [path, textOf(path)]));
  const tellOfImports = (): void => {
    for (const [path, before] of imported) {
      const now = textOf(path);
      if (now === undefined || now === before) continue;
      imported.set(path, now);
      onUnreadable(
        `${relative('', path)}, which ${file.path} imports, was changed, and is read when ksqlite dev is started again`,
      );
    }
  };
  const look = async (): Promise<void> => {
    tellOfImports();
    const text = textOf(file.path);
    if (text === undefined || text === seen) return;
    seen = text;
    try {
      const loaded = await load(file.path);
      if (!isEnded) onChange(loaded);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      if (!isEnded) onUnreadable(error.message);
    }
  };
  const stop = watch(
    [...new Set([file.path, ...file.imports].map((path) => resolve(dirname(path))))],
    () => void look(),
  );
  return () => {
    isEnded = true;
    stop();
  };
}

/** undefined: it is gone, as it is for a moment when an editor replaces it. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
