import type { ChainedJoin } from './join-input.ts';
import type { NaiveRow } from './naive-row.ts';
import { type NaiveChange, tableChanges } from './naive-tables.ts';
import { NotCovered } from './not-covered.ts';
import type { NaiveInput } from './select-list.ts';
import { END } from './stream-groups.ts';
import { joinStreams, joinTable } from './stream-joins.ts';
import { joinTables } from './table-joins.ts';

type Chain = readonly ChainedJoin[];

/** Throws NotCovered for joins that are keyed again on the way in more than one partition, and for tables that are. */
export function refuseUncovered(chain: Chain, isTable: boolean): void {
  chain.forEach(({ join, left, right }, level) => {
    const isKeyed = left.isKeyed && right.isKeyed;
    const partitions = right.source.partitions;
    if (level > 0 && !left.isKeyed) throw new NotCovered('a chain of joins that is keyed again');
    if ((!isKeyed || left.source.keyFormat !== right.source.keyFormat) && partitions > 1)
      throw new NotCovered('a join of several partitions');
    if (
      level > 0 &&
      right.source.keyFormat === 'DELIMITED' &&
      chain.some(({ left: first }) => !first.isKeyed)
    )
      throw new NotCovered('a chain keyed again in DELIMITED, which has no key of NULL');
    if (isTable && !isKeyed) throw new NotCovered('a join on a foreign key');
    if (join.within !== undefined && join.type !== 'INNER' && partitions > 1)
      throw new NotCovered('the order of what several partitions still have');
  });
}

/** Streams, and tables behind them, one join after the other. `rows`: of each input. */
export function joinAll(
  chain: Chain,
  [first = [], ...others]: readonly (readonly NaiveRow[])[],
  emitIntervalMs: number,
): readonly NaiveRow[] {
  return chain.reduce((rows, { join: { type, within }, left, right }, i) => {
    const l = { ...left, rows };
    const r = { ...right, rows: others[i] ?? [] };
    if (within === undefined) return joinTable(type, l, r);
    if (rows.some(({ cause }) => cause === END)) throw new NotCovered('time that was moved by hand');
    return joinStreams(type, within, l, r, emitIntervalMs);
  }, first);
}

/** Tables on their primary keys: what is joined is a table with the key of the first. */
export const joinAllTables = (
  chain: Chain,
  inputs: readonly NaiveInput[],
  rows: readonly (readonly NaiveRow[])[],
): readonly NaiveChange[] => {
  const [first = [], ...others] = inputs.map(({ alias }, i) => tableChanges(rows[i] ?? [], alias));
  return chain.reduce((changes, { join: { type } }, i) => joinTables(type, changes, others[i] ?? []), first);
};
