import type { Command } from 'commander';
import { CommandError, readValue, VALUES } from 'ksqlite/cli';
import { DEFAULT_MIX, type Mix } from '../generator/mix.ts';

/** What says where the parts come from, as texts, as they stood on the command line. */
export interface GivenSource {
  readonly input?: string;
  readonly cars?: string;
  readonly rate?: string;
  readonly seed?: string;
  readonly missing?: string;
  readonly late?: string;
  readonly doubled?: string;
  readonly surplus?: string;
}

/** parts per second, or as fast as the line takes them */
export type Rate = number | 'max';

/** Where the parts come from. */
export type SourceOptions =
  /** no rate: at the file's own times */
  | { readonly kind: 'input'; readonly file: string; readonly rate?: Rate }
  | {
      readonly kind: 'cars';
      readonly cars: number;
      readonly rate: Rate;
      readonly seed: string;
      readonly mix: Mix;
    };

/** 100 default cars are about 660 parts: 16 s of sending; 80 complete ones × 4 lookups × 0.4 s / 5 slots: 26 s of pricing. */
const DEFAULTS = { cars: 100, rate: 40, seed: '1' } as const;
const FOR_CARS_ONLY = ['cars', 'seed', 'missing', 'late', 'doubled', 'surplus'] as const;

export function addSourceOptions(parser: Command): void {
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
}

/** @throws CommandError USAGE */
export function sourceOptions(given: GivenSource): SourceOptions {
  const rate = readValue('--rate', VALUES.rate, given.rate);
  const file = readValue('--input', VALUES.path, given.input);
  if (file !== undefined) {
    const stray = FOR_CARS_ONLY.find((name) => given[name] !== undefined);
    if (stray !== undefined)
      throw new CommandError(
        'USAGE',
        `--${stray}: is for generated cars, and --input sends a file: leave one out`,
      );
    return rate === undefined ? { kind: 'input', file } : { kind: 'input', file, rate };
  }
  return {
    kind: 'cars',
    cars: readValue('--cars', VALUES.cars, given.cars) ?? DEFAULTS.cars,
    rate: rate ?? DEFAULTS.rate,
    seed: readValue('--seed', VALUES.seed, given.seed) ?? DEFAULTS.seed,
    mix: mixOf(given),
  };
}

function mixOf(given: GivenSource): Mix {
  const share = (kind: keyof Mix): number =>
    readValue(`--${kind}`, VALUES.share, given[kind]) ?? DEFAULT_MIX[kind];
  const mix = {
    missing: share('missing'),
    late: share('late'),
    doubled: share('doubled'),
    surplus: share('surplus'),
  };
  return fitted(mix, given);
}

/** `--missing 1` means all of them: shares that were not asked for give way. */
function fitted(mix: Mix, given: GivenSource): Mix {
  const kinds = ['missing', 'late', 'doubled', 'surplus'] as const;
  const sum = (asked: boolean): number =>
    kinds.reduce((total, kind) => (asked === (given[kind] !== undefined) ? total + mix[kind] : total), 0);
  const asked = sum(true);
  if (asked > 1 + 1e-9)
    throw new CommandError(
      'USAGE',
      `--missing, --late, --doubled, --surplus: got ${Number(asked.toFixed(6))} together, wants at most 1`,
    );
  const others = sum(false);
  const scale = others > 0 ? Math.min(1, Math.max(0, 1 - asked) / others) : 1;
  const share = (kind: keyof Mix): number => (given[kind] !== undefined ? mix[kind] : mix[kind] * scale);
  return {
    missing: share('missing'),
    late: share('late'),
    doubled: share('doubled'),
    surplus: share('surplus'),
  };
}
