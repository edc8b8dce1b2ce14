import { systemClock } from '../../clock/clock.ts';
import type { Invocation } from '../support/options/invocation.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import { reportFailure, stopOnSignals } from '../support/stop-signals.ts';
import { widthOf } from '../support/terminal.ts';
import { shellHelp } from './options/command.ts';
import { shellOptions } from './options/shell-options.ts';
import { runShell } from './run-shell.ts';

/**
 * Runs the shell as this process: signals, exit code, and one line on stderr for what it throws.
 *
 * @param invocation what the help calls it; default `ksqlite sql`
 */
export function runShellProcess(argv: readonly string[], invocation?: Invocation): void {
  run(argv, invocation).then((code) => process.exit(code), reportFailure);
}

async function run(argv: readonly string[], invocation?: Invocation): Promise<number> {
  if (asksForHelp(argv)) {
    process.stdout.write(shellHelp(widthOf(process.stdout), invocation));
    return 0;
  }
  const options = shellOptions(argv, process.env);
  process.stderr.on('error', () => undefined);
  const stop = new AbortController();
  const signalCode = stopOnSignals(stop);
  const { env, stdin, stdout, stderr } = process;
  const code = await runShell(options, { env, stdin, stdout, stderr, clock: systemClock, stop });
  return signalCode() || code;
}
