import type { Database } from 'ksqlite';
import { appliedScripts, CommandError } from 'ksqlite/cli';
import { lineScripts } from '../sql-folder.ts';
import { LINE_FORMATS, type LineFormat } from './line-format.ts';

/**
 * Makes sure that a data folder is not one of another format: its statements would read nothing of what is sent now.
 *
 * @throws CommandError SQL_REFUSED, which says what the folder was made with
 */
export function checkFormat(database: Database, data: string, format: LineFormat): void {
  const [first] = appliedScripts(database);
  if (first === undefined) return;
  const isOf = (one: LineFormat): boolean =>
    lineScripts(one).some(({ name, sha256 }) => name === first.name && sha256 === first.sha256);
  // what is of none was changed, which is told elsewhere
  const made = isOf(format) ? undefined : LINE_FORMATS.find(isOf);
  if (made !== undefined)
    throw new CommandError(
      'SQL_REFUSED',
      `the data folder ${data} was made with --format ${made}: start it with that, name another --data folder for ${format}, or empty this one with --fresh`,
    );
}
