import { rename, rm, writeFile } from 'node:fs/promises';
import { CommandError } from 'ksqlite/cli';
import type { Report } from './report.ts';

/**
 * Writes a report as JSON: all of it or, where that fails, nothing, and what was there before stays.
 *
 * @throws CommandError DISK
 */
export async function writeReport(file: string, report: Report): Promise<void> {
  // Beside the file, as a rename is atomic within one file system only.
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, `${JSON.stringify(report, null, 2)}\n`, { flush: true });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError('DISK', `${file}: the report can't be written (${why})`, { cause: error });
  }
}
