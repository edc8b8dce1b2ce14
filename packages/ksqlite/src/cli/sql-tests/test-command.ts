/**
 * `ksqlite test`: finds tests, runs them, tells what came of them. Exit code 1 when one failed.
 *
 * Nothing is kept from one test to the next: each has an engine and topics of its own, in memory, and a clock that stands still.
 */
import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CommandError } from '../../errors/command-error.ts';
import { type WatchFolders, watchFolders } from '../dev/watch-folders.ts';
import { colorsFor } from '../shell/colors.ts';
import { loadFunctions } from '../support/functions/load-functions.ts';
import { asksForHelp } from '../support/options/parse-given.ts';
import type { Command, CommandContext } from '../support/run-main.ts';
import { wantsColour, widthOf } from '../support/terminal.ts';
import { findTests, foldersIn, tripleTest } from './find-tests.ts';
import type { FoundTest } from './found-test.ts';
import { GatheredOutput } from './report/gathered-output.ts';
import { jsonReport } from './report/json-report.ts';
import { junitText } from './report/junit-text.ts';
import type { TestReport } from './report/report.ts';
import { tapReport } from './report/tap-report.ts';
import { TextReport } from './report/text-report.ts';
import { runTests } from './run-tests.ts';
import { type TestOptions, testHelp, testOptions } from './test-options.ts';

/** @param watch how changes of files are noticed; default: by the operating system */
export const testCommand =
  (watch?: WatchFolders): Command =>
  async (argv, context) => {
    const { stdout, clock } = context;
    if (asksForHelp(argv)) {
      stdout.write(testHelp(widthOf(stdout)));
      return 0;
    }
    const options = testOptions(argv);
    const out = new GatheredOutput(stdout, clock);
    const told = { out, report: reportOf(options, out, context) };
    if (options.watch) return runAgain(options, told, context, watch ?? watchFolders(clock));
    const { failed } = await runOnce(options, told, context);
    return failed > 0 ? 1 : 0;
  };

/** A report, and what it writes to. */
interface Told {
  readonly report: TestReport;
  readonly out: GatheredOutput;
}

function reportOf({ output }: TestOptions, out: GatheredOutput, { stdout, env }: CommandContext): TestReport {
  if (output === 'json') return jsonReport(out);
  return output === 'tap' ? tapReport(out) : new TextReport(out, colorsFor(wantsColour(stdout, env)));
}

/** One run over the files as they are now. */
async function runOnce(
  options: TestOptions,
  told: Told,
  { clock, signal }: CommandContext,
): Promise<{ readonly failed: number; readonly scripts: ReadonlySet<string> }> {
  const scripts = new Set<string>();
  const tests = wantedTests(options);
  const own = options.functions === undefined ? undefined : await loadFunctions(options.functions);
  const { verdicts, totals } = await runTests(tests, {
    clock,
    signal,
    report: told.report,
    onScript: (file) => scripts.add(file),
    ...(own === undefined ? {} : { functions: own.functions }),
  }).finally(() => told.out.flush());
  if (options.junit !== undefined) writeFileSync(options.junit, junitText(verdicts, totals));
  return { failed: totals.failed, scripts };
}

/** Throws CommandError INPUT_UNREADABLE where there is none: a run of nothing must not look like one that passed. */
function wantedTests({ paths, triple, filter }: TestOptions): readonly FoundTest[] {
  const found = triple === undefined ? findTests(paths) : [tripleTest({ name: triple.sqlFile, ...triple })];
  if (found.length === 0)
    throw new CommandError(
      'INPUT_UNREADABLE',
      `${paths.join(', ')}: there is no test (--help says what one is)`,
    );
  if (filter === undefined) return found;
  const wanted = found.filter(({ name, file }) => `${file}\n${name}`.toLowerCase().includes(filter));
  if (wanted.length > 0) return wanted;
  throw new CommandError(
    'INPUT_UNREADABLE',
    `--filter: none of ${found.length} tests has ${JSON.stringify(filter)} in its name`,
  );
}

/** A run, and another one after each change in the folders of tests and of scripts that they ran; until a signal. */
async function runAgain(
  options: TestOptions,
  told: Told,
  context: CommandContext,
  watch: WatchFolders,
): Promise<number> {
  const { signal, stderr } = context;
  let scripts: ReadonlySet<string> = new Set();
  while (!signal.aborted) {
    // watched before they are read: a change in between is not missed
    const changed = nextChange(watch, foldersOf(options, scripts), signal);
    const before = scripts;
    try {
      ({ scripts } = await runOnce(options, told, context));
    } catch (error) {
      // a file is gone, or half written: the next change may mend it
      if (!(error instanceof CommandError)) throw error;
      stderr.write(`${error.code}: ${error.message}\n`);
    }
    const isNew = [...scripts].some((file) => !before.has(file));
    if (isNew) changed.watch(foldersOf(options, scripts));
    await changed.happened;
  }
  return 0;
}

/** Resolves at the first change in folders, or at the signal. */
function nextChange(watch: WatchFolders, folders: readonly string[], signal: AbortSignal) {
  const stops: (() => void)[] = [];
  let resolve: () => void = () => undefined;
  const happened = new Promise<void>((done) => {
    resolve = done;
  });
  const onChange = (): void => {
    for (const stop of stops.splice(0)) stop();
    signal.removeEventListener('abort', onChange);
    resolve();
  };
  signal.addEventListener('abort', onChange, { once: true });
  if (signal.aborted) onChange();
  const add = (added: readonly string[]): void => {
    stops.push(watch(added, onChange));
  };
  add(folders);
  return { happened, watch: add };
}

function foldersOf(
  { paths, triple, functions }: TestOptions,
  scripts: ReadonlySet<string>,
): readonly string[] {
  const files = triple === undefined ? [] : [triple.sqlFile, triple.inputFile, triple.outputFile];
  const folders = (triple === undefined ? paths : []).flatMap((path) => {
    try {
      return foldersIn(path);
    } catch {
      return [dirname(path)]; // a file
    }
  });
  const named = [...[...files, functions].filter((file) => file !== undefined), ...scripts].map((file) =>
    dirname(file),
  );
  return [...new Set([...folders, ...named].map((folder) => resolve(folder)))];
}
