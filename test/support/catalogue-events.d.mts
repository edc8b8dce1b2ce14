import type { HistoryLine } from '../../src/catalogue/source/source-of-truth.ts';
import type { CatalogueRecord } from './catalogue-check.mjs';

export function checkEvents(
  history: readonly HistoryLine[],
  events: Readonly<Record<string, readonly CatalogueRecord[]>>,
): {
  readonly violations: readonly string[];
  readonly published: readonly HistoryLine[];
  readonly counts: Readonly<Record<'r' | 'c' | 'u' | 'd' | 'tombstones', number>>;
};
