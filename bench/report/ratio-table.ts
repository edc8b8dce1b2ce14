import { median, spread } from '../measure/statistics.ts';
import { type FigureName, type Figures, figure, figureText } from '../results/figures.ts';
import { tableText } from './table.ts';

/** One figure of a case, of both sides, a value a round; the rounds of the two go in pairs. */
export interface Compared {
  readonly bench: string;
  readonly case: string;
  readonly figure: FigureName;
  readonly base: readonly number[];
  readonly present: readonly number[];
}

export interface Ratio {
  readonly bench: string;
  readonly case: string;
  readonly figure: FigureName;
  readonly base: number;
  readonly present: number;
  /** present to base, the median of the rounds' ratios */
  readonly ratio: number;
  readonly spread: readonly [number, number];
  /** which side every round found the better one, out of `ENOUGH_ROUNDS` or more */
  readonly verdict: 'better' | 'worse' | 'no difference to be seen' | 'too few rounds to tell';
}

/** Two equal trees agree by chance in so many rounds once in sixteen times. */
export const ENOUGH_ROUNDS = 5;

/** The ratio of each round's pair, which ran one after the other, and what they have in common. */
export function ratioOf({ base, present, ...names }: Compared): Ratio | undefined {
  const ratios = present.flatMap((value, i) => {
    const before = base[i];
    return before === undefined || before === 0 ? [] : [value / before];
  });
  if (ratios.length === 0) return undefined;
  const [low, high] = spread(ratios);
  return {
    ...names,
    base: median(base),
    present: median(present),
    ratio: median(ratios),
    spread: [low, high],
    verdict: verdictOf(ratios.length, low, high, figure(names.figure).better === 'more'),
  };
}

function verdictOf(rounds: number, low: number, high: number, moreIsBetter: boolean): Ratio['verdict'] {
  if (rounds < ENOUGH_ROUNDS) return 'too few rounds to tell';
  if (low > 1) return moreIsBetter ? 'better' : 'worse';
  if (high < 1) return moreIsBetter ? 'worse' : 'better';
  return 'no difference to be seen';
}

/** The figures that say which of two is better, and both sides have. */
export const comparable = (a: Figures, b: Figures, columns: readonly FigureName[]): readonly FigureName[] =>
  columns.filter(
    (name) => figure(name).better !== undefined && a[name] !== undefined && b[name] !== undefined,
  );

/** All ratios, a row a figure; `base` names what is compared with. */
export function ratioTable(base: string, ratios: readonly Ratio[]): string {
  return tableText(
    ['', base, 'this tree', 'ratio', 'of the rounds', ''],
    ratios.map(({ bench, case: name, figure: of, base, present, ratio, spread: [low, high], verdict }) => [
      `${bench}, ${name}: ${figure(of).label}`,
      figureText(of, base),
      figureText(of, present),
      `× ${ratio.toFixed(3)}`,
      `${low.toFixed(3)}–${high.toFixed(3)}`,
      verdict,
    ]),
  );
}
