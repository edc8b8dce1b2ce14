/**
 * What the page is told, as types: the server makes these answers (`inspect/live`, `server/page`), and the page reads them as JSON. A
 * field that may be undefined is left out of the JSON.
 *
 * What must stay true: there are types alone in here, of no other file, because the page is compiled by itself.
 */

export type QueryState = 'RUNNING' | 'PAUSED' | 'ERROR';

export interface LiveTopology {
  /** The engine's clock, ms since the epoch: rates are per second of it. */
  readonly now: number;
  readonly topics: readonly LiveTopic[];
  readonly queries: readonly LiveQuery[];
}

/** `GET /page/api/topology` */
export interface PageTopology extends LiveTopology {
  /** false: statements come from the server’s file alone */
  readonly interactive: boolean;
  /** The topic of the processing log; null: it is not written. */
  readonly processingLog: string | null;
  /** The title of the view that the program around the database gives; null: it gives none. */
  readonly view: string | null;
  /** The address of the real ksqlDB that the page is in front of; null: it is the embedded engine’s. */
  readonly remote: string | null;
  /** How many connectors there are. */
  readonly connectors: number;
}

/** One of `GET /page/api/connectors` */
export interface PageConnector {
  readonly name: string;
  readonly className: string;
  readonly kind: 'source' | 'sink' | 'unknown';
  readonly isPaused: boolean;
  /** What it wrote to, or reads, since the process started. */
  readonly topics: readonly string[];
  /** Records that a sink has still to put; null: it is a source. */
  readonly lag: number | null;
  readonly tasks: readonly PageTask[];
}

/** Counts since the process started. */
export interface PageTask {
  readonly id: number;
  readonly state: 'RUNNING' | 'PAUSED' | 'FAILED' | 'UNASSIGNED';
  /** Why it is FAILED; empty: it is not. */
  readonly trace: string;
  /** Written to topics, or put. */
  readonly records: number;
  readonly failures: number;
  /** Records that were passed over; of them, dead letters. */
  readonly errors: number;
  readonly deadLetters: number;
}

export interface LiveTopic {
  readonly name: string;
  readonly partitions: number;
  /** Records ever written. */
  readonly written: number;
  /** Records that readers still find. */
  readonly kept: number;
  /** Streams and tables over it. */
  readonly sources: readonly LiveSource[];
}

export interface LiveSource {
  readonly name: string;
  readonly kind: 'STREAM' | 'TABLE';
  readonly windowed: boolean;
  readonly valueFormat: string;
}

export interface LiveQuery {
  readonly id: string;
  readonly state: QueryState;
  /** Why it is in state ERROR; empty: it is not. */
  readonly error: string;
  /** The topic that it writes, and the stream or table over it. */
  readonly sink: { readonly topic: string; readonly name: string };
  /** The topics that it reads, each once. */
  readonly inputs: readonly LiveInput[];
  /** Counts since it was started in this process. */
  readonly recordsOut: number;
  readonly late: number;
  /** Left out for want of a key, or because an expression failed. A null value that is passed over is no problem: the plan counts it. */
  readonly dropped: number;
  /** Expressions that failed, and records that could not be read. */
  readonly errors: number;
  /** How long the engine has worked for it since its start, ms: of what queries write to one topic together each has an equal part. */
  readonly busyMs: number;
  /** What its state takes on disk, in bytes. */
  readonly stateBytes: number;
}

export interface LiveInput {
  readonly topic: string;
  /** Records that it has passed, of all partitions. */
  readonly read: number;
  readonly unread: number;
  /** How long ago the oldest record that it has not read was written, by the record's time, ms; 0: it has read all. */
  readonly behindMs: number;
}

export interface DescribedQuery {
  readonly id: string;
  readonly sql: string;
  readonly state: string;
  /** Why it is, or was, in state ERROR: oldest first; times in ms since the epoch. */
  readonly errors: readonly { readonly timestamp: number; readonly errorMessage: string }[];
  /** What went wrong with records, by reason. */
  readonly problems: Readonly<Record<string, number>>;
  /** undefined: it can't be planned any more, or the server is a real ksqlDB. */
  readonly plan?: PlanStep | undefined;
  /** The plan and the topology as a real ksqlDB tells them. */
  readonly text?: string | undefined;
}

export interface PlanStep {
  /** Such as FILTER; see `describeStep`. */
  readonly title: string;
  readonly details: readonly string[];
  readonly schema: string;
  /** undefined: it is a topic, or what writes it. */
  readonly counts?: StepCounts | undefined;
  /** What it keeps on disk, in bytes; 0: it keeps nothing. */
  readonly stateBytes: number;
  readonly inputs: readonly PlanStep[];
}

export interface StepCounts {
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly errors: number;
  readonly late: number;
  /** Left out for want of a key or a value, or because an expression failed. */
  readonly dropped: number;
}

/** What statements can name: for completion, and to read the records of topics by. */
export interface Catalogue {
  readonly sources: readonly CatalogueSource[];
  readonly functions: readonly { readonly name: string; readonly type: string }[];
}

export interface CatalogueSource {
  readonly name: string;
  readonly kind: 'STREAM' | 'TABLE';
  readonly topic: string;
  readonly keyFormat: string;
  readonly valueFormat: string;
  readonly windowed: boolean;
  readonly sql: string;
  readonly columns: readonly CatalogueColumn[];
}

export interface CatalogueColumn {
  readonly name: string;
  readonly type: string;
  readonly role: ColumnRole;
}

export type ColumnRole = 'key' | 'value' | 'header';

export interface RecordsAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly records: readonly BrowsedRecord[];
  readonly partitions: readonly {
    readonly partition: number;
    readonly start: number;
    readonly end: number;
  }[];
  /** Records that a search for a key looked at. */
  readonly searched: number;
}

export interface BrowsedRecord {
  readonly partition: number;
  readonly offset: number;
  /** ms since the epoch */
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  /** The columns as JSON texts; undefined: without a source, or it can't be read. */
  readonly row?: readonly string[] | undefined;
  /** Why it can't be read. */
  readonly unreadable?: string | undefined;
  readonly window?: { readonly start: number; readonly end: number } | undefined;
}

export interface AnalysedScript {
  readonly statements: readonly AnalysedStatement[];
  readonly problems: readonly ScriptProblem[];
}

/** Offsets into the script, in UTF-16 units. */
interface Range {
  readonly from: number;
  readonly to: number;
}

export interface AnalysedStatement extends Range {
  readonly kind: string;
  /** `query` and `print` give rows, `inspect` an answer; the others do something. */
  readonly role: string;
  /** Its rows come until it is closed. */
  readonly isPush: boolean;
}

export interface ScriptProblem extends Range {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}
