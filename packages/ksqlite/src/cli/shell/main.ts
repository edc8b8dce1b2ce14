import { systemClock } from '../../clock/clock.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import { reportFailure, stopOnSignals } from '../support/stop-signals.ts';
import { widthOf } from '../support/terminal.ts';
import { shellHelp } from './options/command.ts';
import { shellOptions } from './options/shell-options.ts';
import { runShell } from './run-shell.ts';

/** `npm run ksql`: exit codes are those of packages/ksqlite/src/errors/command-error.ts. */
async function main(argv: readonly string[]): Promise<number> {
  if (asksForHelp(argv)) {
    process.stdout.write(shellHelp(widthOf(process.stdout)));
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

main(process.argv.slice(2)).then((code) => process.exit(code), reportFailure);
