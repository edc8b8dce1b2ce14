import type { HistoryLine } from '../../src/catalogue/source/source-of-truth.ts';

/** A record of a topic's dump; `value` null for a tombstone. */
export interface CatalogueRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was on the topic
  readonly value: any;
}

/** Properties of nodes, and pairs of ids. */
export type CatalogueGraph = Readonly<
  Record<'parts' | 'suppliers' | 'states' | 'cars' | 'has' | 'suppliedBy' | 'locatedIn', readonly unknown[]>
>;

export function checkCatalogue(
  history: readonly Omit<HistoryLine, 'n' | 'transaction' | 'key'>[],
  dumps: Readonly<Record<string, readonly CatalogueRecord[]>>,
  slack?: number,
  sinks?: { readonly index?: Readonly<Record<string, unknown>>; readonly graph?: CatalogueGraph },
): { readonly violations: readonly string[]; readonly figures: Readonly<Record<string, number>> };
