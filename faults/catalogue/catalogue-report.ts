/** What a run of the catalogue beside the line came to. */
export interface CatalogueReport {
  readonly source: 'embedded' | 'postgres';
  readonly kills: number;
  readonly databaseKills: number;
  readonly changedRows: number;
  /** that were committed, over the time from the first change to the last */
  readonly changesPerSecond: number;
  /** that the last start took from the end of the changes: what was left to do */
  readonly finishSeconds: number;
  readonly figures: Readonly<Record<string, number>>;
  readonly violations: readonly string[];
}

export const catalogueHolds = ({ violations }: CatalogueReport): boolean => violations.length === 0;

export function catalogueText(report: CatalogueReport): readonly string[] {
  const { source, kills, databaseKills, changedRows, changesPerSecond, finishSeconds, figures, violations } =
    report;
  const where =
    source === 'postgres' ? `in PostgreSQL, which was killed ${databaseKills} times` : 'in the data folder';
  return [
    `Catalogue        ${where}; the line was killed ${kills} times`,
    `Changed rows     ${changedRows.toLocaleString('en')}, ${changesPerSecond.toFixed(0)} a second; done ${finishSeconds.toFixed(0)} s after the last`,
    `Looked at        ${JSON.stringify(figures)}`,
    ...violations.slice(0, 20).map((violation) => `✖ ${violation.slice(0, 1_000)}`),
    ...(violations.length > 20 ? [`✖ ${violations.length - 20} more`] : []),
  ];
}
