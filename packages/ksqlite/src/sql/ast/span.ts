/** A node's place in the SQL text: offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name as ksqlDB sees it: upper case unless it was quoted with backticks (or double quotes). */
export interface Identifier {
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}
