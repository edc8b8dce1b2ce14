import { CommandError } from '../../errors/command-error.ts';
import { FUNCTIONS_OPTION } from '../support/functions/functions-option.ts';
import { type Example, errorExitCodes, exampleText, exitCodeText } from '../support/options/help-text.ts';
import { newParser, optionHelp, parseGiven } from '../support/options/parse-given.ts';
import { readValue, VALUES } from '../support/options/value.ts';

export interface TestOptions {
  /** Files and folders, as given. */
  readonly paths: readonly string[];
  /** One test of ksql-test-runner, instead of paths. */
  readonly triple: TripleFiles | undefined;
  /** Part of the names of tests, in lower case; undefined: all */
  readonly filter: string | undefined;
  /** What stdout gets. */
  readonly output: 'text' | 'json' | 'tap';
  /** Where JUnit's XML goes. */
  readonly junit: string | undefined;
  readonly watch: boolean;
  /** The file of functions, as given. */
  readonly functions: string | undefined;
}

export interface TripleFiles {
  readonly sqlFile: string;
  readonly inputFile: string | undefined;
  readonly outputFile: string;
}

interface Given {
  readonly sqlFile?: string;
  readonly inputFile?: string;
  readonly outputFile?: string;
  readonly filter?: string;
  readonly json?: true;
  readonly tap?: true;
  readonly junit?: string;
  readonly watch?: true;
  readonly functions?: string;
}

/** @throws CommandError USAGE */
export function testOptions(argv: readonly string[]): TestOptions {
  const { options, args } = parseGiven<Given>(parser(), argv);
  const triple = tripleOf(options);
  if (triple !== undefined && args.length > 0)
    throw new CommandError('USAGE', '--sql-file: is one test; leave the files and folders out');
  if (options.json && options.tap)
    throw new CommandError('USAGE', '--tap: stdout gets one of --json and --tap');
  const paths = args.map((path) => readValue('FILE', VALUES.path, path) ?? path);
  return {
    paths: paths.length === 0 ? ['.'] : paths,
    triple,
    filter: options.filter?.toLowerCase(),
    output: options.json ? 'json' : options.tap ? 'tap' : 'text',
    junit: readValue('--junit', VALUES.path, options.junit),
    watch: options.watch === true,
    functions: readValue('--functions', VALUES.path, options.functions),
  };
}

function tripleOf({ sqlFile, inputFile, outputFile }: Given): TripleFiles | undefined {
  if (sqlFile === undefined && inputFile === undefined && outputFile === undefined) return undefined;
  if (sqlFile === undefined || outputFile === undefined)
    throw new CommandError(
      'USAGE',
      `${sqlFile === undefined ? '--sql-file' : '--output-file'}: is missing: a test has statements, and the records that must come of them`,
    );
  return { sqlFile, inputFile, outputFile };
}

const EXAMPLES: readonly Example[] = [
  ['ksqlite test sql/', 'all tests of a folder and the folders in it'],
  ['ksqlite test sql/ --watch', 'again whenever a file changes, until Ctrl-C'],
  ['ksqlite test sql/ --filter refund --junit report.xml', 'those with “refund” in their names'],
  ['ksqlite test -s statements.sql -i input.json -o output.json', 'as ksql-test-runner'],
];

const FORMS = `What is a test:
  In a .sql file what follows --@test: NAME, as of ksqlDB's SQL testing tool: statements, INSERT INTO … VALUES,
  ASSERT VALUES, ASSERT NULL VALUES, ASSERT STREAM, ASSERT TABLE, RUN SCRIPT 'file', --@expected.error: CLASS,
  --@expected.message: TEXT. Not ksqlDB's: --@run: FILE|FOLDER runs your own scripts, --@define: NAME=VALUE is a
  variable for them.
  A file statements.sql beside output.json and input.json, or NAME.sql beside NAME.output.json and NAME.input.json,
  as of ksql-test-runner; without an input file INSERTs give the records. Other .sql files are no tests.
`;

export function testHelp(width: number): string {
  const codes = errorExitCodes(['USAGE', 'INPUT_UNREADABLE', 'DISK']);
  const verdicts = [
    [0, 'All tests passed.'],
    [1, 'A test failed.'],
  ] as const;
  return [
    optionHelp(parser(), width),
    FORMS,
    exampleText(EXAMPLES),
    exitCodeText([...verdicts, ...codes], width),
  ].join('\n');
}

const parser = () =>
  newParser(
    'ksqlite test',
    'Runs tests of SQL, in the forms that ksqlDB has for them, in memory: each on an engine of its own, with topics of one partition.',
    '[options] [FILE|FOLDER…]',
  )
    .argument('[paths...]', 'files, and folders with the folders in them (default: this folder)')
    .option('--filter <TEXT>', 'those alone whose name or file has the text, in any case')
    .option('--watch', 'run them again whenever a file changes, until Ctrl-C')
    .option(...FUNCTIONS_OPTION)
    .option('--json', 'on stdout JSON, an object on each line: {"test": …}, at last {"totals": …}')
    .option('--tap', 'on stdout TAP, version 14')
    .option('--junit <FILE>', 'writes JUnit’s XML into a file, too')
    .option('-s, --sql-file <FILE>', 'one test: its statements')
    .option('-i, --input-file <FILE>', 'one test: the records that they are given, as JSON')
    .option('-o, --output-file <FILE>', 'one test: the records that must come, as JSON');
