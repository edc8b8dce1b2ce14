import { fileURLToPath } from 'node:url';

/** The line's topology, beside `src/`. */
export const SQL_FOLDER = fileURLToPath(new URL('../../ksql', import.meta.url));
