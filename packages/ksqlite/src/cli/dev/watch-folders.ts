import { watch } from 'node:fs';
import type { Clock } from '../../clock/clock.ts';

/** Editors write a file in several goes: it is looked at when they have been silent so long. ms */
const SILENCE_MS = 50;

export type WatchFolders = (folders: readonly string[], onChange: () => void) => () => void;

/**
 * Calls `onChange` after something in one of the folders was changed, once for changes that come close together. A folder that can't
 * be watched any more is left out.
 *
 * @returns ends it
 * @throws what the operating system refuses to watch with
 */
export const watchFolders =
  (clock: Clock): WatchFolders =>
  (folders, onChange) => {
    let cancel: () => void = () => undefined;
    const soon = (): void => {
      cancel();
      cancel = clock.after(SILENCE_MS, onChange);
    };
    const watchers = folders.map((folder) => watch(folder, soon).on('error', () => undefined));
    return () => {
      cancel();
      for (const watcher of watchers) watcher.close();
    };
  };
