import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { connectKsqldb } from '../../client/connect-ksqldb.ts';
import type { Clock } from '../../clock/clock.ts';
import { CommandError } from '../../errors/command-error.ts';
import { commandErrorOf } from '../../errors/command-error-of.ts';
import { wantsColour, widthOf } from '../support/terminal.ts';
import { colorsFor } from './colors.ts';
import { runInteractive } from './interactive/run-interactive.ts';
import type { ShellOptions } from './options/shell-options.ts';
import { csvOutput } from './output/csv-output.ts';
import { jsonOutput } from './output/json-output.ts';
import { screenOn } from './output/screen.ts';
import { tableOutput } from './output/table-output.ts';
import { runScript } from './run-script.ts';
import { newSession } from './session.ts';
import type { ShellContext } from './shell-context.ts';

/** The process around a shell. */
export interface ShellProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly clock: Clock;
  /** Fired by the first SIGINT or SIGTERM. */
  readonly stop: AbortController;
}

/**
 * Runs what the options ask for. Gives the exit code.
 *
 * @throws CommandError at the first statement that fails, but at a terminal: there it is shown
 */
export async function runShell(options: ShellOptions, around: ShellProcess): Promise<number> {
  const { env, stdin, stdout, stderr, clock, stop } = around;
  const typed = options.work.length === 0 && stdin.isTTY === true && stdout.isTTY === true;
  const complain = colorsFor(wantsColour(stderr, env));
  /** To a person alone: who reads a pipe waits as well without it. */
  const tell = (text: string): void => {
    if (stderr.isTTY === true) stderr.write(complain.dim(`${text}\n`));
  };
  const client = connectKsqldb({
    url: options.url,
    credentials: options.credentials,
    retryForMs: options.waitMs ?? (typed ? 2_000 : 10_000),
    clock,
    onWait: ({ reason, delayMs }) => tell(`${reason}; again in ${delayMs / 1000} s`),
  });
  const screen = screenOn(stdout, () => stop.abort());
  // Only a terminal has a width; what reads a pipe wants rows whole.
  const page = () => ({
    width: stdout.isTTY === true ? widthOf(stdout) : Number.POSITIVE_INFINITY,
    colors: colorsFor(wantsColour(stdout, env)),
  });
  const table = tableOutput({ screen, page, clock });
  const outputs = { json: jsonOutput(screen), table, csv: csvOutput(screen, table) };
  const context: ShellContext = {
    client,
    onSlow: tell,
    output: outputs[options.output],
    clock,
    readScript,
    queryTimeoutMs: options.queryTimeoutMs,
    stop: stop.signal,
  };
  let session = newSession(options.variables);
  try {
    for (const work of options.work) {
      const [text, file] = work.kind === 'text' ? [work.text] : [readScript(work.path), work.path];
      session = await runScript(context, session, text, file);
    }
    if (options.work.length > 0) return 0;
    return await runInteractive({ context, session, outputs, screen, stdin, stdout, env, typed, complain });
  } finally {
    await screen.flushed();
    await client.close();
  }
}

function readScript(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = commandErrorOf(error).message.replace(/^the disk refused: /, '');
    throw new CommandError('INPUT_UNREADABLE', `${path} can't be read: ${reason}`, { cause: error });
  }
}
