import type { Command } from 'ksqlite/cli';
import { CommandLog, wantsColour, widthOf, writeAll } from 'ksqlite/cli';
import { asksForHelp, lineHelp, parseLineOptions } from './options.ts';
import { formatReport } from './report/format-report.ts';
import { writeReport } from './report/write-report.ts';

/** `npm start`: exit codes are those of packages/ksqlite/src/errors/command-error.ts. */
export const lineCommand: Command = async (argv, { env, clock, stdout, stderr, signal }) => {
  if (asksForHelp(argv)) {
    stdout.write(lineHelp(widthOf(stdout)));
    return 0;
  }
  const options = parseLineOptions(argv, env);
  // what is refused, or asks for help, needs no engine
  const { runLine } = await import('./run-line.ts');
  const progress = options.json ? undefined : stderr;
  const log = new CommandLog(options.logLevel, { stderr, env, clock });
  const report = await runLine(options, { clock, progress, log, env, signal });
  const look = { width: widthOf(stdout), colour: wantsColour(stdout, env), stopped: signal.aborted };
  // before the file: where that can't be written, the report is not lost
  await writeAll(stdout, [options.json ? `${JSON.stringify(report)}\n` : formatReport(report, look)]);
  if (options.report !== undefined) await writeReport(options.report, report);
  return report.conservation.holds ? 0 : 1;
};
