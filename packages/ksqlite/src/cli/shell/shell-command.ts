import type { Invocation } from '../support/options/invocation.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import type { Command } from '../support/run-main.ts';
import { widthOf } from '../support/terminal.ts';
import { shellHelp } from './options/given-options.ts';
import { shellOptions } from './options/shell-options.ts';
import { runShell } from './run-shell.ts';

/**
 * A shell for a ksqlDB server. Throws CommandError at the first statement that fails, unless statements are typed.
 *
 * @param invocation what the help calls it; default `ksqlite sql`
 */
export const shellCommand =
  (invocation?: Invocation): Command =>
  async (argv, { env, clock, stdin, stdout, stderr, signal }) => {
    if (asksForHelp(argv)) {
      stdout.write(shellHelp(widthOf(stdout), invocation));
      return 0;
    }
    const options = shellOptions(argv, env);
    const stop = new AbortController();
    signal.addEventListener('abort', () => stop.abort());
    try {
      return await runShell(options, { env, clock, stdin, stdout, stderr, stop });
    } finally {
      // an open stdin would keep the process alive
      stdin.destroy();
    }
  };
