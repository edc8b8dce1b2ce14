import { fileURLToPath } from 'node:url';
import { readScripts, type SqlScript } from 'ksqlite/cli';
import { type LineFormat, sqlNameOf } from './format/line-format.ts';

/** The line's topology, beside `src/`. */
export const SQL_FOLDER = fileURLToPath(new URL('../../ksql', import.meta.url));

/** The topology for records of a format. Throws CommandError SQL_REFUSED. */
export const lineScripts = (format: LineFormat = 'json'): readonly SqlScript[] =>
  readScripts(SQL_FOLDER, { format: sqlNameOf(format) });
