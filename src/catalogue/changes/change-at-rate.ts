import { type Clock, sleep } from 'ksqlite/clock';
import type { CatalogueSettings } from '../generator/initial-rows.ts';
import { partCounts } from '../generator/part-ids.ts';
import type { SourceOfTruth } from '../source/source-of-truth.ts';
import { zonedText } from '../tables/column-types.ts';
import { type ChangeKind, nextChange } from './next-change.ts';

export interface ChangeAtRate {
  readonly source: SourceOfTruth;
  readonly settings: CatalogueSettings;
  /** rows that are changed in a second */
  readonly rate: number;
  /** Ends when this many rows were changed since the catalogue was filled, earlier starts included; undefined: by the signal alone. */
  readonly until: number | undefined;
  /** rows that the catalogue began with */
  readonly filled: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Counted up: transactions that are durable, by what they did. */
  readonly changes?: Partial<Record<ChangeKind, number>>;
}

const TICK_MS = 5;
/** Rows that are on their way at most: the source is given no more while it is behind. */
const MOST_UNDER_WAY = 2_000;

/**
 * Changes a catalogue until the signal fires, at a rate from its start on: what it is behind it makes good.
 *
 * @throws what the source throws
 */
export async function changeAtRate(options: ChangeAtRate): Promise<void> {
  const { source, settings, rate, clock, signal, changes: made = {} } = options;
  const counts = partCounts(settings.parts);
  const startedAt = clock.now();
  const before = source.rowEvents;
  const end = options.until === undefined ? Number.POSITIVE_INFINITY : options.filled + options.until;
  let underWay: Promise<void>[] = [];
  while (!signal.aborted && source.rowEvents < end) {
    const due = Math.min(end, before + Math.floor(((clock.now() - startedAt) * rate) / 1_000));
    const most = Math.min(due, source.rowEvents + MOST_UNDER_WAY);
    while (source.rowEvents < most) {
      const at = Math.floor(clock.now());
      const place = { rows: source.rows, counts, number: source.transactions + 1, updatedAt: zonedText(at) };
      const { kind, changes } = nextChange(place, settings.seed);
      const from = source.rowEvents;
      const durable = source.transact(changes, at);
      underWay.push(
        durable.then(() => {
          made[kind] = (made[kind] ?? 0) + 1;
        }),
      );
      if (source.rowEvents === from) break; // it failed
    }
    await Promise.all(underWay).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    underWay = [];
    if (source.rowEvents < due) continue;
    await sleep(clock, TICK_MS, signal);
  }
}
