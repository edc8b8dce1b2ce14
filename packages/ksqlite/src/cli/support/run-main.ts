import type { Readable, Writable } from 'node:stream';
import { type Clock, systemClock } from '../../clock/clock.ts';
import { endWithNpm } from './end-with-npm.ts';
import { reportFailure, stopOnSignals } from './stop-signals.ts';

/** A process that was told to stop ends at the latest after this time. Nothing is lost by that: a restart continues from any moment. */
const STOP_MS = 1_900;

export type Env = Readonly<Record<string, string | undefined>>;
/** A stream that may be a terminal, such as process.stderr. */
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };
/** A stream that may be a terminal, such as process.stdin. */
export type Input = Readable & { readonly isTTY?: boolean };

/** What a command has of the process that it runs in. */
export interface CommandContext {
  readonly env: Env;
  readonly clock: Clock;
  /** what is typed or piped in */
  readonly stdin: Input;
  /** for what was asked for: a report, a topic's records */
  readonly stdout: Output;
  /** for how far it is, and for errors */
  readonly stderr: Output;
  /** fires at Ctrl-C or SIGTERM; the command then ends cleanly */
  readonly signal: AbortSignal;
}

/** Resolves with the exit code; where a signal has stopped the command, that signal's code counts instead of 0. */
export type Command = (argv: readonly string[], context: CommandContext) => Promise<number>;

/**
 * Runs a command as this process: signals, exit code, and one line on stderr for what it throws.
 *
 * @param argv default: the process's own
 */
export function runMain(command: Command, argv: readonly string[] = process.argv.slice(2)): void {
  const interrupted = new AbortController();
  const signalCode = stopOnSignals(interrupted, (code) => {
    setTimeout(() => process.exit(code), STOP_MS).unref();
  });
  endWithNpm(process.env);
  // the progress is a courtesy: the work continues when nobody reads it any more
  process.stderr.on('error', () => undefined);
  // who has seen enough (`| head`) closes the pipe: what writes much looks for that itself
  process.stdout.on('error', () => undefined);
  const context: CommandContext = {
    env: process.env,
    clock: systemClock,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interrupted.signal,
  };
  command(argv, context).then((code) => {
    // a client may still be at something that nobody waits for
    if (signalCode() !== 0) process.exit(signalCode());
    process.exitCode = code;
  }, reportFailure);
}
