import type { OutputRows, WriteRow } from '../operators/operator.ts';
import { streamRecord } from '../runtime/stream-record.ts';
import type { MapKey } from '../state/codecs/map-key.ts';
import type { Lookup } from '../topology/lookup.ts';
import type { OnProblem } from '../topology/step-problem.ts';
import type { Row } from '../types/sql-value.ts';
import { sortKeys } from './scan-order.ts';

/** Rows that one turn of the event loop goes through, about: others have to have their turn. */
const TURN_ROWS = 1_000;

export interface PullRowsOptions {
  readonly lookup: Lookup;
  /** rows at most */
  readonly limit: number;
  /** of each partition */
  readonly kept: readonly OutputRows[];
  readonly onProblem: OnProblem;
  /** Nobody waits for the answer any more. */
  readonly isClosed: () => boolean;
}

/**
 * The answer of a pull query, from a table's rows. When all have to be gone through it is taken in lots, with other work
 * in between, in the order of the keys' bytes: the keys are those of the beginning, a row is what it was when its turn came. Sessions are read at once: their
 * keys can't be listed without reading them.
 */
export async function pullRows(options: PullRowsOptions): Promise<readonly Row[]> {
  const { lookup, limit: most, kept, isClosed } = options;
  const { take: answer, finish } = lookup.answer(options.onProblem);
  const limit = lookup.needsAll ? Number.POSITIVE_INFINITY : most + lookup.offset;
  const finished = async (): Promise<readonly Row[]> => (await finish(rows)).slice(0, most);
  const rows: Row[] = [];
  let visited = 0;
  const take: WriteRow = (row, _tombstone, ts, partition, window) => {
    visited++;
    if (rows.length >= limit) return;
    const answered = answer(streamRecord(ts, partition, -1, row, false, window));
    if (answered !== undefined) rows.push(answered);
  };
  // all are listed before the first is read: rows that come meanwhile are not part of the answer
  const asked = await Promise.all(
    kept.map(async (rowsOf) => ({ rowsOf, keys: await keysOf(lookup, rowsOf) })),
  );
  let turnEnd = TURN_ROWS;
  for (const { rowsOf, keys } of asked)
    for (const key of keys) {
      if (rows.length >= limit || isClosed()) return finished();
      rowsOf(key, take);
      if (visited < turnEnd) continue;
      await new Promise((resolve) => setImmediate(resolve));
      turnEnd = visited + TURN_ROWS;
    }
  return finished();
}

/** undefined: of all keys at once */
async function keysOf(
  { keys, source }: Lookup,
  rowsOf: OutputRows,
): Promise<readonly (MapKey | undefined)[]> {
  if (keys !== undefined) return keys;
  return rowsOf.keys === undefined ? [undefined] : sortKeys(source, [...rowsOf.keys()]);
}
