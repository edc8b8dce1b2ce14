import type { Invocation } from '../support/options/invocation.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import type { Command } from '../support/run-main.ts';
import { widthOf } from '../support/terminal.ts';
import { ksqldbHelp, ksqldbOptions } from './ksqldb-options.ts';

/**
 * Serves a data folder until its signal, or until the engine fails. Throws CommandError, KsqlError.
 *
 * @param invocation what the help calls it; default `ksqlite server`
 */
export const serverCommand =
  (invocation?: Invocation): Command =>
  async (argv, context) => {
    const { env, stdout } = context;
    if (asksForHelp(argv)) {
      stdout.write(ksqldbHelp(widthOf(stdout), invocation));
      return 0;
    }
    const options = ksqldbOptions(argv, env, invocation);
    // what is refused, or asks for help, needs no engine
    const { runServer } = await import('./run-server.ts');
    return runServer(options, context);
  };
