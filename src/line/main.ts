import { systemClock } from '../clock/clock.ts';
import { lineErrorOf } from './line-error-of.ts';
import { asksForHelp, lineHelp, parseLineOptions } from './options.ts';
import { wantsColour, widthOf } from './progress/terminal.ts';
import { formatReport } from './report/format-report.ts';
import { writeReport } from './report/write-report.ts';
import { runLine } from './run-line.ts';
import { writeAll } from './topic-command/write-all.ts';

/** Stopped by a signal it is gone by then, whatever it was at. Nothing is lost by that: a restart goes on from any moment. */
const STOP_MS = 1_900;

/** `npm start`: exit codes are those of src/contracts/line-error.ts. */
async function main(argv: readonly string[]): Promise<number> {
  if (asksForHelp(argv)) {
    process.stdout.write(lineHelp(widthOf(process.stdout)));
    return 0;
  }
  const options = parseLineOptions(argv, process.env);
  // the progress is a courtesy: the line goes on when nobody reads it any more
  process.stderr.on('error', () => undefined);
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
      setTimeout(() => process.exit(code), STOP_MS).unref();
    });
  const report = await runLine(options, {
    clock: systemClock,
    progress: options.json ? undefined : process.stderr,
    env: process.env,
    signal: interrupted.signal,
  });
  const look = {
    width: widthOf(process.stdout),
    colour: wantsColour(process.stdout, process.env),
    stopped: signalCode !== 0,
  };
  // before the file: where that can't be written, the report is not lost
  await writeAll(process.stdout, [options.json ? `${JSON.stringify(report)}\n` : formatReport(report, look)]);
  if (options.report !== undefined) await writeReport(options.report, report);
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
