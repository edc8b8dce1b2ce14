import { type Compiled, compiled, type Edit } from '../compiled.ts';
import { instrumented } from './instrument.ts';

/** The checkout, edited and compiled, with counters in what the product is made of. */
export function instrumentedCopy(checkout: string, edit: Edit = (_, text) => text): Compiled {
  return compiled(checkout, (path, text) => {
    const edited = edit(path, text);
    return /^(src|packages\/ksqlite\/src)\//.test(path) && path.endsWith('.ts')
      ? instrumented(path, edited)
      : edited;
  });
}
