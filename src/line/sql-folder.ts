import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readScripts, type SqlScript } from 'ksqlite/cli';
import { type LineFormat, sqlNameOf } from './format/line-format.ts';

/** The line's topology, beside `src/`. */
export const SQL_FOLDER = fileURLToPath(new URL('../../ksql', import.meta.url));

/** What is made of the part catalogue's changes; it reads what the line writes. */
export const CATALOGUE_SQL_FOLDER = join(SQL_FOLDER, 'catalogue');

/** The topology for records of a format. Throws CommandError SQL_REFUSED. */
export const lineScripts = (format: LineFormat = 'json'): readonly SqlScript[] =>
  readScripts(SQL_FOLDER, { format: sqlNameOf(format) });

/** The same of the catalogue's, which build on those. */
export const catalogueScripts = (format: LineFormat = 'json'): readonly SqlScript[] =>
  readScripts(CATALOGUE_SQL_FOLDER, { format: sqlNameOf(format) });
