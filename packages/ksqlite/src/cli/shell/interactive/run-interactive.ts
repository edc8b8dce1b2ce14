import { readdirSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { CommandError } from '../../../errors/command-error.ts';
import { commandErrorOf } from '../../../errors/command-error-of.ts';
import type { Colors } from '../colors.ts';
import { isOutputFormat, type Output, type OutputFormat } from '../output/output.ts';
import type { Screen } from '../output/screen.ts';
import { runScript } from '../run-script.ts';
import type { Session } from '../session.ts';
import type { ShellContext } from '../shell-context.ts';
import { completion } from './completion.ts';
import { historyFile, historyPath } from './history-file.ts';
import { runRepl } from './repl.ts';
import { helpLines, type ShellCommand } from './shell-commands.ts';

export interface InteractiveOptions {
  readonly context: ShellContext;
  readonly session: Session;
  readonly outputs: Readonly<Record<OutputFormat, Output>>;
  readonly screen: Screen;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A person at a terminal; otherwise the first error ends it. */
  readonly typed: boolean;
  readonly complain: Colors;
}

/** Takes statements from a terminal or a pipe. Gives the exit code; throws, from a pipe, the first error. */
export async function runInteractive(options: InteractiveOptions): Promise<number> {
  const { typed, screen, stdin, stdout, outputs, complain, env } = options;
  let { context, session } = options;
  let failure: CommandError | undefined;
  let timing = false;
  const { client, clock } = context;
  const line = (text: string): void => screen.write(`${text}\n`);

  const failed = (error: unknown): 'go-on' | 'leave' => {
    const shown = commandErrorOf(error);
    if (!typed) {
      failure = shown;
      return 'leave';
    }
    const [first = '', ...more] = shown.message.split('\n');
    line([complain.red(first), ...more, ''].join('\n'));
    return 'go-on';
  };

  const run = async (text: string, stop: AbortSignal): Promise<'go-on' | 'leave'> => {
    const either = AbortSignal.any([stop, context.stop]);
    const begun = clock.now();
    try {
      session = await runScript({ ...context, stop: either }, session, text);
      return context.stop.aborted ? 'leave' : 'go-on';
    } catch (error) {
      return failed(error);
    } finally {
      if (timing) context.output.note(`Time: ${(clock.now() - begun).toFixed(1)} ms`);
    }
  };

  const server = async (): Promise<void> => {
    const { version, serverStatus, kafkaClusterId } = await client.info();
    const cluster = kafkaClusterId === undefined ? '' : `, Kafka cluster ${kafkaClusterId}`;
    line(`ksqlDB ${version} at ${client.url}: ${serverStatus ?? 'it runs'}${cluster}`);
  };

  const command = async (
    asked: ShellCommand,
    history: readonly string[],
    stop: AbortSignal,
  ): Promise<'go-on' | 'leave'> => {
    try {
      switch (asked.name) {
        case 'exit':
          return 'leave';
        case 'help':
          for (const text of [...helpLines(complain), '']) line(text);
          break;
        case 'clear':
          if (typed) screen.write('\u001b[2J\u001b[H');
          break;
        case 'history':
          history.forEach((entry, at) => {
            line(`${String(at + 1).padStart(5)}  ${entry}`);
          });
          break;
        case 'version':
        case 'server':
          await server();
          break;
        case 'output':
          context = { ...context, output: outputOf(asked.format, outputs) };
          break;
        case 'timing':
          timing = asked.on ?? !timing;
          context.output.note(`Timing is ${timing ? 'on' : 'off'}.`);
          break;
        case 'run':
          return run(asked.text, stop);
        case 'unknown':
          throw new CommandError('USAGE', `${asked.word}: is not a word of the shell; help lists them`);
      }
      return 'go-on';
    } catch (error) {
      return failed(error);
    }
  };

  if (typed) {
    await server().catch(failed);
    line(complain.dim('Statements end with a semicolon. help says more; Ctrl-D leaves.'));
  }
  await runRepl({
    input: stdin,
    output: stdout,
    terminal: typed,
    history: typed ? historyFile(historyPath(env)) : { read: () => [], add: () => undefined },
    complete: completion(client, clock.now, namesIn),
    run,
    command,
  });
  if (failure !== undefined) throw failure;
  return 0;
}

function outputOf(format: string, outputs: InteractiveOptions['outputs']): Output {
  const wanted = format === 'tabular' ? 'table' : format;
  if (isOutputFormat(wanted)) return outputs[wanted];
  throw new CommandError('USAGE', `output ${format}: wants table, json or csv`);
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name,
    );
  } catch {
    return [];
  }
};
