/**
 * What a publication says of changes: the messages of PostgreSQL's output plug-in pgoutput, protocol version 1
 * (https://www.postgresql.org/docs/15/protocol-logicalrep-message-formats.html).
 */

/** Values of a row as text, by the relation's columns: null is NULL, undefined a long value that did not change, so it was not sent. */
export type Tuple = readonly (string | null | undefined)[];

export interface Begin {
  readonly kind: 'begin';
  /** Where the transaction's commit lies: transactions come in this order. */
  readonly commitLsn: number;
  /** µs since the epoch, exact */
  readonly commitUs: number;
  readonly xid: number;
}
export interface Commit {
  readonly kind: 'commit';
  /** Behind the commit: what comes after begins here. */
  readonly endLsn: number;
}
export interface Relation {
  readonly kind: 'relation';
  readonly oid: number;
  readonly schema: string;
  readonly table: string;
  /** REPLICA IDENTITY: d default, n nothing, f full, i an index. */
  readonly identity: string;
  readonly columns: readonly RelationColumn[];
}
export interface RelationColumn {
  readonly name: string;
  /** Part of what identifies an old row; of all columns with REPLICA IDENTITY FULL. */
  readonly key: boolean;
  readonly type: number;
  readonly modifier: number;
}
interface ChangeBase {
  readonly lsn: number;
  readonly relation: number;
}
export interface Insert extends ChangeBase {
  readonly kind: 'insert';
  readonly after: Tuple;
}
export interface Update extends ChangeBase {
  readonly kind: 'update';
  /** Whole with REPLICA IDENTITY FULL; else the old key, where it changed; else undefined. */
  readonly before: Tuple | undefined;
  readonly whole: boolean;
  readonly after: Tuple;
}
export interface Delete extends ChangeBase {
  readonly kind: 'delete';
  readonly before: Tuple;
  readonly whole: boolean;
}
export interface Truncate {
  readonly kind: 'truncate';
  readonly lsn: number;
  readonly relations: readonly number[];
}
/** Of pg_logical_emit_message. */
export interface LogicalMessage {
  readonly kind: 'message';
  readonly transactional: boolean;
  readonly lsn: number;
  readonly prefix: string;
  readonly content: Buffer;
}
/** Nothing to do with: a type's name, where a transaction came from. */
export interface Other {
  readonly kind: 'other';
}

export type Change = Insert | Update | Delete | Truncate | LogicalMessage;
export type PgOutputMessage = Begin | Commit | Relation | Change | Other;
