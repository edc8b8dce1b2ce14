import { dirname } from 'node:path';
import { commandErrorOf } from '../../errors/command-error-of.ts';
import { foldersOf, readProject } from '../dev/project/project-files.ts';
import { type WatchFolders, watchFolders } from '../dev/watch-folders.ts';
import type { CommandContext } from '../support/run-main.ts';
import { typesOf } from './types-of.ts';
import type { TypesOptions } from './types-options.ts';
import { writeWhereOther } from './write-types.ts';

/**
 * Writes the types, and writes them again after each change in the folders of the files, until a signal. What is wrong with the files is
 * told, and the types stay as they were: the next change may mend it.
 *
 * @returns the exit code
 * @throws CommandError INPUT_UNREADABLE: a path can't be read at the start
 */
export async function watchTypes(
  options: TypesOptions,
  { signal, stdout, stderr, clock }: CommandContext,
  watch: WatchFolders = watchFolders(clock),
): Promise<number> {
  const { paths, out = '', functions } = options;
  readProject(paths);
  const write = async (): Promise<void> => {
    try {
      if (writeWhereOther(out, await typesOf(options))) stdout.write(`${out}: written\n`);
    } catch (error) {
      const { code, message } = commandErrorOf(error);
      stderr.write(`${code}: ${message}\n`);
    }
  };
  // one after the other: what is written last is what the files say last
  let writing = Promise.resolve();
  const writeSoon = (): void => {
    writing = writing.then(write);
  };
  const folders = [...foldersOf(paths), ...(functions === undefined ? [] : [dirname(functions)])];
  // watched before they are read: a change in between is not missed
  const stop = watch([...new Set(folders)], writeSoon);
  writeSoon();
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  stop();
  await writing;
  return 0;
}
