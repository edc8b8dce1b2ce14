import type { Entity } from '../../../client/answers/answers.ts';
import type { Column, Row } from '../../../client/rest-client.ts';

export const OUTPUT_FORMATS = ['table', 'json', 'csv'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export const isOutputFormat = (text: string): text is OutputFormat =>
  OUTPUT_FORMATS.some((format) => format === text);

/** Where results go. */
export interface Output {
  /** What a statement came to. */
  entity(entity: Entity): void;
  /** The rows of a query, as they come. */
  rows(columns: readonly Column[]): RowSink;
  /** A line of PRINT. */
  printed(line: string): void;
  /** What a person wants to know and a script does not. */
  note(text: string): void;
  /** Resolves when more is taken: what is read faster than it is shown must wait. */
  room(): Promise<void>;
}

export interface RowSink {
  row(row: Row): void;
  /** Shows what was held back. `why` when it is not the query's own end. */
  end(why?: string): void;
}
