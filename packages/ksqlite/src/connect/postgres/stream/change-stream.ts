/**
 * Makes records of what replication says, and says after each batch how far that is.
 *
 * Transactions come whole and in the order of their commits, and after a restart from one on that may be done already: those that lie
 * before the offset are dropped, and of the one at the offset as many changes as are done. A commit's place alone would lose rows: all
 * changes of a transaction have the same.
 */
import type { SourceRecord } from '../../port.ts';
import type { RecordMaker } from '../envelope/records.ts';
import { type Origin, originOf } from '../envelope/source-block.ts';
import type { PostgresOffset, Segment } from '../offset.ts';
import type { Begin, Change, LogicalMessage, PgOutputMessage, Truncate, Tuple } from '../pgoutput/message.ts';
import { isInSnapshot, keyText } from '../snapshot/segments.ts';
import type { StreamedTable, StreamedTables } from './tables-streamed.ts';

export interface StreamSettings {
  readonly prefix: string;
  readonly database: string;
  readonly skipsTruncate: boolean;
}

export class ChangeStream {
  readonly #tables: StreamedTables;
  readonly #records: RecordMaker;
  readonly #settings: StreamSettings;
  #offset: PostgresOffset;
  /** The transaction that is under way. */
  #begin: Begin | undefined;
  #origin: Origin | undefined;
  #index = 0;
  /** How many of its changes were done before. */
  #done = 0;
  #segments: readonly Segment[];

  constructor(
    tables: StreamedTables,
    records: RecordMaker,
    offset: PostgresOffset,
    settings: StreamSettings,
  ) {
    this.#tables = tables;
    this.#records = records;
    this.#offset = offset;
    this.#settings = settings;
    const segments = offset.snapshot?.segments ?? [];
    // places at the offset or before it drop nothing that the offset does not drop
    this.#segments = segments.some(({ lsn }) => lsn > offset.lsn) ? segments : [];
  }

  /** Between two transactions. */
  get idle(): boolean {
    return this.#begin === undefined;
  }

  /** All that was committed before `lsn` is done: the server may forget it. Only while idle. */
  heard(lsn: number): void {
    if (lsn > this.#offset.flush) this.#offset = { ...this.#offset, flush: lsn };
  }

  /** Appends the records of one message. */
  take(message: PgOutputMessage, records: SourceRecord[]): undefined | Promise<void> {
    switch (message.kind) {
      case 'begin':
        return this.#started(message);
      case 'commit':
        return this.#ended(message.endLsn);
      case 'relation':
        return this.#tables.put(message);
      case 'other':
        return undefined;
      case 'message':
        if (!message.transactional) return this.#aside(message, records);
        return this.#changed(message, records);
      default:
        return this.#changed(message, records);
    }
  }

  #started(begin: Begin): undefined {
    const { prefix: name, database } = this.#settings;
    const { lsn, index, lastCommit } = this.#offset;
    this.#begin = begin;
    this.#index = 0;
    this.#done = begin.commitLsn < lsn ? Number.POSITIVE_INFINITY : begin.commitLsn === lsn ? index : 0;
    this.#origin = originOf({ name, database, commitUs: begin.commitUs, xid: begin.xid, lastCommit });
    if (this.#segments.length > 0 && this.#segments.every(({ lsn: place }) => place <= begin.commitLsn))
      this.#segments = [];
  }

  #ended(endLsn: number): undefined {
    const begin = this.#begin;
    this.#begin = undefined;
    if (begin === undefined || this.#done === Number.POSITIVE_INFINITY) return;
    this.#moveTo(begin.commitLsn, this.#index, {
      flush: Math.max(endLsn, this.#offset.flush),
      lastCommit: endLsn,
    });
  }

  #changed(change: Change, records: SourceRecord[]): undefined {
    const { commitLsn } = this.#begin ?? {};
    if (commitLsn === undefined || this.#origin === undefined)
      throw new Error('a change outside a transaction');
    if (this.#index++ < this.#done) return;
    if (change.kind === 'truncate') this.#truncated(change, this.#origin, records);
    else if (change.kind === 'message') records.push(this.#records.message(change, this.#origin));
    else {
      const streamed = this.#tables.get(change.relation);
      if (streamed.table === undefined) return;
      const at = records.length;
      this.#records.change(streamed.table, this.#origin, change, records);
      if (this.#segments.length > 0) this.#dropSeen(streamed, change, commitLsn, records, at);
    }
  }

  /** Where a batch ends: behind the change that came last. */
  settle(): PostgresOffset {
    if (this.#begin !== undefined && this.#index > this.#done)
      this.#moveTo(this.#begin.commitLsn, this.#index, {});
    return this.#offset;
  }

  #moveTo(lsn: number, index: number, more: Partial<PostgresOffset>): void {
    const { snapshot, ...offset } = this.#offset;
    const keeps = snapshot?.segments.some((each) => each.lsn > lsn);
    this.#offset = { ...offset, lsn, index, ...more, ...(keeps ? { snapshot } : {}) };
  }

  #truncated({ relations, lsn }: Truncate, origin: Origin, records: SourceRecord[]): void {
    if (this.#settings.skipsTruncate) return;
    for (const oid of relations) {
      const { table } = this.#tables.get(oid);
      if (table !== undefined) records.push(this.#records.truncate(table, origin, lsn));
    }
  }

  /** A message outside transactions is one of its own: it comes in the order of the log as well. */
  #aside(message: LogicalMessage, records: SourceRecord[]): undefined {
    const { lsn } = message;
    if (lsn < this.#offset.lsn || (lsn === this.#offset.lsn && this.#offset.index > 0)) return;
    const { prefix: name, database } = this.#settings;
    const { lastCommit } = this.#offset;
    const commitUs = this.#origin?.commitUs ?? 0;
    records.push(
      this.#records.message(message, originOf({ name, database, commitUs, xid: null, lastCommit })),
    );
    this.#moveTo(lsn, 1, {});
  }

  /** Drops records, from `at` on, that the snapshot has in its rows. */
  #dropSeen(
    { table, orders }: StreamedTable,
    change: Exclude<Change, Truncate | LogicalMessage>,
    commitLsn: number,
    records: SourceRecord[],
    at: number,
  ): void {
    if (table === undefined) return;
    const name = `${table.schema}.${table.name}`;
    const seen = (row: Tuple) =>
      isInSnapshot(this.#segments, name, orders, keyText(table.keys, row), commitLsn);
    const after = change.kind === 'delete' ? change.before : change.after;
    const made = records.splice(at);
    // a changed key: the end of the old one, its tombstone, and the new one
    const [ends, begins] =
      made.length > 1 && change.kind === 'update' ? [made.slice(0, -1), made.slice(-1)] : [[], made];
    const before = change.kind === 'update' ? change.before : undefined;
    if (before !== undefined && ends.length > 0 && !seen(before)) records.push(...ends);
    if (!seen(after)) records.push(...begins);
  }
}
