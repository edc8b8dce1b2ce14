import { tmpdir } from 'node:os';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { CommandError } from 'ksqlite/cli';
import { LINE_FORMATS, type LineFormat } from '../src/line/format/line-format.ts';
import { SCALES, type Scale } from './bench.ts';

export interface BenchOptions {
  /** undefined: run what `names` says; otherwise compare it with this git ref */
  readonly base: string | undefined;
  /** none: all */
  readonly names: readonly string[];
  readonly scale: Scale;
  readonly rounds: number | undefined;
  readonly millions: number | undefined;
  /** of the line's records */
  readonly format: LineFormat;
  readonly folder: string;
  /** file */
  readonly json: string | undefined;
  readonly save: boolean;
  /** folder or file */
  readonly against: string | undefined;
}

/** What was asked for, or the text that answers `--help`. */
export type Asked = BenchOptions | { readonly help: string };

const EXAMPLES = `
Examples:
  npm run bench                                  all of them: ten minutes and more
  npm run bench -- assembly latency --quick      two of them, a minute
  npm run bench -- assembly --rounds 7 --json assembly.json
  npm run bench -- assembly --format avro        in Avro: run it in turns with JSON
  npm run bench -- growth --millions 3           three successive millions of parts
  npm run bench -- --save                        keeps the results in bench/baselines/
  npm run bench -- assembly --against bench/baselines
  npm run bench -- compare main assembly         this tree against main, in turns, on this machine
  KAFKA_BOOTSTRAP=localhost:9092 KSQLDB_URL=http://localhost:8088 npm run bench -- kafka

Figures are medians of the rounds, with the smallest and the largest behind them. Nothing is a pass or a failure: on a
machine that does something else as well, compare.

Exit codes:
  0  it ran, whatever it measured
  1  a bench failed: what it ran came out wrong, or not at all
  2  an option or a name is wrong`;

/**
 * Reads the command line.
 *
 * @param benches name and one line about it
 * @throws CommandError USAGE
 */
export function parseBenchOptions(
  args: readonly string[],
  benches: readonly (readonly [string, string])[],
): Asked {
  const width = Math.max(...benches.map(([name]) => name.length));
  const list = benches.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`).join('\n');
  let help = '';
  const command = new Command('npm run bench --')
    .usage('[NAME…] [options]   or   compare BASE [NAME…] [options]')
    .description('Measures the engine and the line on this machine. Durable: every commit is synced.')
    .argument('[names...]', 'benches; all where there is none')
    .option('--rounds <n>', 'rounds that count, after one to warm up (default: the bench’s own)', positive)
    .option('--quick', 'less work: to see that it runs, not to quote', false)
    .addOption(new Option('--scale <scale>', 'how much work').choices(SCALES).default('full'))
    .option('--millions <n>', 'growth: so many millions of parts (default 10)', positive)
    .addOption(
      new Option('--format <format>', 'assembly: what the records are in')
        .choices(LINE_FORMATS)
        .default('json'),
    )
    .option('--folder <folder>', 'where data lies while it is measured: its disk is measured too', tmpdir())
    .option('--json <file>', 'the results as JSON')
    .option('--save', 'keep the results, a file a bench, in bench/baselines/', false)
    .option('--against <path>', 'ratios to the results kept there, if they are of this machine')
    .addHelpText('after', `\nBenches:\n${list}\n${EXAMPLES}`)
    .configureOutput({
      writeOut: (text) => {
        help += text;
      },
      writeErr: () => undefined,
    })
    .exitOverride();
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { help };
    throw new CommandError('USAGE', `${error.message.replace(/^error: /, '')} (--help tells more)`);
  }
  const given = command.opts<Omit<BenchOptions, 'base' | 'names'> & { readonly quick: boolean }>();
  const [first, base, ...rest] = command.args;
  if (first === 'compare' && base === undefined)
    throw new CommandError('USAGE', 'compare: with what? Give a git ref, such as main or HEAD~1');
  const names = first === 'compare' ? rest : command.args;
  for (const name of names)
    if (!benches.some(([known]) => known === name))
      throw new CommandError(
        'USAGE',
        `no bench is called ${name}; there are ${benches.map(([known]) => known).join(', ')}`,
      );
  return {
    base: first === 'compare' ? base : undefined,
    names,
    scale: given.quick ? 'quick' : given.scale,
    rounds: given.rounds,
    millions: given.millions,
    format: given.format,
    folder: given.folder,
    json: given.json,
    save: given.save,
    against: given.against,
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}
