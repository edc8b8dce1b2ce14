/**
 * An archive in a folder: an object is a file that appears whole under its name, by a link from a draft, which fails where there is one
 * of that name. Where its records end is in the footer of the file.
 */
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConnectorError } from '../../connector-error.ts';
import { footerNumber } from '../parquet/footer.ts';
import { END_KEY, type ObjectStore } from './object-store.ts';

export function folderStore(root: URL): ObjectStore {
  const pathOf = (name: string): string =>
    fileURLToPath(new URL(name.split('/').map(encodeURIComponent).join('/'), root));
  return {
    endOf: async (name) => {
      const bytes = await readIfThere(pathOf(name));
      if (bytes === undefined) return undefined;
      const end = footerNumber(bytes, END_KEY);
      if (end === undefined)
        throw new ConnectorError(
          `the file ${pathOf(name)} is not one that this connector wrote: move it away`,
        );
      return end;
    },
    put: async ({ name, bytes }) => {
      const path = pathOf(name);
      const folder = dirname(path);
      const made = await mkdir(folder, { recursive: true });
      const draft = `${folder}/.${path.slice(folder.length + 1)}.draft`;
      await writeDurably(draft, bytes);
      const isNew = await linkOnce(draft, path);
      await rm(draft);
      await syncFolders(folder, made === undefined ? folder : dirname(made));
      return isNew;
    },
  };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function linkOnce(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** From a folder up to another one that it is in: their entries are durable. */
async function syncFolders(from: string, to: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (folder === to || folder === dirname(folder)) return;
  }
}
