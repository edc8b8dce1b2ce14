import type { CatalogueSettings } from '../../catalogue/generator/initial-rows.ts';
import type { HistoryLine, SourceOfTruth } from '../../catalogue/source/source-of-truth.ts';

/** Where the catalogue beside the line is, and how its changes come to the topics. */
export interface CatalogueFeed {
  /** It is filled, and its changes come: after the SQL that reads them is there. */
  begin(): Promise<void>;
  /** Of a feed that has begun. */
  readonly settings: CatalogueSettings;
  /** rows that the catalogue began with */
  readonly filled: number;
  /** Of a feed that has begun: what this process changes; undefined: another one does. */
  readonly source: SourceOfTruth | undefined;
  /** Rows that were ever changed. */
  rowEvents(): number;
  priceOf(id: string): number | undefined | Promise<number | undefined>;
  /** Resolves when all that was committed by now is on the topics, or the line is stopped. */
  caughtUp(): Promise<void>;
  history(after: number): AsyncIterable<HistoryLine>;
  close(): Promise<void>;
}
