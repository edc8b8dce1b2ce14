import type { Expression } from './expression.ts';
import type { Identifier, Span } from './span.ts';
import type { ColumnDefinition, Property, SourceKind } from './statement.ts';

/** What can stand in a test file beside the statements of ksqlDB: its SQL testing tool knows them, and no server. */
export type TestStatement = AssertValues | AssertSource | RunScript;

/** `ASSERT VALUES`: the next record of a source; `ASSERT NULL VALUES … KEY`: it is a deletion. */
export interface AssertValues {
  readonly kind: 'AssertValues';
  readonly deleted: boolean;
  readonly target: Identifier;
  /** Empty: all columns in order. */
  readonly columns: readonly Identifier[];
  readonly values: readonly Expression[];
  readonly span: Span;
}

/** `ASSERT STREAM | TABLE`: what is known of a source. */
export interface AssertSource {
  readonly kind: 'AssertSource';
  readonly sourceKind: SourceKind;
  readonly name: Identifier;
  readonly columns: readonly ColumnDefinition[];
  readonly properties: readonly Property[];
  readonly span: Span;
}

/** `RUN SCRIPT 'file'` */
export interface RunScript {
  readonly kind: 'RunScript';
  readonly path: string;
  readonly span: Span;
}
