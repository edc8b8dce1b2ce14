import { CommandError } from '../../errors/command-error.ts';
import { FUNCTIONS_OPTION } from '../support/functions/functions-option.ts';
import { collected, definition } from '../support/options/definition.ts';
import { type Example, errorExitCodes, exampleText, exitCodeText } from '../support/options/help-text.ts';
import { newParser, optionHelp, parseGiven } from '../support/options/parse-given.ts';
import { readValue, VALUES } from '../support/options/value.ts';

export interface TypesOptions {
  /** Files and folders of SQL, as given. */
  readonly paths: readonly string[];
  /** Where the types go; undefined: to stdout. */
  readonly out: string | undefined;
  /** The file that must have these types already. */
  readonly check: string | undefined;
  /** The file of functions, as given. */
  readonly functions: string | undefined;
  /** What `${NAME}` in the files stands for. */
  readonly variables: ReadonlyMap<string, string>;
  /** Whether they are written again whenever a file changes. */
  readonly watch: boolean;
}

interface Given {
  readonly define?: readonly string[];
  readonly watch?: true;
  readonly out?: string;
  readonly check?: string;
  readonly functions?: string;
}

/** @throws CommandError USAGE */
export function typesOptions(argv: readonly string[]): TypesOptions {
  const { options, args } = parseGiven<Given>(parser(), argv);
  if (args.length === 0)
    throw new CommandError('USAGE', 'FILE: ksqlite types wants a file or a folder of SQL (--help says more)');
  if (options.out !== undefined && options.check !== undefined)
    throw new CommandError('USAGE', '--check: compares and writes nothing; leave --out out');
  if (options.watch === true && options.out === undefined)
    throw new CommandError('USAGE', '--watch: wants --out FILE, the file that is written again');
  return {
    paths: args.map((path) => readValue('FILE', VALUES.path, path) ?? path),
    out: readValue('--out', VALUES.path, options.out),
    check: readValue('--check', VALUES.path, options.check),
    functions: readValue('--functions', VALUES.path, options.functions),
    variables: new Map((options.define ?? []).map(definition)),
    watch: options.watch === true,
  };
}

const EXAMPLES: readonly Example[] = [
  ['ksqlite types sql/ --out ksql.d.ts', 'rows, keys and inserts of all that the SQL makes'],
  ['ksqlite types sql/ --check ksql.d.ts', 'for CI: ends with 1 where the file says something else'],
  ['ksqlite types sql/ --out ksql.d.ts --watch', 'again whenever a file changes, until Ctrl-C'],
  ['ksqlite types sql/ --define format=JSON', 'for files with a variable'],
];

export function typesHelp(width: number): string {
  const codes = errorExitCodes(['USAGE', 'INPUT_UNREADABLE', 'SQL_REFUSED', 'DISK']);
  const verdicts = [
    [0, 'The types were written, or are those of the file.'],
    [1, '--check: the file is missing, or says something else.'],
  ] as const;
  return [
    optionHelp(parser(), width),
    exampleText(EXAMPLES),
    exitCodeText([...verdicts, ...codes], width),
  ].join('\n');
}

const parser = () =>
  newParser(
    'ksqlite types',
    'Writes TypeScript types of the streams and tables that SQL files make, for openDatabase<Schema>(). The SQL runs in memory, on no record.',
    '[options] <FILE|FOLDER…>',
  )
    .argument('[paths...]', 'SQL files, and folders whose *.sql files are taken by number or name')
    .option('--out <FILE>', 'writes a file, once all of it is known (default: stdout)')
    .option('--check <FILE>', 'writes nothing: says whether the file has these types')
    .option('--watch', 'with --out: writes it again whenever a file changes, until Ctrl-C')
    // biome-ignore lint/suspicious/noTemplateCurlyInString: ksqlDB's way to name a variable
    .option('--define <NAME=VALUE>', 'for ${NAME} in the files; may be repeated', collected)
    .option(...FUNCTIONS_OPTION);
