import { systemClock } from '../sidecar/clock.ts';
import { lineErrorOf } from './line-error-of.ts';
import { asksForHelp, lineHelp, parseLineOptions } from './options.ts';
import { wantsColour, widthOf } from './progress/terminal.ts';
import { formatReport } from './report/format-report.ts';
import { writeReport } from './report/write-report.ts';
import { runLine } from './run-line.ts';

/** `npm start`: exit codes are those of src/contracts/line-error.ts. */
async function main(argv: readonly string[]): Promise<number> {
  if (asksForHelp(argv)) {
    process.stdout.write(lineHelp(widthOf(process.stdout)));
    return 0;
  }
  const options = parseLineOptions(argv, process.env);
  const interrupted = new AbortController();
  let signalCode = 0;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.on(signal, () => {
      // a second Ctrl-C means it
      if (interrupted.signal.aborted) process.exit(code);
      signalCode = code;
      interrupted.abort();
    });
  const report = await runLine(options, {
    clock: systemClock,
    progress: options.json ? undefined : process.stderr,
    env: process.env,
    signal: interrupted.signal,
  });
  if (options.report !== undefined) await writeReport(options.report, report);
  const look = { width: widthOf(process.stdout), colour: wantsColour(process.stdout, process.env) };
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : formatReport(report, look));
  if (signalCode !== 0) return signalCode;
  return report.conservation.holds ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const { code, message, exitCode } = lineErrorOf(error);
    process.stderr.write(`${code}: ${message}\n`);
    process.exitCode = exitCode;
  },
);
