import type { DataValue } from '../../data.ts';

/** The version of Debezium whose records these are. */
export const DEBEZIUM = '3.6.1.Final';

/** Which row of a snapshot a record is of; `false`: of no snapshot. */
export type SnapshotMark =
  | 'first'
  | 'true'
  | 'first_in_data_collection'
  | 'last_in_data_collection'
  | 'last'
  | 'false';

/** What the records of one transaction, or of one snapshot, have in common. */
export interface Origin {
  readonly name: string;
  readonly database: string;
  /** µs since the epoch: when it was committed */
  readonly commitUs: number;
  /** The same in ns, which no number holds. */
  readonly commitNs: bigint;
  readonly xid: number | null;
  /** Behind the last transaction before it; undefined: none was streamed. */
  readonly lastCommit: number | undefined;
}

export const originOf = (of: Omit<Origin, 'commitNs'>): Origin => ({
  ...of,
  commitNs: BigInt(of.commitUs) * 1000n,
});

/** `source`, in the order of Debezium's fields. */
export const sourceBlock = (
  { name, database, commitUs, commitNs, xid, lastCommit }: Origin,
  schema: string,
  table: string,
  lsn: number,
  snapshot: SnapshotMark,
): DataValue => ({
  version: DEBEZIUM,
  connector: 'postgresql',
  name,
  ts_ms: Math.floor(commitUs / 1000),
  snapshot,
  db: database,
  sequence: lastCommit === undefined ? `[null,"${lsn}"]` : `["${lastCommit}","${lsn}"]`,
  ts_us: commitUs,
  ts_ns: commitNs,
  schema,
  table,
  txId: xid,
  lsn,
  xmin: null,
  origin: null,
  origin_lsn: null,
});
