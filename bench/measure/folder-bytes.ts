import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the files of a folder hold, those of its folders too; files that vanish meanwhile count nothing. */
export const folderBytes = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, { parentPath, name }) =>
        sum + (statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
