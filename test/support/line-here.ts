import { type Command, commandErrorOf, topicCommand } from 'ksqlite/cli';
import { startCommand } from '../../packages/ksqlite/test/support/command-context.ts';
import { lineCommand } from '../../src/line/line-command.ts';
import { chooseLineTopics } from '../../src/line/topics/chosen-topics.ts';
import type { Ended } from './line-process.ts';

type Environment = Readonly<Record<string, string>>;

/**
 * What `npm start -- …args` does, in the test's own process: of the start of a process four fifths are modules that are
 * loaded. Signals, a second owner, another user and other SQL files need line-process.ts. Not within `it.concurrent`: Jest
 * refuses what is imported there when it is first needed.
 */
export const runLineHere = (args: readonly string[], env: Environment = {}): Promise<Ended> =>
  runHere(lineCommand, args, env);

/** What `npm run topic -- …args` does. */
export const runTopicHere = (args: readonly string[], env: Environment = {}): Promise<Ended> =>
  runHere(topicCommand(chooseLineTopics), args, env);

/** What the process of a command does. */
export async function runHere(command: Command, args: readonly string[], env: Environment): Promise<Ended> {
  const run = startCommand(command, args, { env });
  const ended = (code: number, failure = ''): Ended => ({
    code,
    signal: null,
    stdout: run.stdout(),
    stderr: run.stderr() + failure,
  });
  try {
    return ended(await run.ended);
  } catch (error) {
    // as `runMain` says it
    const { code, message, exitCode } = commandErrorOf(error);
    return ended(exitCode, `${code}: ${message}\n`);
  }
}
