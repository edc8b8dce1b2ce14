/** What the server's `/page/api/…` answer: see src/server/page and src/inspect/live of the package. */

export type QueryState = 'RUNNING' | 'PAUSED' | 'ERROR';

export interface LiveTopology {
  readonly now: number;
  readonly topics: readonly LiveTopic[];
  readonly queries: readonly LiveQuery[];
  /** false: statements come from the server's file alone */
  readonly interactive: boolean;
  /** The topic of the processing log; null: it is not written. */
  readonly processingLog: string | null;
}

export interface LiveTopic {
  readonly name: string;
  readonly partitions: number;
  readonly written: number;
  readonly kept: number;
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
  readonly error: string;
  readonly sink: { readonly topic: string; readonly name: string };
  readonly inputs: readonly LiveInput[];
  readonly recordsOut: number;
  readonly late: number;
  readonly dropped: number;
  readonly errors: number;
  readonly stateBytes: number;
}

export interface LiveInput {
  readonly topic: string;
  readonly read: number;
  readonly unread: number;
  readonly behindMs: number;
}

export interface DescribedQuery {
  readonly id: string;
  readonly sql: string;
  readonly state: QueryState;
  readonly errors: readonly { readonly timestamp: number; readonly errorMessage: string }[];
  readonly problems: Readonly<Record<string, number>>;
  readonly plan?: PlanStep;
}

export interface PlanStep {
  readonly title: string;
  readonly details: readonly string[];
  readonly schema: string;
  readonly counts?: {
    readonly recordsIn: number;
    readonly recordsOut: number;
    readonly errors: number;
    readonly late: number;
    readonly dropped: number;
  };
  readonly stateBytes: number;
  readonly inputs: readonly PlanStep[];
}

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
  readonly role: 'key' | 'value' | 'header';
}

export interface RecordsAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly records: readonly BrowsedRecord[];
  readonly partitions: readonly {
    readonly partition: number;
    readonly start: number;
    readonly end: number;
  }[];
  readonly searched: number;
}

export interface BrowsedRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly row?: readonly string[];
  readonly unreadable?: string;
  readonly window?: { readonly start: number; readonly end: number };
}

export interface AnalysedScript {
  readonly statements: readonly {
    readonly kind: string;
    readonly role: string;
    readonly isPush: boolean;
    readonly from: number;
    readonly to: number;
  }[];
  readonly problems: readonly {
    readonly from: number;
    readonly to: number;
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
  }[];
}
