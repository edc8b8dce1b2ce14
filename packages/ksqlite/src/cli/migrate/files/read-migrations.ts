import { basename, join } from 'node:path';
import { CommandError } from '../../../errors/command-error.ts';
import { readScripts } from '../scripts/sql-scripts.ts';
import type { Migration } from './migration.ts';

/**
 * The folder's migrations, in order: `001_name.sql`, `002_name.sql` and so on, or as ksqlDB's own tool names them,
 * `V000001__name.sql`. Both may lie in one folder: their numbers are one row. That tool takes numbers with gaps, so where one file
 * is named as it wants there may be some.
 *
 * @param variables as `readScripts`
 * @throws CommandError SQL_REFUSED: the folder can't be read or is empty, a name without a number, a number that is
 * missing or there twice
 */
export function readMigrations(
  folder: string,
  variables?: Readonly<Record<string, string>>,
): readonly Migration[] {
  const migrations = readScripts(folder, variables)
    .map(({ name, text, sha256 }) => ({ ...numbered(folder, basename(name)), text, sha256 }))
    .sort((a, b) => a.version - b.version);
  const mayHaveGaps = migrations.some(({ name }) => /^V\d{6}__/.test(name));
  migrations.forEach(({ version, file }, i) => {
    const before = migrations[i - 1];
    if (before?.version === version)
      throw new CommandError('SQL_REFUSED', `${file} and ${before.file} have the same number: rename one`);
    if (!mayHaveGaps && version !== i + 1)
      throw new CommandError(
        'SQL_REFUSED',
        `${file}: there is no file ${String(i + 1).padStart(3, '0')}_….sql before it. Files are numbered from 1 without gaps`,
      );
  });
  return migrations;
}

function numbered(folder: string, name: string): Pick<Migration, 'version' | 'name' | 'file'> {
  const digits = /^(?:(\d{3,})_[A-Za-z0-9_-]+|V(\d{6})__.+)\.sql$/.exec(name)?.slice(1).find(Boolean);
  const file = join(folder, name);
  if (digits === undefined)
    throw new CommandError(
      'SQL_REFUSED',
      `${file}: is not the name of a migration; wants a number, "_" and letters, digits, "_" or "-": 010_colours.sql or V000010__colours.sql`,
    );
  return { version: Number(digits), name: name.slice(0, -'.sql'.length), file };
}
