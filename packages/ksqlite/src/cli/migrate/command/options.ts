import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { CommandError } from '../../../errors/command-error.ts';
import { collected, definition } from '../../support/options/definition.ts';
import { exampleText } from '../../support/options/help-text.ts';
import type { Invocation } from '../../support/options/invocation.ts';

export interface MigrateOptions {
  readonly mode: 'apply' | 'status' | 'dry-run' | 'validate' | 'rebuild';
  readonly folder: string;
  /** Other folders that the server was migrated with, too. */
  readonly beside: readonly string[];
  readonly waitMs: number;
  /** The stream or table to make again; undefined: none. */
  readonly rebuild: string | undefined;
  /** A rebuild is carried out, not only told. */
  readonly yes: boolean;
  readonly json: boolean;
  /** `${name}` in a file stands for the value. */
  readonly variables: Readonly<Record<string, string>>;
}

interface Given {
  readonly define?: readonly string[];
  readonly beside?: readonly string[];
  readonly folder: string;
  readonly wait: string;
  readonly status?: true;
  readonly dryRun?: true;
  readonly validate?: true;
  readonly rebuild?: string;
  readonly yes?: true;
  readonly json?: true;
}

const seconds = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number);

/**
 * Reads the command line; undefined when it asks for help, which is then written with `write`.
 *
 * @throws CommandError USAGE
 */
export function migrateOptions(
  argv: readonly string[],
  write: (text: string) => void,
  invocation: Invocation = MIGRATE,
): MigrateOptions | undefined {
  const parser = command(write, invocation);
  try {
    parser.parse([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return undefined;
    const said = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    throw new CommandError('USAGE', `${said} (--help lists the options)`, { cause: error });
  }
  const given = parser.opts<Given>();
  const {
    define = [],
    beside = [],
    folder,
    wait,
    status,
    dryRun,
    validate,
    rebuild,
    yes = false,
    json = false,
  } = given;
  // what a rebuild would do is told without --yes, too
  const isDry = dryRun && rebuild === undefined;
  const rebuilds = rebuild === undefined ? undefined : ('rebuild' as const);
  const modes = [status && 'status', isDry && 'dry-run', validate && 'validate', rebuilds] as const;
  const [mode = 'apply', second] = modes.filter((one) => one !== undefined && one !== false);
  if (second !== undefined) throw new CommandError('USAGE', `--${mode} and --${second}: give one of them`);
  if (yes && rebuild === undefined)
    throw new CommandError('USAGE', '--yes: goes with --rebuild NAME, which drops things');
  const read = seconds.safeParse(wait);
  if (!read.success)
    throw new CommandError('USAGE', `--wait: got ${JSON.stringify(wait)}, wants seconds, a whole number`);
  const variables = Object.fromEntries(define.map(definition));
  return { mode, folder, beside, waitMs: read.data * 1000, rebuild, yes: yes && !dryRun, json, variables };
}

const MIGRATE: Invocation = {
  as: 'ksqlite migrate',
  examples: [
    ['KSQLDB_URL=http://localhost:8088 ksqlite migrate', 'the files of ksql/ that it does not have yet'],
    ['ksqlite migrate --status --json', 'what the server has of each file, for another program'],
  ],
};

const command = (write: (text: string) => void, { as, examples }: Invocation): Command =>
  new Command(as)
    .usage('[options]')
    .description(
      'Applies the numbered SQL files to the ksqlDB at KSQLDB_URL: those that it does not have yet, in order, each statement once. Safe to run again whatever stopped it.',
    )
    .option('--status', 'what the server has of each file; changes nothing')
    .option('--dry-run', 'what would be sent; changes nothing')
    .option('--validate', 'check files, checksums and what the server has; changes nothing')
    .option(
      '--rebuild <NAME>',
      'drop a stream or table and what depends on it, and make them again as the files say now, from their topics; told first, done with --yes',
    )
    .option('--yes', 'carry out what --rebuild tells')
    .option('--folder <DIR>', 'the files, 001_name.sql and so on', 'ksql')
    .option(
      '--beside <DIR>',
      'another folder that the server is migrated with, too: its files are passed over; may be repeated',
      collected,
    )
    // biome-ignore lint/suspicious/noTemplateCurlyInString: ksqlDB's way to name a variable
    .option('--define <NAME=VALUE>', 'for ${NAME} in the files; may be repeated', collected)
    .option('--wait <S>', 'seconds to wait for the server, another run, or a query to run', '120')
    .option('--json', 'the report on stdout as JSON, no progress')
    .helpOption('-h, --help', 'this text')
    .addHelpText('after', `${ENVIRONMENT}\n${exampleText(examples)}${EXIT_CODES}`)
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ writeOut: write, writeErr: () => undefined });

const ENVIRONMENT = `
Environment:
  KSQLDB_URL                          the server (default http://127.0.0.1:8088)
  KSQLDB_USERNAME, KSQLDB_PASSWORD    or KSQLDB_TOKEN, where it wants to know you
`;

const EXIT_CODES = `
Exit codes: 0 done; 2 and 4 options and files; 20 to 26 the server; 30 files and
server do not fit; 31 another run migrates; 32 a query does not run
(docs/errors.md).
`;
