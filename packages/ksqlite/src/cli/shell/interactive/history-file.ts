import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder } from '../../../log/disk/make-folder.ts';

const MOST = 1_000;

export interface HistoryFile {
  /** Newest last. */
  read(): readonly string[];
  add(entry: string): void;
}

/** In the user's state folder (XDG base directories): `~/.local/state` unless XDG_STATE_HOME names another. */
export function historyPath(env: Readonly<Record<string, string | undefined>>, home = homedir()): string {
  const state =
    env.XDG_STATE_HOME?.startsWith('/') === true ? env.XDG_STATE_HOME : join(home, '.local/state');
  return join(state, 'ksqlite', 'sql-history');
}

/** One entry a line. A history that can't be read or written is none: the shell works without. */
export function historyFile(path: string): HistoryFile {
  let last: string | undefined;
  return {
    read: () => {
      const entries = linesOf(path);
      last = entries.at(-1);
      if (entries.length > 2 * MOST) attempt(() => write(path, entries.slice(-MOST)));
      return entries.slice(-MOST);
    },
    add: (entry) => {
      const line = entry.trim();
      if (line === '' || line === last || line.includes('\n')) return;
      last = line;
      attempt(() => {
        makeFolder(dirname(path));
        appendFileSync(path, `${line}\n`, { mode: 0o600 });
      });
    },
  };
}

function linesOf(path: string): readonly string[] {
  return attempt(() => readFileSync(path, 'utf8').split('\n').filter(Boolean)) ?? [];
}

const write = (path: string, lines: readonly string[]): void =>
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
