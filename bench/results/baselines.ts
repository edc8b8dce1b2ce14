import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from 'ksqlite/cli';
import { z } from 'zod';
import { type Report, reportSchema, reportToJson } from './report.ts';

/** Keeps a report, a file a bench. */
export function saveBaselines(folder: string, report: Report): readonly string[] {
  mkdirSync(folder, { recursive: true });
  return [...new Set(report.results.map(({ bench }) => bench))].map((bench) => {
    const file = join(folder, `${bench}.json`);
    const results = report.results.filter((result) => result.bench === bench);
    writeFileSync(file, reportToJson({ ...report, results, skipped: {} }));
    return file;
  });
}

/**
 * Reads reports that were kept: a file of `--json` or `--save`, or a folder of such files.
 *
 * @throws CommandError USAGE: there is none, or one is not a report
 */
export function readBaselines(path: string): readonly Report[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new CommandError('USAGE', `--against: there is no ${path}`);
  const files = stats.isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(path, name))
    : [path];
  if (files.length === 0)
    throw new CommandError('USAGE', `--against: ${path} holds no results (--save writes them)`);
  return files.map(readReport);
}

/** @throws CommandError USAGE */
export function readReport(file: string): Report {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new CommandError('USAGE', `${file}: is no report of npm run bench: ${why}`);
  }
}
