import { z } from 'zod';
import { median, type Spread, spread } from '../measure/statistics.ts';
import { FIGURE_NAMES, type FigureName, type Figures, figure } from './figures.ts';

/** What one round of a bench found out of one of its cases. */
export interface Sample {
  readonly case: string;
  readonly figures: Figures;
  /** what a reader must know beside the figures */
  readonly notes?: readonly string[];
}

/** A case over all its rounds. */
export interface Result {
  readonly bench: string;
  readonly case: string;
  readonly rounds: number;
  readonly figures: Figures;
  readonly spread: Readonly<Partial<Record<FigureName, Spread>>>;
  readonly notes: readonly string[];
}

/** Puts the rounds of a bench together, case by case, in the order of their first appearance. */
export function summarise(bench: string, rounds: readonly (readonly Sample[])[]): readonly Result[] {
  const byCase = new Map<string, Sample[]>();
  for (const sample of rounds.flat()) byCase.set(sample.case, [...(byCase.get(sample.case) ?? []), sample]);
  return [...byCase].map(([name, samples]) => {
    const values = (figureName: FigureName): readonly number[] =>
      samples.flatMap(({ figures }) => figures[figureName] ?? []);
    const known = FIGURE_NAMES.filter((figureName) => values(figureName).length > 0);
    return {
      bench,
      case: name,
      rounds: samples.length,
      figures: Object.fromEntries(
        known.map((figureName) => {
          const all = values(figureName);
          return [figureName, figure(figureName).ofRounds === 'largest' ? Math.max(...all) : median(all)];
        }),
      ),
      spread: Object.fromEntries(known.map((figureName) => [figureName, spread(values(figureName))])),
      notes: [...new Set(samples.flatMap(({ notes }) => notes ?? []))],
    };
  });
}

/** A result as `--json` and the baselines have it: the figures beside the names. */
export const resultToJson = ({ bench, case: name, rounds, figures, spread, notes }: Result): object => ({
  bench,
  case: name,
  ...figures,
  rounds,
  spread,
  notes,
});

const figuresShape = Object.fromEntries(FIGURE_NAMES.map((name) => [name, z.number().optional()]));

/** Reads what `resultToJson` wrote. Figures that are no longer known are left out. */
export const resultSchema = z
  .object({
    ...figuresShape,
    bench: z.string(),
    case: z.string(),
    rounds: z.number(),
    spread: z.record(z.string(), z.tuple([z.number(), z.number()])),
    notes: z.array(z.string()),
  })
  .transform(
    ({ bench, case: name, rounds, spread, notes, ...figures }): Result => ({
      bench,
      case: name,
      rounds,
      figures: figures as Figures,
      spread,
      notes,
    }),
  );
