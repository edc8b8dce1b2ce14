import type { WatchFolders } from '../dev/watch-folders.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import type { Command } from '../support/run-main.ts';
import { widthOf } from '../support/terminal.ts';
import { typesHelp, typesOptions } from './types-options.ts';

/**
 * `ksqlite types`: TypeScript of what SQL files make. Throws CommandError, KsqlError.
 *
 * @param watch how changes of files are noticed; default: by the operating system
 */
export const typesCommand =
  (watch?: WatchFolders): Command =>
  async (argv, context) => {
    const { stdout } = context;
    if (asksForHelp(argv)) {
      stdout.write(typesHelp(widthOf(stdout)));
      return 0;
    }
    const options = typesOptions(argv);
    // what is refused, or asks for help, needs no engine
    if (options.watch) return (await import('./watch-types.ts')).watchTypes(options, context, watch);
    return (await import('./write-types.ts')).writeTypes(options, context);
  };
