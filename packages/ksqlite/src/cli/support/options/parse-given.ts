import { Command, CommanderError } from 'commander';
import { CommandError } from '../../../errors/command-error.ts';

/** A parser that neither prints nor exits; options are added to it, `parseGiven` runs it. */
export function newParser(name: string, description: string, usage = '[options]'): Command {
  return new Command(name)
    .usage(usage)
    .description(description)
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .configureHelp({ minWidthToWrap: 20 })
    .helpOption('-h, --help', 'this text');
}

/**
 * Splits a command line into options and arguments; their values stay unread.
 *
 * @throws CommandError USAGE: an unknown option, a stray argument, a value left out
 */
export function parseGiven<T extends object>(
  parser: Command,
  argv: readonly string[],
): { readonly options: T; readonly args: readonly string[] } {
  try {
    parser.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError)
      throw new CommandError('USAGE', usageLine(error, parser), { cause: error });
    throw error;
  }
  return { options: parser.opts<T>(), args: parser.args };
}

/** What `--help` prints of the options, wrapped to `width` columns. */
export function optionHelp(parser: Command, width: number): string {
  return parser.configureOutput({ getOutHelpWidth: () => width }).helpInformation();
}

/** True when `--help` is among the arguments: then print the help and end with 0, whatever else is there. */
export function asksForHelp(argv: readonly string[]): boolean {
  return argv.some((argument) => argument === '--help' || argument === '-h');
}

function usageLine(error: CommanderError, parser: Command): string {
  const said = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  switch (error.code) {
    case 'commander.excessArguments':
      return `${JSON.stringify(parser.args[parser.registeredArguments.length])}: is not an option, and there is nothing else to give (--help lists the options)`;
    case 'commander.optionMissingArgument':
      return said.replace(/^option '(\S+) <(.+)>' argument missing$/, '$1: got no value, wants $2');
    default:
      return `${said} (--help lists the options)`;
  }
}
