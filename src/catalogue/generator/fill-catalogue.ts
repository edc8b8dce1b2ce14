import { CommandError } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import type { SourceOfTruth } from '../source/source-of-truth.ts';
import { zonedText } from '../tables/column-types.ts';
import type { RowChange } from '../tables/row-change.ts';
import { type CatalogueSettings, initialRows } from './initial-rows.ts';

/** Rows of one transaction. */
const AT_ONCE = 500;

export interface GivenSettings {
  /** undefined: as it was made, or the default */
  readonly parts: number | undefined;
  readonly seed: string | undefined;
}

export const DEFAULT_SETTINGS: CatalogueSettings = { parts: 1_000, seed: '1' };

/**
 * Fills a catalogue with its first rows, or continues where a kill ended that; one that is full stays as it is.
 *
 * @returns what it is made with
 * @throws CommandError USAGE when it was made with other settings
 */
export async function fillCatalogue(
  source: SourceOfTruth,
  given: GivenSettings,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<CatalogueSettings> {
  const settings = settingsOf(source.settings, given);
  const at = Math.floor(clock.now());
  if (source.settings === undefined) source.begin(settings, at);
  const before = source.rowEvents;
  let batch: RowChange[] = [];
  let number = 0;
  for (const row of initialRows(settings, zonedText(at))) {
    if (signal?.aborted) return settings;
    number += 1;
    if (number <= before) continue;
    batch.push(row);
    if (batch.length < AT_ONCE) continue;
    await source.fill(batch, at);
    batch = [];
  }
  if (batch.length > 0) await source.fill(batch, at);
  return settings;
}

/** How many rows a catalogue begins with. */
export function countOf(settings: CatalogueSettings): number {
  let count = 0;
  for (const _ of initialRows(settings, '')) count += 1;
  return count;
}

function settingsOf(stored: CatalogueSettings | undefined, given: GivenSettings): CatalogueSettings {
  const wanted = {
    parts: given.parts ?? stored?.parts ?? DEFAULT_SETTINGS.parts,
    seed: given.seed ?? stored?.seed ?? DEFAULT_SETTINGS.seed,
  };
  if (stored === undefined || (stored.parts === wanted.parts && stored.seed === wanted.seed)) return wanted;
  throw new CommandError(
    'USAGE',
    `--parts, --seed: the catalogue was made with --parts ${stored.parts} --seed ${stored.seed}: leave them out, or begin another one with --fresh or another --data folder`,
  );
}
