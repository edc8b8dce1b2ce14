import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { LINE_FORMATS, type LineFormat } from '../src/line/format/line-format.ts';
import { TARGET_NAMES } from './fuzz/targets/index.ts';
import { SCENARIO_KINDS, type ScenarioKind } from './simulator/scenario.ts';

export interface FaultsOptions {
  readonly minutes: number;
  readonly runs: number | undefined;
  readonly seed: number;
  readonly jobs: number;
  readonly kills: boolean;
  readonly simulated: boolean;
  /** what every simulated run attacks; undefined: as its seed says */
  readonly kind: ScenarioKind | undefined;
  /** seeded bugs are looked for */
  readonly seededBugs: boolean;
  readonly memory: boolean;
  /** random SQL programs instead of the line */
  readonly programs: boolean;
  /** a part catalogue beside the line, of real processes */
  readonly catalogue: boolean;
  /** of it: it is in PostgreSQL */
  readonly postgres: boolean;
  readonly parts: number;
  /** of it: rows a second */
  readonly changes: number;
  readonly processKills: number;
  readonly databaseKills: number;
  /** records a second of the memory run, or parts of cars beside the catalogue */
  readonly rate: number;
  /** per cent of its records that can't be read */
  readonly bad: number;
  /** of the seeded bugs, those with this in their names */
  readonly only: string | undefined;
  /** the border to fuzz; true: all of them */
  readonly fuzz: string | true | undefined;
  /** a file with an input for it */
  readonly replay: string | undefined;
  /** of the records of real processes; undefined: JSON, and now and then another one */
  readonly format: LineFormat | undefined;
  readonly json: boolean;
}

const HELP = `
Simulates the whole line on a virtual clock and a disk that fails, tears and forgets, kills it between any two steps,
and checks that every part came out once and every car has its one right outcome; then (a third of the time) does the
same to real processes with kill -9 and SIGSTOP.

  npm run test:faults                            two minutes
  npm run test:faults -- --minutes 60            an hour
  npm run test:faults -- --seed 4711 --runs 1    one run again, step by step as it was
  npm run test:faults -- --minutes 60 --no-simulated   an hour of real kills
  npm run test:faults -- --memory --minutes 60   is memory flat?
  npm run test:faults -- --catalogue --minutes 5       a catalogue that changes while cars are built: what came out is checked
  npm run test:faults -- --catalogue --postgres --minutes 5 --process-kills 20 --database-kills 5
  npm run test:faults -- --seeded-bugs           seeds bugs, one at a time, and shows that each is found
  npm run test:faults -- --programs --minutes 10       random SQL: live, restarted, killed, late, at once and a naive interpreter write the same
  npm run test:faults -- --fuzz --minutes 10     tries inputs on every border, ten minutes in all
  npm run test:faults -- --fuzz sql --seed 7 --runs 10000
  npm run test:faults -- --fuzz sql --replay fuzz-sql-1.bin
  npm run test:faults -- --fuzz --seeded-bugs    seeds bugs at the borders, and shows that each is found

Exit code 0: nothing was found. 1: something was; its seed is in the report. 2: usage.`;

/** Reads the command line; ends the process on --help or a wrong option, as commander does. */
export function parseFaultsOptions(args: readonly string[], now: number): FaultsOptions {
  const command = new Command('npm run test:faults --')
    .description('Attacks the line and shows that nothing is lost, doubled or wrong.')
    .option('--minutes <N>', 'how long', positive, 2)
    .option('--runs <N>', 'so many simulated runs instead, or rounds of real processes', positive)
    .option('--seed <S>', 'of the first run (default: another one each time)', whole)
    .option('--jobs <N>', 'processes side by side', positive, Math.max(1, availableParallelism()))
    .option('--no-kills', 'simulated runs only')
    .addOption(
      new Option(
        '--format <FORMAT>',
        'of real processes’ records (default: JSON, every other time another)',
      ).choices(LINE_FORMATS),
    )
    .option('--no-simulated', 'real processes only')
    .addOption(new Option('--kind <KIND>', 'what all simulated runs attack').choices(SCENARIO_KINDS))
    .option('--seeded-bugs', 'seed bugs, and show that each is found', false)
    .addOption(new Option('--mutants', 'the older name of --seeded-bugs, for scripts').hideHelp())
    .option('--programs', 'run random SQL programs instead, each in several ways', false)
    .option('--fuzz [TARGET]', 'try bytes on the borders instead, guided by coverage')
    .option('--replay <FILE>', 'with --fuzz TARGET: one input again')
    .option('--only <text>', 'of the bugs, those with this in their names')
    .option('--catalogue', 'have a part catalogue change beside the line of real processes instead', false)
    .option('--postgres', 'of --catalogue: it is in a PostgreSQL, which is started', false)
    .option('--parts <N>', 'of --catalogue', positive, 10_000)
    .option('--changes <ROWS_PER_S>', 'of --catalogue', positive, 1_000)
    .option('--process-kills <N>', 'of --catalogue: kill -9 of the line', whole, 0)
    .option('--database-kills <N>', 'of --catalogue --postgres: kill -9 of PostgreSQL', whole, 0)
    .option('--memory', 'watch the memory of a line with bad input instead', false)
    .option(
      '--rate <N>',
      'records a second of --memory (default 2000), parts of cars of --catalogue (70)',
      positive,
    )
    .option('--bad <P>', 'per cent of the records of --memory that no one can read', positive, 5)
    .option('--json', 'the report as JSON on stdout, no progress', false)
    .addHelpText('after', HELP)
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    })
    .parse(args as string[], { from: 'user' });
  const options = command.opts();
  if (typeof options.fuzz === 'string' && !TARGET_NAMES.includes(options.fuzz))
    command.error(`--fuzz: there is no target ${options.fuzz}; there are ${TARGET_NAMES.join(', ')}`);
  if (options.replay !== undefined && typeof options.fuzz !== 'string')
    command.error('--replay: says an input, and --fuzz TARGET whose: give both');
  const { mutants = false, ...given } = options;
  return {
    ...given,
    seed: options.seed ?? now % 1_000_000_000,
    runs: options.runs,
    rate: options.rate ?? (options.catalogue ? 70 : 2_000),
    processKills: Number(options.processKills),
    databaseKills: Number(options.databaseKills),
    seededBugs: options.seededBugs || mutants,
  } as FaultsOptions;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function whole(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
