import { open, rename, rm } from 'node:fs/promises';
import { CommandError } from 'ksqlite/cli';
import type { SourceOfTruth } from '../source/source-of-truth.ts';

const LINES_AT_ONCE = 5_000;

/**
 * Writes every row that was ever committed as JSON lines `{n, transaction, at, table, key, before, after}`: all of it or nothing.
 *
 * @throws CommandError DISK
 */
export async function writeHistory(file: string, source: Pick<SourceOfTruth, 'history'>): Promise<void> {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(unfinished, 'w');
    try {
      let lines: string[] = [];
      for await (const line of source.history(0)) {
        lines.push(`${JSON.stringify(line)}\n`);
        if (lines.length < LINES_AT_ONCE) continue;
        await handle.appendFile(lines.join(''));
        lines = [];
      }
      await handle.appendFile(lines.join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError('DISK', `${file}: the history can't be written (${why})`, { cause: error });
  }
}
