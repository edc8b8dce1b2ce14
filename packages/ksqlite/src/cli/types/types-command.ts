import { asksForHelp } from '../support/options/parse-given.ts';
import type { Command } from '../support/run-main.ts';
import { widthOf } from '../support/terminal.ts';
import { typesHelp, typesOptions } from './types-options.ts';

/** `ksqlite types`: TypeScript of what SQL files make. Throws CommandError, KsqlError. */
export const typesCommand = (): Command => async (argv, context) => {
  const { stdout } = context;
  if (asksForHelp(argv)) {
    stdout.write(typesHelp(widthOf(stdout)));
    return 0;
  }
  const options = typesOptions(argv);
  // what is refused, or asks for help, needs no engine
  const { writeTypes } = await import('./write-types.ts');
  return writeTypes(options, context);
};
