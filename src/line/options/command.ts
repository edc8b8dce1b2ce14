import { Command, CommanderError } from 'commander';
import { LineError } from '../../contracts/line-error.ts';
import { exampleText, exitCodeText } from './help-text.ts';

/** The options as texts, as they stood on the command line. */
export interface Given {
  readonly input?: string;
  readonly cars?: string;
  readonly rate?: string;
  readonly seed?: string;
  readonly missing?: string;
  readonly late?: string;
  readonly doubled?: string;
  readonly surplus?: string;
  readonly data?: string;
  readonly fresh?: true;
  readonly priceUrl?: string;
  readonly priceDelay?: string;
  readonly slots?: string;
  readonly priceRetries?: string;
  readonly priceRetryDelay?: string;
  readonly priceAttemptTimeout?: string;
  readonly priceLookupTimeout?: string;
  readonly report?: string;
  readonly json?: true;
  readonly serve?: true;
}

/**
 * Splits the command line into options; their values stay unread.
 *
 * @throws LineError USAGE: an unknown option, a stray argument, a value left out
 */
export function givenOptions(argv: readonly string[]): Given {
  const parser = command();
  try {
    parser.parse([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError)
      throw new LineError('USAGE', usageLine(error, parser.args), { cause: error });
    throw error;
  }
  return parser.opts<Given>();
}

/** What `--help` prints, wrapped to `width` columns. */
export function lineHelp(width: number): string {
  const options = command()
    .configureOutput({ getOutHelpWidth: () => width })
    .helpInformation();
  return `${options}\n${exampleText()}\n${exitCodeText(width)}`;
}

function usageLine(error: CommanderError, strays: readonly string[]): string {
  const said = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
  switch (error.code) {
    case 'commander.excessArguments':
      return `${JSON.stringify(strays[0])}: is not an option, and there is nothing else to give (--help lists the options)`;
    case 'commander.optionMissingArgument':
      return said.replace(/^option '(\S+) <(.+)>' argument missing$/, '$1: got no value, wants $2');
    default:
      return `${said} (--help lists the options)`;
  }
}

function command(): Command {
  const parser = new Command('npm start --')
    .usage('[options]')
    .description('Assembles remote-controlled cars from parts, prices them and reports what came out.')
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .configureHelp({ minWidthToWrap: 20 })
    .helpOption('-h, --help', 'this text');
  parser.optionsGroup('Parts:');
  parser
    .option('--cars <N>', 'generate N cars (default 100)')
    .option('--input <FILE>', 'send the parts of a file instead: JSON lines {topic, key, value, at}')
    .option('--rate <PARTS_PER_S>', 'parts a second, or max (default 40; a file: its own times)')
    .option('--seed <S>', 'the same seed makes the same cars (default 1)')
    .option('--missing <SHARE>', 'cars that lack a part (default 0.15)')
    .option('--late <SHARE>', 'cars with a part 7 s after the first (default 0.05)')
    .option('--doubled <SHARE>', 'cars with a part delivered twice (default 0.05)')
    .option('--surplus <SHARE>', 'cars with a second, different part for one place (default 0.02)');
  parser.optionsGroup('State:');
  parser
    .option('--data <DIR>', 'where everything is kept; started again on it, the line goes on (default data)')
    .option('--fresh', 'empty the data folder first')
    .option('--serve', 'stay up when all cars are out, until Ctrl-C');
  parser.optionsGroup('Pricing:');
  parser
    .option('--price-url <URL>', 'the price API to ask (default: the demo starts its own)')
    .option('--price-delay <MIN-MAX>', "ms that the demo's own API takes to answer (default 0-800)")
    .option('--slots <N>', 'requests in flight at most (default 5)')
    .option('--price-retries <N>', 'further attempts of a failed lookup (default 3, PRICE_RETRIES)')
    .option('--price-retry-delay <MS>', 'from one attempt to the next (default 10000, PRICE_RETRY_DELAY_MS)')
    .option('--price-attempt-timeout <MS>', 'of one request (default 3000, PRICE_ATTEMPT_TIMEOUT_MS)')
    .option('--price-lookup-timeout <MS>', 'of all attempts (default 30000, PRICE_LOOKUP_TIMEOUT_MS)');
  parser.optionsGroup('Report:');
  parser
    .option('--report <FILE>', 'write the report as JSON')
    .option('--json', 'the report on stdout as JSON, no progress');
  return parser;
}
