import { CATALOGUE_OUTPUTS } from '../../catalogue/output-topics.ts';
import { grouped } from '../report/numbers.ts';

/** The part catalogue in the report. */
export interface CatalogueReport {
  readonly parts: number;
  readonly seed: string;
  /** rows that were changed since it was filled, by earlier starts too; a change of a key counts as two */
  readonly changedRows: number;
  /** transactions of this start, by what they did */
  readonly changes: Readonly<Record<string, number>>;
  /** records on each topic that SQL makes of the changes */
  readonly outputs: Readonly<Record<string, number>>;
}

/** In words, for the report and the progress. */
export function catalogueFacts({
  parts,
  changedRows,
  outputs,
}: CatalogueReport): readonly [string, string][] {
  const made = Object.entries(CATALOGUE_OUTPUTS).flatMap(([topic, what]) => {
    const count = outputs[topic] ?? 0;
    return count === 0 ? [] : [`${grouped(count)} ${what}`];
  });
  return [
    ['Catalogue', `${grouped(parts)} parts, ${grouped(changedRows)} changed rows`],
    ...made.map((text, index): [string, string] => [index === 0 ? 'Made of them' : '', text]),
  ];
}
