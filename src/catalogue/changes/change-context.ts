import type { PartCounts } from '../generator/part-ids.ts';
import type { CatalogueRows } from '../tables/catalogue-rows.ts';
import type { RowChange } from '../tables/row-change.ts';

/** What a change is made of. */
export interface ChangeContext {
  readonly rows: CatalogueRows;
  /** of the catalogue as it was generated: they say which parts cars are built of */
  readonly counts: PartCounts;
  /** of the transaction, from 1: what is new is named after it */
  readonly number: number;
  /** as the column `updated_at` has it */
  readonly updatedAt: string;
  readonly random: () => number;
}

/** The rows of one transaction; undefined where there is nothing that it could be done to. */
export type MakeChange = (context: ChangeContext) => readonly RowChange[] | undefined;
