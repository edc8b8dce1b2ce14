import type { OutgoingRecord } from 'ksqlite/topics';

/** A record that is sent to a topic of a program, with its time. */
export type SentRecord = OutgoingRecord & {
  readonly key: string | null;
  readonly value: string | null;
  readonly timestamp: number;
};

/** A statement between two records. */
export interface Interruption {
  /** How many records are sent before it. */
  readonly after: number;
  readonly sql: string;
}

/** SQL and records: what is run in more than one way. */
export interface Program {
  readonly seed: number;
  /** Accepted one after the other: sources, then queries over them and over each other. */
  readonly statements: readonly string[];
  /** Refused, with the engine's words: for a real ksqlDB to refuse, too. */
  readonly refused: readonly { readonly sql: string; readonly message: string }[];
  /** The topics that statements write. */
  readonly sinks: readonly string[];
  readonly partitions: number;
  /** Statements that come when some of the records are there: they pause, resume and replace queries. */
  readonly interruptions: readonly Interruption[];
  /** In the order in which they are sent. */
  readonly records: readonly SentRecord[];
  /** Whether each record's time is later than all before it. */
  readonly inOrder: boolean;
}
