import type { Command } from 'commander';
import { collected } from '../../support/options/definition.ts';
import { type ExitCode, errorExitCodes, exampleText, exitCodeText } from '../../support/options/help-text.ts';
import type { Invocation } from '../../support/options/invocation.ts';
import { newParser, optionHelp, parseGiven } from '../../support/options/parse-given.ts';

/** The options as texts, as they stood on the command line. */
export interface Given {
  /** `-e` and `-f`, in their order. */
  readonly work: readonly Work[];
  readonly json?: true;
  readonly output?: string;
  readonly define?: readonly string[];
  readonly queryTimeout?: string;
  readonly wait?: string;
}
export type Work =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

/**
 * Splits the command line into options and the address; their values stay unread.
 *
 * @throws CommandError USAGE
 */
export function givenOptions(argv: readonly string[]): { readonly options: Given; readonly url?: string } {
  const work: Work[] = [];
  const { options, args } = parseGiven<Given>(command(work, SHELL.as), argv);
  return { options: { ...options, work }, url: args[0] };
}

/** What `--help` prints, wrapped to `width` columns. */
export function shellHelp(width: number, { as, examples }: Invocation = SHELL): string {
  const options = optionHelp(command([], as), width);
  return `${options}\n${exampleText(examples)}\n${exitCodeText(EXIT_CODES, width)}`;
}

const SHELL: Invocation = {
  as: 'ksqlite sql',
  examples: [
    ['ksqlite sql', 'statements by hand; help says which'],
    ['ksqlite sql -e "SHOW QUERIES;"', 'one statement'],
    [
      'ksqlite sql --json -e "SELECT * FROM readings EMIT CHANGES LIMIT 3;" | jq .CELSIUS',
      'rows for another program',
    ],
    ['ksqlite sql http://ksqldb:8088 -f more.sql', 'a file, on another server'],
  ],
};

const EXIT_CODES: readonly ExitCode[] = [
  [0, 'All statements were carried out.'],
  ...errorExitCodes([
    'USAGE',
    'INPUT_UNREADABLE',
    'SQL_REFUSED',
    'KSQLDB_URL',
    'KSQLDB_AWAY',
    'KSQLDB_CREDENTIALS',
    'KSQLDB_ALIEN',
    'KSQLDB_REFUSED',
    'KSQLDB_FAILED',
    'KSQLDB_UNCERTAIN',
  ]),
  [130, 'Stopped by Ctrl-C.'],
];

function command(work: Work[], as: string): Command {
  const parser = newParser(
    as,
    'A shell for whatever speaks ksqlDB’s HTTP API: the embedded engine or a ksqlDB server. Without -e and -f it takes statements from the terminal, or from stdin.',
    '[URL] [options]',
  ).argument('[URL]', 'where ksqlDB is (default: KSQLDB_URL, or http://127.0.0.1:8088)');
  const adding =
    (add: (text: string) => Work) =>
    (text: string): true => {
      work.push(add(text));
      return true;
    };
  return (
    parser
      .option(
        '-e, --execute <SQL>',
        'run statements; may be repeated',
        adding((text) => ({ kind: 'text', text })),
      )
      .option(
        '-f, --file <FILE>',
        "run a file's statements; may be repeated",
        adding((path) => ({ kind: 'file', path })),
      )
      .option('--json', 'one JSON a line: a row as {COLUMN: value}, an answer as the server gave it')
      .option(
        '--output <FORMAT>',
        'table (default), json (as --json), or csv: rows with commas between their cells',
      )
      // biome-ignore lint/suspicious/noTemplateCurlyInString: ksqlDB's way to name a variable
      .option('--define <NAME=VALUE>', 'for ${NAME} in statements; may be repeated', collected)
      .option('--query-timeout <MS>', 'end queries and PRINT after that time')
      .option('--wait <MS>', 'how long to wait while ksqlDB is away (default 10000; at a terminal 2000)')
      .addHelpText(
        'after',
        `\nUser and password come from KSQLDB_USERNAME and KSQLDB_PASSWORD, a token from KSQLDB_TOKEN.`,
      )
  );
}
