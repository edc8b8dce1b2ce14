import { Enricher } from './enricher.ts';
import type { EnrichOptions } from './options.ts';

/**
 * Enriches the records of a topic by what an API says: reads them, asks, and writes what `call` makes of the answer. Each record is done
 * exactly once, whatever is killed: results and offsets are committed in one transaction, and never past a record that is not done.
 * The API may be asked more than once for a record.
 *
 * @returns the enrichment, which runs until it is stopped
 * @throws CommandError USAGE when an option is wrong
 * @example
 * ```ts
 * import { openDatabase } from 'ksqlite';
 * import { enrich } from 'ksqlite/enrich';
 *
 * const db = await openDatabase();
 * await db.topics.create([
 *   { name: 'cities', partitions: 1 },
 *   { name: 'weather', partitions: 1 },
 * ]);
 * await db.topics.produce([{ topic: 'cities', key: 'a', value: '{"city":"Oslo"}' }]);
 * const degrees = async (city: string, signal: AbortSignal) => (signal.aborted ? 0 : city.length); // asks an API
 * const weather = enrich<{ city: string }>({
 *   topics: db.topics,
 *   from: 'cities',
 *   to: 'weather',
 *   group: 'weather',
 *   call: async ({ value }, { signal }) => ({
 *     value: { city: value.city, degrees: await degrees(value.city, signal) },
 *   }),
 * });
 * while ((await db.topics.read('weather', 0, 0, 1)).length === 0)
 *   await new Promise((resolve) => setTimeout(resolve, 1));
 * const [record] = await db.topics.read('weather', 0, 0, 1);
 * console.log(String(record?.value)); // {"city":"Oslo","degrees":4}
 * await weather.finish();
 * await db.close();
 * ```
 */
export const enrich = <T = unknown>(options: EnrichOptions<T>): Enricher =>
  // the type of the value is between `decode` and the functions that it is given to
  new Enricher(options as unknown as EnrichOptions<never>);
